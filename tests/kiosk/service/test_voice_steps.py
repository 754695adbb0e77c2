"""What is done about a voice: only legal steps, by those who may, each kept as a fact."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import get_args
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import voices as records
from db.connection import run_sql, transaction
from db.errors import Conflict
from db.inspection import inspect_file
from kiosk.errors import RefusedError
from kiosk.service.voice_states import State, Step, next_state
from kiosk.service.voices import Speaker, VoiceWords
from kiosk.service.voices_steps import standing_after
from kiosk.services import Services
from tests.builders import FRIDAY, NOON, make_site, set_clock, uid_of

DAY = timedelta(days=1)


@pytest.fixture
def site(tmp_path: Path) -> Services:
    """001 is the supervisor, 002 will have it in hand, 003 said it."""
    made = make_site(tmp_path, 4)
    made.access.set_pin(uid_of("001"), "supervisor", "246810")
    return made


@pytest.fixture
def word(site: Services) -> str:
    """Voice 1 of 003; the author's digits."""
    words = VoiceWords(text="灯不亮", author_uid=uid_of("003"))
    return site.voices.raise_voice("problem", words).word


def refusal(action: Callable[[], object]) -> str:
    before = run_sql("SELECT count(*) FROM ledger_entry")
    with pytest.raises(RefusedError) as refused:
        action()
    assert refused.value.sentence
    assert run_sql("SELECT count(*) FROM ledger_entry") == before
    return refused.value.code


def state(site: Services) -> str:
    return site.voices.find_public(1).state


@pytest.mark.usefixtures("word")
def test_the_life_of_a_voice(site: Services) -> None:
    supervisor, owner, author = (Speaker(uid_of(number)) for number in ("001", "002", "003"))
    assert state(site) == "open"
    site.voices.answer(1, "收到", supervisor)
    assert state(site) == "open"
    view = site.voices.assign(1, uid_of("002"), uid_of("001"), FRIDAY + DAY)
    assert (view.public.state, view.public.due_on) == ("in_hand", FRIDAY + DAY)
    assert site.voices.set_due(1, FRIDAY + 3 * DAY, uid_of("001")).public.due_on == FRIDAY + 3 * DAY
    assert site.voices.solve(1, "换了灯泡", owner).solved_at == NOON
    set_clock(site, NOON + 5 * DAY)
    again = site.voices.reopen(1, "又不亮了", author)
    assert (again.public.state, again.public.due_on) == ("open", FRIDAY + 12 * DAY)
    assert (again.solved_at, again.owner_uid) == (None, None)
    site.voices.assign(1, uid_of("002"), uid_of("001"))
    site.voices.solve(1, "换了线路", owner)
    assert site.voices.confirm(1, author).public.state == "confirmed"
    kinds = [step.kind for step in site.voices.get_kept(1).steps]
    assert kinds == ["reply", "assigned", "due", "solved", "reopened", *kinds[5:]]
    assert kinds[5:] == ["assigned", "solved", "confirmed"]
    assert inspect_file(site.context.home.database).changed_seq is None


@pytest.mark.usefixtures("word")
def test_declining_needs_words_and_can_be_doubted(site: Services) -> None:
    assert refusal(lambda: site.voices.decline(1, " ", uid_of("001"))) == "no_words"
    assert site.voices.decline(1, "不在工地范围", uid_of("001")).public.state == "declined"
    assert site.voices.reopen(1, "在范围内", Speaker(uid_of("003"))).public.state == "open"


@pytest.mark.usefixtures("word")
def test_what_is_not_legal_is_refused(site: Services) -> None:
    supervisor = Speaker(uid_of("001"))
    assert refusal(lambda: site.voices.confirm(1, supervisor)) == "not_now"
    assert refusal(lambda: site.voices.reopen(1, "x", supervisor)) == "not_now"
    site.voices.solve(1, "好了", supervisor)
    site.voices.confirm(1, Speaker(uid_of("003")))  # who raised it
    for again in (
        lambda: site.voices.solve(1, "好了", supervisor),
        lambda: site.voices.confirm(1, supervisor),
        lambda: site.voices.reopen(1, "x", supervisor),
        lambda: site.voices.assign(1, uid_of("002"), uid_of("001")),
        lambda: site.voices.set_due(1, FRIDAY, uid_of("001")),
        lambda: site.voices.decline(1, "x", uid_of("001")),
    ):
        assert refusal(again) == "not_now"


@pytest.mark.usefixtures("word")
def test_who_may_not_is_refused(site: Services) -> None:
    site.voices.assign(1, uid_of("002"), uid_of("001"))
    author, owner, other = (Speaker(uid_of(number)) for number in ("003", "002", "004"))
    for deed in (
        lambda: site.voices.assign(1, uid_of("004"), uid_of("002")),
        lambda: site.voices.solve(1, "x", author),
        lambda: site.voices.solve(1, "x", other),
        lambda: site.voices.answer(1, "x", other),
        lambda: site.voices.answer(1, "x", Speaker()),
        lambda: site.voices.decline(1, "x", uid_of("003")),
        lambda: site.voices.approve(1, uid_of("003")),
        lambda: site.voices.hide(1, uid_of("002")),
    ):
        assert refusal(deed) == "not_allowed"
    assert refusal(lambda: site.voices.answer(1, "x", Speaker(uuid4()))) == "unknown_member"
    site.voices.solve(1, "好了", owner)
    assert refusal(lambda: site.voices.confirm(1, owner)) == "not_allowed"


