"""What the demo tells of posts, teams, promises, services, ratings and voices."""

from collections import Counter
from datetime import timedelta
from zoneinfo import ZoneInfo

from db.connection import database
from db.derived import find_differing_tables
from kiosk.clock import SetClock
from kiosk.config import Home
from kiosk.demo import prepare_demo, voice_words
from kiosk.demo.days import list_events
from kiosk.demo.names import list_people
from kiosk.demo.site_life import SUBJECTS as PICKED
from kiosk.demo.site_life import VoiceRaised
from kiosk.demo.teams import RESULTS, TEAMS
from kiosk.service.catalogue import SUBJECTS
from kiosk.service.desk import CommitmentFilter
from kiosk.service.entries import WantedServices
from kiosk.service.masking import mask_phones
from kiosk.service.voice_states import KINDS, STATES
from kiosk.service.voices import VoiceFilter
from kiosk.services import Services, open_services
from tests.kiosk.demo.conftest import NOW


def opened(home: Home) -> Services:
    return open_services(home, SetClock(NOW))


def test_posts_have_histories_deputies_and_one_was_given_up(home: Home) -> None:
    services = opened(home)
    posts = services.posts.list_posts()
    assert {post.basis for post in posts} == {"need", "task", "person"}
    pages = [services.posts.page(post.uid) for post in posts]
    assert sum(bool(page.history) for page in pages) >= 3
    assert any(page.commitments for page in pages)
    assert any(page.services for page in pages)
    assert any(page.rating for page in pages)


def test_teams_run_are_ahead_and_have_ended_with_a_result(home: Home) -> None:
    teams = opened(home).teams.list_teams()
    assert Counter(team.state for team in teams) == {"running": 3, "ahead": 1, "ended": 1}
    assert all(team.leader for team in teams)
    assert {team.name: team.result for team in teams if team.result} == RESULTS
    assert len(teams) == len(TEAMS)


def test_its_sums_agree_with_its_facts(home: Home) -> None:
    opened(home)
    assert find_differing_tables(database.connection()) == ()


def test_promises_are_repeated_and_judged_occasion_by_occasion(home: Home) -> None:
    found = opened(home).service.list_commitments(CommitmentFilter(most=2000))
    assert {one.rhythm for one in found} == {"", "shift", "day", "week"}
    assert {one.state for one in found if one.rhythm} >= {"open", "kept", "missed"}
    assert {one.state for one in found} >= {"partly_kept", "overdue", "withdrawn"}


def test_services_are_confirmed_in_every_way_wait_and_are_struck(home: Home) -> None:
    desk = opened(home).service
    found = {
        state: desk.list_services(WantedServices(state=state))
        for state in ("waiting", "touched", "confirmed", "struck")
    }
    assert all(found.values())
    assert {one.confirmed_how for one in found["confirmed"]} == {"supervisor", "served"}
    assert {one.confirmed_how for one in found["touched"]} == {"touch"}
    assert any((one.confirmed_minutes or 0) < one.minutes for one in found["confirmed"])
    kinds = {one.for_kind for entries in found.values() for one in entries}
    assert kinds >= {"person", "team", "household"}


def test_ratings_are_enough_for_means_and_some_wait(home: Home) -> None:
    services = opened(home)
    assert services.ratings.of_site() is not None
    assert len(services.ratings.ranking()) > 5
    states = Counter(one.state for one in services.ratings.list_given())
    assert states["counted"] > 150
    assert states["burst"]
    assert states["repeat"]
    assert any(one.word for one in services.ratings.list_given())


def test_voices_stand_in_every_state_and_rise(home: Home) -> None:
    services = opened(home)
    voices = services.voices.list_kept(VoiceFilter(), most=1000).voices
    assert [one.public.number for one in voices] == list(range(len(voices), 0, -1))
    assert {one.public.kind for one in voices} == set(KINDS)
    assert {one.public.state for one in voices} == set(STATES)
    assert services.voices.list_escalated()
    assert any(one.public.shown for one in voices)
    assert any(one.author_uid for one in voices)
    steps = {
        step.kind for one in voices for step in services.voices.get_kept(one.public.number).steps
    }
    assert steps >= {"assigned", "reply", "solved", "confirmed", "reopened", "shown", "declined"}


def test_never_more_than_one_hazard_is_loud() -> None:
    """Hazards are raised before the first review of the day, and it takes them in hand."""
    people, zone = list_people(), ZoneInfo("Asia/Shanghai")
    for turn in range(60):
        day = NOW.date() + timedelta(days=turn)
        hazards = [
            event
            for event in list_events(day, people, zone)
            if isinstance(event, VoiceRaised) and event.kind == "hazard"
        ]
        assert len(hazards) <= 1
        assert all(9 <= event.at.hour < 13 for event in hazards)


def test_what_is_loud_is_so_until_it_is_taken_in_hand(home: Home) -> None:
    counts = set()
    for hours in range(1, 80, 3):
        at = NOW + timedelta(hours=hours)
        prepare_demo(home, SetClock(at))
        services = open_services(home, SetClock(at))
        counts.add(services.voices.loud().count)
    assert {0, 1} <= counts <= {0, 1, 2}  # a hazard, and help on the spot


def test_the_words_are_such_as_people_write() -> None:
    words = [text for texts in voice_words.VOICES.values() for text in texts]
    assert sum(mask_phones(text) != text for text in words) == 1
    assert set(voice_words.VOICES) == set(voice_words.SOLVED) == set(KINDS)
    assert all(len(items) >= PICKED for items in SUBJECTS.values())


def test_topped_up_right_after_a_rating_it_is_not_given_twice(home: Home) -> None:
    opened(home)
    later = NOW + timedelta(hours=2)
    for minutes in range(1, 120, 7):
        prepare_demo(home, SetClock(NOW + timedelta(minutes=minutes)))
    prepare_demo(home, SetClock(later))
    services = open_services(home, SetClock(later))
    services.ratings.empty_box()
    given = services.ratings.list_given(work_day=NOW.date())
    assert len({one.uid for one in given}) == len(given) > 0
