"""Who was asked because a post would stand empty, who said nothing, and where nobody was asked."""

from datetime import timedelta
from pathlib import Path

import pytest

from db.connection import run_sql
from kiosk.attendance.coverage.handing import Answer
from kiosk.errors import RefusedError
from kiosk.oversight.ruling import RuleChange, change_rules
from kiosk.services import Services
from tests.builders import NOON, add_post, uid_of
from tests.kiosk.attendance.coverage.site import at, come, make_key_site, post


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_key_site(tmp_path)


def asked(site: Services, name: str = "3号塔吊") -> list[tuple[str, str]]:
    return [(one.leaver, one.answer) for one in post(site, name).asked]


def note(site: Services, number: str = "001", name: str = "3号塔吊") -> None:
    site.coverage.note_asked(uid_of(number), [post(site, name).uid])


def say(site: Services, answer: Answer, number: str = "001", name: str = "3号塔吊") -> None:
    site.coverage.hand_over(uid_of(number), post(site, name).uid, answer)


def test_who_was_asked_and_said_nothing_is_in_the_day(site: Services) -> None:
    come(site, "001", 9)
    come(site, "001", 11)
    note(site)
    note(site)
    at(site, 11.1)
    assert asked(site) == [("李工001", "asked")]
    assert run_sql("SELECT answer FROM handover") == [("asked",)]


def test_who_was_asked_can_still_answer_and_the_answer_stands_alone(site: Services) -> None:
    come(site, "001", 9)
    come(site, "001", 11)
    note(site)
    assert [one.name for one in site.coverage.posts_left_empty(uid_of("001"))] == ["3号塔吊"]
    at(site, 11.05)
    say(site, "left")
    assert site.coverage.posts_left_empty(uid_of("001")) == ()
    assert asked(site) == [("李工001", "left")]


def test_whoever_leaves_again_is_asked_again(site: Services) -> None:
    come(site, "001", 9)
    come(site, "001", 11)
    note(site)
    say(site, "waits")
    come(site, "001", 11.1)
    note(site)
    at(site, 12)
    assert asked(site) == [("李工001", "waits"), ("李工001", "asked")]


def test_a_post_that_somebody_left_unasked_says_so(site: Services) -> None:
    come(site, "001", 9)
    come(site, "001", 11)
    at(site, 12)
    (one,) = post(site).asked
    assert (one.leaver, one.answer, one.taker) == ("李工001", "unasked", "")
    assert one.at == NOON - timedelta(hours=1)


def test_who_leaves_a_post_that_others_hold_or_that_is_not_due_leaves_nothing(
    site: Services,
) -> None:
    at(site, 7)
    site.coverage.add_deputy(post(site).uid, uid_of("005"))
    come(site, "005", 8)
    come(site, "001", 9)
    come(site, "001", 11)
    at(site, 12)
    assert asked(site) == []
    come(site, "005", 13)
    at(site, 14)
    assert [answer for _name, answer in asked(site)] == ["unasked"]


def test_who_is_no_holder_any_more_has_not_left(site: Services) -> None:
    gate = add_post("门卫")
    site.coverage.add_deputy(gate, uid_of("004"))
    come(site, "004", 9)
    at(site, 10)
    site.coverage.end_deputy(gate, uid_of("004"))
    at(site, 12)
    assert post(site, "门卫").state == "empty"
    assert asked(site, "门卫") == []


@pytest.mark.parametrize("answer", ["left", "told", "waits"])
def test_who_neither_holds_a_post_nor_left_it_just_now_hands_nothing_over(
    site: Services, answer: Answer
) -> None:
    come(site, "003", 9)
    come(site, "001", 9.1)
    come(site, "001", 9.2)
    at(site, 11)
    for number in ("003", "001", "005"):
        with pytest.raises(RefusedError) as refused:
            say(site, answer, number)
        assert refused.value.code == "not_at_post"
    assert run_sql("SELECT count(*) FROM handover") == [(0,)]


def test_a_presence_is_judged_by_the_rules_when_it_began(site: Services) -> None:
    crane = post(site).uid
    site.coverage.add_deputy(crane, uid_of("003"))
    come(site, "001", 6)
    come(site, "003", 6.1)
    at(site, 12)
    change_rules(site.context, RuleChange(longest_h=4, ask_h=3))
    at(site, 12.1)
    helped = site.coverage.handover_help(uid_of("001"), crane)
    assert [one.number for one in helped.takers] == ["003"]
    site.coverage.hand_over(uid_of("001"), crane, "named", uid_of("003"))
    assert post(site).asked[0].answer == "named"


def test_nobody_takes_a_post_or_a_break_in_a_presence_that_nobody_believes(site: Services) -> None:
    add_post("门卫", "001")
    come(site, "001", 9)
    at(site, 35)
    assert site.attendance.on_site() == []
    with pytest.raises(RefusedError) as taken:
        site.coverage.take_post(uid_of("001"), post(site, "门卫").uid)
    with pytest.raises(RefusedError) as rested:
        site.afterthoughts.begin_break(uid_of("001"))
    assert (taken.value.code, rested.value.code) == ("not_on_site", "not_on_site")


def take(site: Services, number: str, name: str) -> None:
    site.coverage.take_post(uid_of(number), post(site, name).uid)


def given_up(site: Services, number: str = "001") -> list[str]:
    return [one.name for one in site.coverage.posts_given_up(uid_of(number))]


def test_who_takes_another_post_is_told_which_one_they_leave_empty(site: Services) -> None:
    add_post("门卫", "001")
    come(site, "001", 9)
    assert given_up(site) == []
    at(site, 10)
    take(site, "001", "门卫")
    assert given_up(site) == ["3号塔吊"]
    assert [one.name for one in site.coverage.posts_left_empty(uid_of("001"))] == ["门卫"]
    at(site, 10.2)
    assert given_up(site) == ["3号塔吊"]
    at(site, 10.5)
    assert given_up(site) == []
    assert asked(site) == [("李工001", "unasked")]


def test_who_was_asked_after_taking_another_post_is_not_asked_again(site: Services) -> None:
    add_post("门卫", "001")
    come(site, "001", 9)
    at(site, 10)
    take(site, "001", "门卫")
    note(site)
    assert given_up(site) == ["3号塔吊"]
    helped = site.coverage.handover_help(uid_of("001"), post(site).uid)
    assert (helped.has_moved, helped.can_rest) == (True, False)
    say(site, "left")
    at(site, 10.1)
    assert given_up(site) == []
    assert asked(site) == [("李工001", "left")]


def test_who_waits_after_taking_another_post_is_back_at_the_first(site: Services) -> None:
    add_post("门卫", "001")
    come(site, "001", 9)
    at(site, 10)
    take(site, "001", "门卫")
    at(site, 10.1)
    say(site, "waits")
    assert (post(site).state, post(site, "门卫").state) == ("covered", "empty")
    assert given_up(site) == ["门卫"]


def test_who_was_named_elsewhere_left_their_post_unasked(site: Services) -> None:
    gate = add_post("门卫", "004")
    at(site, 7)
    site.coverage.add_deputy(post(site).uid, uid_of("004"))
    come(site, "004", 8)
    site.coverage.take_post(uid_of("004"), gate)
    come(site, "001", 9)
    at(site, 10)
    site.coverage.hand_over(uid_of("001"), post(site).uid, "named", uid_of("004"))
    at(site, 11)
    assert asked(site, "门卫") == [("陈工004", "unasked")]
