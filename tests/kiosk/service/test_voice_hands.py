"""In whose hands a voice is: told when it is due, loud again when they leave."""

from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.errors import RefusedError
from kiosk.service.voices import Speaker, VoiceWords
from kiosk.services import Services
from tests.builders import NOON, make_site, set_clock, uid_of

ONE, TWO, THREE = "001", "002", "003"


@pytest.fixture
def site(tmp_path: Path) -> Services:
    made = make_site(tmp_path, 4)
    for number in (ONE, TWO):
        made.access.set_pin(uid_of(number), "supervisor", "246810")
    return made


def hazard(site: Services, author: str | None = None) -> int:
    author_uid = uid_of(author) if author else None
    raised = site.voices.raise_voice("hazard", VoiceWords(text="临边没护栏", author_uid=author_uid))
    return raised.voice.number


def test_a_hazard_is_loud_again_when_its_owner_leaves_the_site(site: Services) -> None:
    number = hazard(site)
    site.voices.assign(number, uid_of(THREE), uid_of(ONE))
    assert site.voices.loud().count == 0
    site.keeping.let_go(uid_of(THREE), "工程结束", uid_of(ONE))
    assert site.voices.loud().count == 1
    view = site.voices.get_kept(number)
    assert (view.public.state, view.owner_uid, view.owner) == ("open", None, "")
    assert [(step.kind, step.by) for step in view.steps] == [
        ("assigned", site.people.get_member(ONE).name),
        ("released", site.people.get_member(ONE).name),
    ]


def test_who_leaves_without_a_supervisors_name_has_nothing_in_hand_either(site: Services) -> None:
    number = hazard(site)
    site.voices.assign(number, uid_of(THREE), uid_of(ONE))
    site.keeping.let_go(uid_of(THREE), "工程结束")
    assert site.voices.get_kept(number).public.state == "open"


def test_what_an_owner_solved_stays_solved_when_they_leave(site: Services) -> None:
    number = hazard(site)
    site.voices.assign(number, uid_of(THREE), uid_of(ONE))
    site.voices.solve(number, "装好了", Speaker(uid_of(THREE)))
    site.keeping.let_go(uid_of(THREE), "工程结束", uid_of(ONE))
    assert site.voices.get_kept(number).public.state == "solved"


def test_an_owner_can_give_it_back(site: Services) -> None:
    number = hazard(site)
    site.voices.assign(number, uid_of(THREE), uid_of(ONE))
    site.voices.give_back(number, Speaker(uid_of(THREE)))
    assert site.voices.loud().count == 1


def test_who_solved_it_does_not_confirm_it(site: Services) -> None:
    number = hazard(site)
    site.voices.assign(number, uid_of(ONE), uid_of(TWO))
    site.voices.solve(number, "装好了", Speaker(uid_of(ONE)))
    with pytest.raises(RefusedError) as refused:
        site.voices.confirm(number, Speaker(uid_of(ONE)))
    assert refused.value.code == "own_work"
    assert site.voices.confirm(number, Speaker(uid_of(TWO))).public.state == "confirmed"


def test_what_is_open_again_is_in_nobodys_hands(site: Services) -> None:
    number = hazard(site, author=TWO)
    site.voices.assign(number, uid_of(THREE), uid_of(ONE))
    site.voices.solve(number, "装好了", Speaker(uid_of(THREE)))
    site.voices.reopen(number, "没装牢", Speaker(uid_of(TWO)))
    assert site.voices.get_kept(number).owner_uid is None
    assert site.voices.loud().count == 1
    with pytest.raises(RefusedError) as refused:
        site.voices.solve(number, "又好了", Speaker(uid_of(THREE)))
    assert refused.value.code == "not_allowed"


def test_the_public_list_of_what_is_solved_has_what_was_confirmed_too(site: Services) -> None:
    solved, confirmed, _open = (hazard(site, author=TWO) for _each in range(3))
    for number in (solved, confirmed):
        site.voices.solve(number, "装好了", Speaker(uid_of(ONE)))
    site.voices.confirm(confirmed, Speaker(uid_of(TWO)))
    listed = site.voices.list_public(state="settled").voices
    assert [one.number for one in listed] == [confirmed, solved]
    assert site.voices.count_solved() == 2


def test_not_even_its_author_confirms_what_they_solved_themself(site: Services) -> None:
    raised = site.voices.raise_voice("hazard", VoiceWords(text="洞口", author_uid=uid_of(ONE)))
    number = raised.voice.number
    site.voices.solve(number, "装好了", Speaker(uid_of(ONE)))
    for who in (Speaker(uid_of(ONE)), Speaker(word=raised.word)):
        with pytest.raises(RefusedError) as refused:
            site.voices.confirm(number, who)
        assert refused.value.code == "own_work"
    assert site.voices.list_waiting_for(uid_of(ONE)) == ()
    assert not site.voices.get_kept(number).asks(uid_of(ONE))
    assert site.voices.confirm(number, Speaker(uid_of(TWO))).public.state == "confirmed"


def test_who_raised_it_is_asked_where_somebody_else_solved_it(site: Services) -> None:
    number = hazard(site, author=ONE)
    site.voices.solve(number, "装好了", Speaker(uid_of(TWO)))
    assert site.voices.get_kept(number).asks(uid_of(ONE))
    site.voices.reopen(number, "没装牢", Speaker(uid_of(ONE)))
    site.voices.solve(number, "装牢了", Speaker(uid_of(ONE)))
    assert not site.voices.get_kept(number).asks(uid_of(ONE))  # who said so last counts


def test_a_supervisor_takes_it_from_its_owner(site: Services) -> None:
    number = hazard(site)
    site.voices.assign(number, uid_of(THREE), uid_of(ONE))
    view = site.voices.give_back(number, Speaker(uid_of(TWO)))
    assert (view.public.state, view.owner_uid) == ("open", None)
    assert site.voices.list_own(uid_of(THREE)) == ()


def test_a_member_sees_what_needs_them_first(site: Services) -> None:
    raised = [hazard(site, author=THREE) for _each in range(3)]
    mine = [hazard(site) for _each in range(2)]
    today = NOON.date()
    site.voices.assign(mine[0], uid_of(THREE), uid_of(ONE), today + timedelta(days=3))
    site.voices.assign(mine[1], uid_of(THREE), uid_of(ONE), today)
    site.voices.solve(raised[0], "装好了", Speaker(uid_of(ONE)))
    numbers = [one.public.number for one in site.voices.list_own(uid_of(THREE))]
    assert numbers == [mine[1], mine[0], raised[0], raised[2], raised[1]]


def test_a_member_is_told_of_what_is_due_in_their_hands_and_of_what_was_solved_for_them(
    site: Services,
) -> None:
    asked, silent, mine = hazard(site, author=THREE), hazard(site, author=THREE), hazard(site)
    tomorrow = NOON.date() + timedelta(days=1)
    site.voices.assign(mine, uid_of(THREE), uid_of(ONE), tomorrow)
    site.voices.solve(asked, "装好了", Speaker(uid_of(ONE)))
    told = [one.public.number for one in site.voices.list_waiting_for(uid_of(THREE))]
    assert told == [asked]
    assert silent not in told
    set_clock(site, NOON + timedelta(days=1))
    told = [one.public.number for one in site.voices.list_waiting_for(uid_of(THREE))]
    assert told == [mine, asked]
    assert site.voices.list_waiting_for(uid_of(TWO)) == ()
