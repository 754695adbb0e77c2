"""A week at a post: set, held, promised at, worked at, judged, rated; all of it by keys and badges.

At its end the supervisor's day, the day as a program reads it, the member's card, their own page
and the post's page must tell one story, in both languages.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from db.ledger import find_first_broken
from kiosk import i18n
from kiosk.i18n import format_day, format_minutes
from kiosk.services import Services
from screens.member.answer_words import MY_PAGE_KEY
from screens.member.my_page import MyPageScreen
from tests.builders import set_clock
from tests.flows.week import (
    COMMITMENTS,
    EVENING,
    MORNING,
    WEEK,
    Front,
    day_at,
    in_front,
    in_words,
    let_nothing_hurry,
    make_week_site,
)
from tests.flows.week_at_a_post import DAYS, WHO, raise_the_team, rate, set_the_post
from tests.flows.week_told import (
    Lines,
    Program,
    numbers_in,
    programs_of,
    promises_on,
    read_card,
    read_days,
    read_more,
    read_story,
    under,
)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Services:
    let_nothing_hurry(monkeypatch)
    return make_week_site(tmp_path)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
async def test_all_pages_tell_the_same_of_a_week_at_a_post(
    site: Services,
    language: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    i18n.use_language(language)
    async with in_front(site, day_at(0, MORNING - timedelta(hours=1))) as front:
        await set_the_post(front)
        await raise_the_team(front)
    for turn, (come, leave) in enumerate(DAYS):
        async with in_front(site, day_at(turn, MORNING)) as front:
            await front.scan(WHO)
            await come(front)
            await rate(front, stars=5 if turn == 0 else 4)
            set_clock(site, day_at(turn, EVENING))
            await front.scan(WHO)
            await leave(front)
    assert find_first_broken() is None
    async with in_front(site, day_at(7, MORNING), (120, 60)) as front:
        told = await read_all(front)
    ask = programs_of(site, capsys, monkeypatch)
    days = {day: ask("day", "show", day.isoformat()) for day in WEEK}
    check_days(told, days, language)
    check_promises(told, days, ask, language)
    check_services(told, days, language)
    check_hours_and_mean(told, days, ask, language)
    check_post_and_team(told, days, ask)


@dataclass(frozen=True)
class Told:
    """What the pages told after the week.

    Attributes:
        days: Promises and services of each day, as the supervisor reads them.
        card: The member's card on the board.
        post: The post's page.
        team: The team's page.
        mine: The member's own page.
    """

    days: dict[date, dict[str, Lines]]
    card: Lines
    post: Lines
    team: Lines
    mine: Lines


async def read_all(front: Front) -> Told:
    card = await read_card(front, WHO)
    post, team = await read_more(front, "1", "1"), await read_more(front, "2", "1")
    await front.scan(WHO)
    await front.press(MY_PAGE_KEY)
    await front.on(MyPageScreen)
    mine = await read_story(front)
    await front.home()
    return Told(await read_days(front, WEEK), card, post, team, mine)


# What must be the same everywhere

SAID = {
    "made": ("当日作出", "Made on this day"),
    "judged": ("当日评定", "Judged on this day"),
    "due": ("当日到期", "Due on this day"),
    "overdue": ("逾期", "Overdue"),
}
"""The headings of a day's promises."""

STATES = {
    "open": ("待兑现", "Open", "Open"),
    "kept": ("已兑现", "Kept", "Kept"),
    "partly_kept": ("部分兑现", "Partly kept", "Partly kept"),
    "missed": ("未兑现", "Missed", "Not kept"),
    "withdrawn": ("已撤回", "Withdrawn", "Withdrawn"),
}
"""In Chinese, in English for supervisors, and in English for everybody, which shames nobody."""

TITLES = {
    "promises": ("亮承诺", "Commitments"),
    "services": ("亮服务", "Services"),
    "rating": ("群众评价", "What workers say"),
    "site": ("在场", "On site"),
}

ENGLISH = dict(COMMITMENTS)


def words_of(one: Any, language: str) -> str:
    text: str = one["text"]
    return ENGLISH.get(text, text) if language == "en" else text


def state_of(one: Any, language: str, *, is_public: bool = False) -> str:
    words = STATES[one["state"]]
    return words[0] if language != "en" else words[2 if is_public else 1]


def check_days(told: Told, days: dict[date, Any], language: str) -> None:
    """Each day says under each heading what it tells a program."""
    for day, shown in told.days.items():
        lines = promises_on(shown["promises"])
        for because, heading in SAID.items():
            listed = [one for one in days[day]["commitments"] if because in one["because"]]
            expected = [
                (words_of(one, language), one["due_on"][5:], state_of(one, language))
                for one in listed
            ]
            assert sorted(lines.get(in_words(language, heading), [])) == sorted(expected), day


