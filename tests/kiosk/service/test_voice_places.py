"""Where it is: told when a voice is raised or later; public only where nobody wrote it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from db.connection import run_sql
from kiosk.errors import RefusedError
from kiosk.service.voices import Speaker, VoiceWords
from kiosk.services import Services
from tests.builders import add_post, make_site, uid_of


@pytest.fixture
def site(tmp_path: Path) -> Services:
    """001 is the supervisor, 002 has it in hand, 003 said it; a post stands in zone A区."""
    made = make_site(tmp_path, 4)
    made.access.set_pin(uid_of("001"), "supervisor", "246810")
    add_post("塔吊指挥", "002")
    return made


@pytest.fixture
def author(site: Services) -> Speaker:
    """The author of hazard 1, of which nobody told the place."""
    words = VoiceWords(text="钢丝绳断丝", author_uid=uid_of("003"))
    return Speaker(word=site.voices.raise_voice("hazard", words).word)


def loud_place(site: Services) -> str:
    (newest,) = site.voices.loud().newest
    return newest.place


def refusal(action: Callable[[], object]) -> str:
    before = run_sql("SELECT count(*) FROM ledger_entry")
    with pytest.raises(RefusedError) as refused:
        action()
    assert refused.value.sentence
    assert run_sql("SELECT count(*) FROM ledger_entry") == before
    return refused.value.code


@pytest.mark.parametrize("place", ["A区", "塔吊指挥", "食堂", "Canteen"])
def test_a_place_of_the_list_that_is_told_later_is_loud_too(
    site: Services, author: Speaker, place: str
) -> None:
    assert loud_place(site) == ""
    view = site.voices.tell_place(1, f" {place}\n", author)
    assert loud_place(site) == view.place == site.voices.find_public(1).place == place
    assert [(step.kind, step.text, step.is_author) for step in view.steps] == [
        ("placed", place, True)
    ]
    assert view.public.state == "open"


def test_a_place_in_own_words_stays_with_who_may_read_all(site: Services, author: Speaker) -> None:
    site.voices.tell_place(1, "老王宿舍门口", author)
    site.voices.approve(1, uid_of("001"))
    assert loud_place(site) == site.voices.find_public(1).place == ""
    assert "老王" not in repr(site.voices.list_public())
    assert site.voices.get_kept(1).place == "老王宿舍门口"
    assert site.voices.look_up(1, author.word).place == "老王宿舍门口"


def test_the_place_that_was_told_last_counts(site: Services) -> None:
    word = site.voices.raise_voice("hazard", VoiceWords(text="断丝", place="A区")).word
    assert loud_place(site) == "A区"
    site.voices.tell_place(1, "三楼拐角", Speaker(word=word))
    assert loud_place(site) == ""
    site.voices.tell_place(1, "食堂", Speaker(uid_of("001")))
    assert loud_place(site) == "食堂"
    (urgent,) = site.voices.list_urgent()
    assert urgent.place == "食堂"


def test_author_owner_and_supervisor_tell_it_while_it_is_open(
    site: Services, author: Speaker
) -> None:
    voices, supervisor, owner = site.voices, uid_of("001"), uid_of("002")
    assert refusal(lambda: voices.tell_place(1, "A区", Speaker(owner))) == "not_allowed"
    voices.assign(1, owner, supervisor)
    for who in (author, Speaker(supervisor), Speaker(owner), Speaker(uid_of("003"))):
        assert voices.tell_place(1, "A区", who).public.state == "in_hand"
    assert refusal(lambda: voices.tell_place(1, "A区", Speaker(uid_of("004")))) == "not_allowed"
    voices.solve(1, "换了", Speaker(owner))
    assert refusal(lambda: voices.tell_place(1, "A区", author)) == "not_now"


def test_a_place_is_a_short_line_of_words(site: Services, author: Speaker) -> None:
    assert refusal(lambda: site.voices.tell_place(1, " \n", author)) == "no_words"
    assert refusal(lambda: site.voices.tell_place(1, "长" * 61, author)) == "too_long"
    assert site.voices.tell_place(1, "长" * 60, author).place == "长" * 60
