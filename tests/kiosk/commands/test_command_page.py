"""The page of the command line has every command, every verb and every option."""

import argparse
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.commands.arguments import COMMANDS, make_parser

PAGE = (Path(__file__).parents[3] / "docs/formats/command-line.md").read_text("utf-8")


def verbs_of(parser: argparse.ArgumentParser, words: str = "") -> Iterator[tuple[str, list[str]]]:
    """Each command in full with its own long options."""
    deeper = [one for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
    for action in deeper:
        for name, verb in action.choices.items():
            yield from verbs_of(verb, f"{words} {name}".strip())
    if words and not deeper:
        told = [name for action in parser._actions for name in action.option_strings[-1:]]
        yield words, [name for name in told if name not in {"--help", "--home", "--json", "--lang"}]


@pytest.mark.parametrize(("words", "options"), list(verbs_of(make_parser(list(COMMANDS)))))
def test_every_command_is_on_the_page(words: str, options: list[str]) -> None:
    lines = "".join(line for line in PAGE.splitlines() if line.startswith("| ") and words in line)
    assert lines
    # Where a verb takes another's options, the page says so with dots.
    assert "..." in lines or [name for name in options if name not in lines] == []


def test_what_the_commands_answer_as_json_is_on_the_page() -> None:
    for words in (
        "badges print",
        *(f"scanners {verb}" for verb in ("list", "find", "test", "add")),
    ):
        assert f"**`{words}`" in PAGE
    for key in ("`out`", "`printer`", "`layout`", "`badges`", "`missing`", "`added`", "`removed`"):
        assert key in PAGE