def check_promises(told: Told, days: dict[date, Any], ask: Program, language: str) -> None:
    """The days' judgements add up to the member's own page; the card and the post tell the last."""
    judged = Counter(
        one["state"]
        for day in days.values()
        for one in day["commitments"]
        if "judged" in one["because"]
    )
    assert judged == {"kept": 6, "missed": 2, "partly_kept": 1, "withdrawn": 1}
    listed = ask("commitments", "list", "--member", WHO)["commitments"]
    states = Counter(one["state"] for one in listed)
    assert states == {**judged, "open": 2}
    (sums, *_rest) = under(in_words(language, TITLES["promises"]), told.mine)
    for state, count in states.items():
        assert f"{state_of({'state': state}, language, is_public=True)} {count} " in f"{sums} "
    title = in_words(language, TITLES["promises"])
    at_the_post = [one for one in listed if one["post"] and one["due_on"] <= str(WEEK[-1])]
    others = [one for one in listed if not one["post"]]
    newest = {words_of(one, language): one for one in sorted(others, key=_due)}
    last = {words_of(one, language): one for one in sorted(at_the_post, key=_due)}
    assert len(newest | last) == len(COMMITMENTS) + 1
    for page, promises in ((told.card, newest | last), (told.post, last)):
        block = [line.strip() for line in under(title, page)]
        texts = [line[2:] for line in block]
        assert sum(text in promises for text in texts) == len(promises)
        for text, one in promises.items():
            said = block[texts.index(text) + 1]
            assert said.split(" · ")[0] == state_of(one, language, is_public=True)


def _due(one: Any) -> str:
    due: str = one["due_on"]
    return due


def check_services(told: Told, days: dict[date, Any], language: str) -> None:
    """Each entry stands everywhere with the minutes that count; the struck one where it may."""
    title = in_words(language, TITLES["services"])
    pages = [under(title, page) for page in (told.card, told.post, told.mine)]
    for day, of_day in days.items():
        (entry,) = of_day["services"]
        on_the_day = "\n".join(told.days[day]["services"])
        assert ("✕" in on_the_day) == entry["struck"]
        confirmed = 0 if entry["struck"] else entry["confirmed_minutes"] or 0
        is_by_somebody = confirmed > 0 and entry["confirmed_how"] != "touch"
        assert ("✓" in on_the_day) == is_by_somebody
        assert not is_by_somebody or f"✓ {format_minutes(confirmed)}" in on_the_day
        rows = [[line for line in page if f"{format_day(day)} 07:00" in line] for page in pages]
        assert [len(lines) for lines in rows] == ([0, 0, 1] if entry["struck"] else [1, 1, 1])
        for (line,) in filter(None, rows):
            assert ("✓" in line) == is_by_somebody
            assert not confirmed or format_minutes(confirmed) in line
            assert not entry["served"] or entry["served"]["name"] in line
    check_sums(told, [entry for day in days.values() for entry in day["services"]], title)


def check_sums(told: Told, entries: list[Any], title: str) -> None:
    """The member's own page adds up what counts."""
    counted = [entry for entry in entries if not entry["struck"]]
    sums = under(title, told.mine)[0]
    minutes = Counter[str]()
    for entry in counted:
        how = "touch" if entry["confirmed_how"] == "touch" else "somebody"
        minutes[how] += entry["confirmed_minutes"] or 0
    assert (len(counted), minutes) == (6, {"somebody": 80, "touch": 60})
    assert f" {len(counted)} " in sums
    assert format_minutes(sum(entry["minutes"] for entry in counted)) in sums
    assert all(format_minutes(one) in sums for one in minutes.values())


def check_hours_and_mean(told: Told, days: dict[date, Any], ask: Program, language: str) -> None:
    """Hours are the sum of the days; the mean and its count are the same wherever they stand."""
    minutes = sum(stay["minutes"] for day in days.values() for stay in day["presences"])
    assert minutes == 7 * 11 * 60
    assert format_minutes(minutes) in under(in_words(language, TITLES["site"]), told.mine)[1]
    (rated,) = ask("ratings", "list", "--member", WHO)["members"]
    mean, count = f"{rated['mean']:.1f}", str(rated["count"])
    assert (mean, count) == ("4.2", "5")  # of seven: a mean is published in steps of five
    for page in (told.card, told.post, told.mine):
        said = under(in_words(language, TITLES["rating"]), page)[0]
        assert {mean, count} <= set(numbers_in(said))


def check_post_and_team(told: Told, days: dict[date, Any], ask: Program) -> None:
    """Duty, standard and honour as they were set; never empty while it was due; a result."""
    post = ask("posts", "show", ask("posts", "list")["posts"][0]["name"])
    card, page = ("".join("".join(lines).split()) for lines in (told.card, told.post))
    for words in (post["duty"], post["standard"]):
        assert words
        assert "".join(words.split()) in card
        assert "".join(words.split()) in page
    assert any(post["name"] in line for line in told.mine)
    assert any(post["name"] in line for line in told.card)
    for of_day in days.values():
        (covered,) = of_day["coverage"]
        assert (covered["covered_minutes"], covered["empty_minutes"]) == (9 * 60, 0)
        (duty,) = of_day["key_posts"]
        assert (duty["post"], duty["number"], duty["state"]) == (post["name"], WHO, "here")
    (team,) = ask("teams", "list")["teams"]
    assert team["state"] == "ended"
    for words in (team["goal"], team["result"], *(one["name"] for one in team["members"])):
        assert any(words in line for line in told.team)
    assert any(team["name"] in line for line in told.mine)