@pytest.mark.usefixtures("word")
def test_it_is_given_to_members_who_are_here_and_due_in_time(site: Services) -> None:
    def give(to: str, days: int) -> object:
        return site.voices.assign(1, uid_of(to), uid_of("001"), FRIDAY + days * DAY)

    site.keeping.let_go(uid_of("004"), "完工")
    assert refusal(lambda: give("004", 1)) == "member_left"
    assert refusal(lambda: give("002", -1)) == "due_in_the_past"
    assert refusal(lambda: give("002", 367)) == "due_too_far"
    assert (
        refusal(lambda: site.voices.answer(1, "长" * 10_000, Speaker(uid_of("001")))) == "too_long"
    )
    give("002", 0)


def test_the_digits_speak_for_the_author_and_name_nobody(site: Services) -> None:
    raised = site.voices.raise_voice("help", VoiceWords(text="要人"))
    site.voices.solve(1, "来了", Speaker(uid_of("001")))
    view = site.voices.reopen(1, "没来", Speaker(uid_of("002"), raised.word))
    assert (view.steps[-1].by, view.steps[-1].is_author) == ("", True)
    assert run_sql("SELECT by_uid FROM voice_step WHERE kind = 'reopened'") == [(None,)]
    wrong = f"{(int(raised.word) + 1) % 10_000:04}"
    assert refusal(lambda: site.voices.answer(1, "x", Speaker(word=wrong))) == "wrong_word"


def test_a_named_author_stays_named_by_their_digits(site: Services, word: str) -> None:
    view = site.voices.answer(1, "还没好", Speaker(word=word))
    assert (view.steps[-1].by, view.steps[-1].is_author) == (
        site.people.get_member("003").name,
        True,
    )


@pytest.mark.usefixtures("word")
def test_approving_twice_shows_the_newer_words(site: Services) -> None:
    site.voices.approve(1, uid_of("001"))
    assert site.voices.find_public(1).shown == "灯不亮"
    assert site.voices.approve(1, uid_of("001"), "走廊灯坏").public.shown == "走廊灯坏"
    assert refusal(lambda: site.voices.approve(1, uid_of("001"), " ")) == "no_words"
    assert site.voices.hide(1, uid_of("001")).public.shown == ""


@pytest.mark.usefixtures("word")
def test_two_steps_can_not_follow_the_same_one(site: Services) -> None:
    for _ in range(2):
        site.voices.answer(1, "收到", Speaker(uid_of("001")))
    found = records.find_voice(1)
    assert found is not None
    for step, _by, _owner in records.list_steps(found.voice.uid):
        with pytest.raises(Conflict), transaction():
            records.add_step(replace(step, uid=uuid4()), found.standing)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.lists(st.sampled_from(get_args(Step)), max_size=12))
def test_whatever_is_tried_the_standing_is_what_the_steps_say(
    site: Services, steps: list[Step]
) -> None:
    raised = site.voices.raise_voice("problem", VoiceWords(text="灯不亮"))
    number = raised.voice.number
    first = records.find_voice(number)
    assert first is not None
    expected: State = "open"
    for step in steps:
        after = next_state(expected, step)
        if after is None:
            assert refusal(lambda: take(site, number, step, raised.word)) == "not_now"  # noqa: B023
            continue
        take(site, number, step, raised.word)
        expected = after
    found = records.find_voice(number)
    assert found is not None
    assert found.standing.state == expected
    told, state = first.standing, "open"
    for done, _by, _owner in records.list_steps(found.voice.uid):
        state = next_state(state, done.kind)  # type: ignore[arg-type, assignment]  # legal ones
        told = standing_after(told, done, state)  # type: ignore[arg-type]  # legal ones
    assert told == found.standing


def take(site: Services, number: int, step: Step, word: str) -> object:
    by = uid_of("001")
    who = Speaker(by)
    desk = site.voices
    deeds: dict[Step, Callable[[], object]] = {
        "assigned": lambda: desk.assign(number, uid_of("002"), by),
        "due": lambda: desk.set_due(number, FRIDAY + DAY, by),
        "reply": lambda: desk.answer(number, "x", who),
        "solved": lambda: desk.solve(number, "x", who),
        "confirmed": lambda: desk.confirm(number, Speaker(word=word)),
        "released": lambda: desk.give_back(number, who),
        "declined": lambda: desk.decline(number, "x", by),
        "reopened": lambda: desk.reopen(number, "x", who),
        "shown": lambda: desk.approve(number, by),
        "placed": lambda: desk.tell_place(number, "x", who),
        "named": lambda: desk.tell_name(number, "x", Speaker(word=word)),
        "hidden": lambda: desk.hide(number, by),
    }
    return deeds[step]()
