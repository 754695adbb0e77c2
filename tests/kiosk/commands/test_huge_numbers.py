"""A number that no column holds is not known here; it is no crash."""

import pytest

from tests.kiosk.commands.calling import Call

HUGE = "1" + "0" * 20


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("services", "confirm", HUGE, "--by", "002"), "bad_lines"),
        (("services", "confirm", f"-{HUGE}", "--by", "002"), "bad_lines"),
        (("services", "strike", HUGE, "--by", "002", "--reason", "记错"), "unknown_service"),
        (("commitments", "keep", HUGE, "--by", "002"), "unknown_commitment"),
        (
            ("services", "log", "002", "修工具", "--minutes", "5", "--commitment", HUGE),
            "unknown_commitment",
        ),
        (("voices", "list", "--most", HUGE), "wrong_usage"),
        (("ratings", "list", "--most", HUGE), "wrong_usage"),
    ],
)
def test_what_nothing_can_be_called_is_not_known(
    call: Call, arguments: tuple[str, ...], code: str
) -> None:
    ended = call(*arguments, "--json")
    assert (ended.code > 0, f'"{code}"' in ended.error) == (True, True)


def test_every_voice_has_a_smaller_number_than_a_huge_one(call: Call) -> None:
    call("voices", "raise", "problem", "灯坏了")
    found = [
        len(call("voices", "list", "--before", number, "--json").json["voices"])
        for number in (HUGE, f"-{HUGE}")
    ]
    assert found == [1, 0]
