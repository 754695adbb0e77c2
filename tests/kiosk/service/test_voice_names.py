"""Who raised a voice, said right afterwards: in the ledger, for who may read all of it."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from db.connection import run_sql
from db.inspection import inspect_file
from kiosk.errors import RefusedError
from kiosk.service.voices import Speaker, VoiceFilter, VoiceWords
from kiosk.services import Services
from tests.builders import NOON, make_site, set_clock, uid_of


@pytest.fixture
def site(tmp_path: Path) -> Services:
    made = make_site(tmp_path, 3)
    made.access.set_pin(uid_of("001"), "supervisor", "246810")
    return made


@pytest.fixture
def author(site: Services) -> Speaker:
    """Who raised voice 1 without a name."""
    return Speaker(word=site.voices.raise_voice("problem", VoiceWords(text="灯不亮")).word)


def refusal(action: Callable[[], object]) -> str:
    before = run_sql("SELECT count(*) FROM ledger_entry")
    with pytest.raises(RefusedError) as refused:
        action()
    assert refused.value.sentence
    assert run_sql("SELECT count(*) FROM ledger_entry") == before
    return refused.value.code


def test_a_name_that_is_given_afterwards_is_the_authors(site: Services, author: Speaker) -> None:
    site.voices.tell_name(1, "老王", author)
    assert site.voices.tell_name(1, " 老汪 ", author).author == "老汪"  # said last, counts
    (listed,) = site.voices.list_kept(VoiceFilter()).voices
    assert listed.author == "老汪"
    assert inspect_file(site.context.home.database).changed_seq is None
    assert inspect_file(site.context.home.database).differing == ()


def test_a_name_is_in_nothing_public(site: Services, author: Speaker) -> None:
    site.voices.tell_name(1, "老王", author)
    site.voices.approve(1, uid_of("001"))
    assert "老王" not in repr((site.voices.find_public(1), site.voices.list_public()))


def test_only_its_author_gives_a_name(site: Services, author: Speaker) -> None:
    site.voices.assign(1, uid_of("002"), uid_of("001"))
    supervisor, owner = Speaker(uid_of("001")), Speaker(uid_of("002"))
    assert refusal(lambda: site.voices.tell_name(1, "x", supervisor)) == "not_allowed"
    assert refusal(lambda: site.voices.tell_name(1, "x", owner)) == "not_allowed"
    assert refusal(lambda: site.voices.tell_name(1, " ", author)) == "no_words"
    assert refusal(lambda: site.voices.tell_name(1, "长" * 61, author)) == "too_long"
    site.voices.solve(1, "好了", Speaker(uid_of("002")))
    assert refusal(lambda: site.voices.tell_name(1, "老王", author)) == "not_now"


def test_what_a_member_raised_has_a_name_already(site: Services) -> None:
    raised = site.voices.raise_voice("problem", VoiceWords(text="水", author_uid=uid_of("002")))
    assert refusal(lambda: site.voices.tell_name(1, "x", Speaker(word=raised.word))) == "has_author"


def test_a_name_is_given_at_the_same_terminal_within_minutes(
    site: Services, author: Speaker
) -> None:
    here, site.context.terminal_uid = site.context.terminal_uid, uuid4()
    assert refusal(lambda: site.voices.tell_name(1, "老王", author)) == "other_terminal"
    site.context.terminal_uid = here
    set_clock(site, NOON + timedelta(minutes=11))
    assert refusal(lambda: site.voices.tell_name(1, "老王", author)) == "too_late"
    set_clock(site, NOON + timedelta(minutes=10))
    assert site.voices.tell_name(1, "老王", author).author == "老王"
