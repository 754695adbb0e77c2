"""`ratings`: given, listed, counted in; the same rules and refusals as on the screens."""

from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.clock import SetClock
from kiosk.config import Home
from kiosk.services import close_services, open_services
from tests.builders import NOON, set_clock, uid_of
from tests.kiosk.commands.calling import Call

LIST = ("ratings", "list", "--by", "003")
"""As a supervisor sees it."""


@pytest.fixture(autouse=True)
def supervisor(home: Path) -> None:
    """003 is a supervisor."""
    site = open_services(Home(home))
    site.access.set_pin(uid_of("003"), "supervisor", "246810")
    close_services()


@pytest.fixture
def rated(home: Path) -> None:
    """A member with six ratings, one of them a repeat, and the site with five, days ago."""
    site = open_services(Home(home), SetClock(NOON))
    for place, stars in enumerate((5, 4, 5, 4, 5)):
        set_clock(site, NOON + timedelta(hours=2 * place))
        site.ratings.give("member", stars, subject_uid=uid_of("001"), word="热心")
        site.ratings.give("site", 3)
    site.ratings.give("member", 1, subject_uid=uid_of("001"))
    close_services()


def test_a_rating_is_given_and_waits_for_its_quarter_to_be_over(call: Call) -> None:
    given = call("ratings", "give", "--member", "001", "--stars", "5", "--word", "好", "--json")
    assert given.json == {"kind": "member", "stars": 5, "state": "counted"}
    listed = call(*LIST, "--json").json
    assert listed == {"site": None, "members": [], "ratings": []}
    again = call("ratings", "give", "--member", "001", "--stars", "5", "--lang", "en")
    assert (again.code, "supervisor" in again.out) == (0, True)
    assert "Thank you" in call("ratings", "give", "--site", "--stars", "1", "--lang", "en").out


@pytest.mark.usefixtures("rated")
def test_what_is_listed(call: Call) -> None:
    listed = call(*LIST, "--json").json
    assert listed["site"] == {"count": 5, "mean": 3.0}
    (member,) = listed["members"]
    assert (member["number"], member["count"], member["mean"]) == ("001", 5, 4.6)
    assert member["score"] == pytest.approx((10 * 38 / 10 + 23) / 15, abs=0.001)
    assert len(listed["ratings"]) == 11
    repeat = call(*LIST, "--state", "repeat", "--json").json["ratings"]
    assert [(one["stars"], one["word"], one["number"]) for one in repeat] == [(1, "", "001")]
    assert repeat[0]["slot_at"].endswith(("00:00Z", "15:00Z", "30:00Z", "45:00Z"))
    of_site = call(*LIST, "--most", "1", "--json").json["ratings"]
    assert len(of_site) == 1


@pytest.mark.usefixtures("rated")
def test_filters_by_member_and_day(call: Call) -> None:
    of_member = call(*LIST, "--member", "001", "--on", "2026-11-20", "--json").json
    assert {one["kind"] for one in of_member["ratings"]} == {"member"}
    assert call(*LIST, "--on", "2026-11-19", "--json").json["ratings"] == []
    assert call(*LIST, "--member", "002", "--json").json["members"] == []


@pytest.mark.usefixtures("rated")
def test_as_text_with_means_and_words(call: Call) -> None:
    told = call(*LIST, "--lang", "en").out
    assert "The site: 3.0 of 5 from 5 ratings" in told
    assert "★★★★☆" in told
    assert "热心" in told
    assert "set aside: a repeat" in told
    assert "工地：3.0分" in call(*LIST).out


def test_below_five_no_mean_is_shown_and_how_to_begin_is_said(call: Call) -> None:
    for listing in (("ratings", "list"), LIST):
        listed = call(*listing, "--lang", "en")
        assert listed.out == "The site: fewer than five ratings\n"
        assert "press 0 on the board" in listed.error


@pytest.mark.usefixtures("rated")
def test_single_ratings_and_their_words_are_for_supervisors(call: Call) -> None:
    told = call("ratings", "list")
    assert "热心" not in told.out
    assert (told.code, told.err) == (0, "")
    assert call("ratings", "list", "--json").json["ratings"] is None
    assert call("ratings", "list", "--by", "002").code == 1
    for asked in (("--state", "repeat"), ("--on", "2026-11-20")):
        assert call("ratings", "list", *asked).code == 2


@pytest.mark.usefixtures("rated")
def test_a_list_that_is_full_says_that_there_may_be_more(call: Call) -> None:
    full = call(*LIST, "--most", "11", "--lang", "en")
    assert "Only the newest 11 are listed" in full.err
    assert call(*LIST, "--most", "12").err == ""
    assert call("ratings", "list", "--most", "1").err == ""  # means are never cut


def test_a_supervisor_counts_in(call: Call, rated: None) -> None:
    repeat = call(*LIST, "--state", "repeat", "--json").json["ratings"][0]["rating"]
    ruling = ("ratings", "count-in", repeat, "--by", "003", "--reason", "两个人")
    assert call(*ruling, "--json").json["state"] == "counted"
    assert call(*LIST, "--state", "repeat", "--json").json["ratings"] == []
    # What everybody sees moves by five at once.
    assert call(*LIST, "--json").json["members"][0]["count"] == 5
    assert "left out" in call(*ruling, "--out", "--lang", "en").out
    refused = call(*ruling, "--out", "--json")
    assert (refused.code, '"already_ruled"' in refused.error) == (1, True)


def test_a_supervisor_leaves_out_what_waits_and_changes_their_mind(call: Call, rated: None) -> None:
    repeat = call(*LIST, "--state", "repeat", "--json").json["ratings"][0]["rating"]
    ruling = ("ratings", "count-in", repeat, "--by", "003", "--reason", "连按", "--json")
    assert call(*ruling, "--out").json["state"] == "left_out"
    assert '"already_ruled"' in call(*ruling, "--out").error
    listed = call(*LIST, "--state", "left_out", "--json").json["ratings"]
    assert [one["rating"] for one in listed] == [repeat]
    assert call(*ruling).json["state"] == "counted"


@pytest.mark.parametrize(
    ("arguments", "code", "why"),
    [
        (("give", "--site", "--stars", "6"), 1, "impossible_stars"),
        (("give", "--member", "009", "--stars", "5"), 1, "unknown_member"),
        (("give", "--member", "001", "--stars", "5", "--session", "001"), 1, "own_rating"),
        (("give", "--service", "x", "--stars", "5"), 2, "wrong_usage"),
        (("give", "--service", "0" * 32, "--stars", "5"), 1, "unknown_service"),
        (("give", "--stars", "5"), 2, "wrong_usage"),
        (("give", "--site", "--stars", "5", "--word", "长" * 10_000), 1, "too_long"),
        (("list", "--most", "0"), 2, "wrong_usage"),
        (("list", "--on", "gestern"), 2, "wrong_usage"),
        (("count-in", "0" * 32, "--by", "002", "--reason", "x"), 1, "no_supervisor"),
        (("count-in", "0" * 32, "--by", "003", "--reason", "x"), 1, "unknown_rating"),
    ],
)
def test_what_is_refused(call: Call, arguments: tuple[str, ...], code: int, why: str) -> None:
    refused = call("ratings", *arguments, "--json")
    assert (refused.code, refused.out) == (code, "")
    assert f'"{why}"' in refused.error
