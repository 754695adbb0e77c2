"""What became of a promise: kept, partly kept, missed or withdrawn, and why."""

from collections.abc import Callable, Sequence
from typing import Final
from uuid import UUID

from kiosk.i18n import _
from kiosk.service import usual_words
from kiosk.service.views import CommitmentView
from screens.dialogs.outcome import Stored
from screens.dialogs.pick_list import Choice, PickList
from screens.member.reasons import ask_reason
from screens.member.steps import Steps, StepScreen
from screens.member.wording import due_words, words_of

KEPT: Final = "kept"
PARTLY: Final = "partly_kept"
MISSED: Final = "missed"
WITHDRAWN: Final = "withdrawn"

PROMISE: Final = "promise"
STATE: Final = "state"
"""The names of two questions, wherever they are asked."""

Told = Callable[[CommitmentView], Stored]


class BriefStored(Stored):
    """A confirmation between two questions: the next one follows soon."""

    stays_s = 1.2


async def judge_promises(screen: StepScreen) -> bool:
    """Ask which open promise, what became of it and why; returns whether that was stored."""
    desk = screen.kiosk.services.service
    made = await screen.kiosk.read(desk.list_to_judge, screen.member.uid)
    asked = _ask_which(made).call(PROMISE)
    while (which := await screen.ask(asked)) is not None:
        if await judge_promise(screen, which, screen.member.uid):
            return True
        asked = asked.anew()
    return False


async def judge_promise(screen: Steps, promise: CommitmentView, by_uid: UUID) -> bool:
    """Ask what became of a promise and why.

    Args:
        screen: Where it is asked.
        promise: Which one, or which occasion of it.
        by_uid: Who answers: the member or a supervisor.

    Returns:
        Whether that was stored.
    """
    asked = _ask_state(promise, by_uid).call(STATE)
    while (state := await screen.ask(asked)) is not None:
        why = await ask_why(screen, state)
        if why is not None and await store_judgement(screen, promise, (state, why), by_uid):
            return True
        asked = asked.anew()
    return False


async def ask_why(screen: Steps, state: str) -> str | None:
    """Ask why, where a state needs that: empty where it needs none, None when they went back."""
    if state in {KEPT, PARTLY}:
        return ""
    return await ask_reason(screen, lambda: _("Why?"), lambda: _reasons(state), f"why {state}")


async def store_judgement(
    screen: Steps,
    promise: CommitmentView,
    said: tuple[str, str],
    by_uid: UUID,
    confirmation: type[Stored] = Stored,
) -> bool:
    """Store what became of a promise.

    Args:
        screen: Where it was said.
        promise: Which one, or which occasion of it.
        said: Its state, and why.
        by_uid: Who says so.
        confirmation: How it is confirmed.

    Returns:
        Whether it was stored; when not, they have been told.
    """
    state, why = said
    return await screen.store(
        lambda judged: confirmation(lambda: words_of(judged), lambda: state_words(judged.state)),
        screen.kiosk.services.service.judge_commitment,
        promise.uid,
        state,
        by_uid,
        why,
        None if state == WITHDRAWN else promise.occasion,
    )


def state_words(state: str) -> str:
    """What became of a promise, in a word."""
    return {
        "open": _("open"),
        "overdue": _("overdue"),
        KEPT: _("Kept"),
        PARTLY: _("Partly kept"),
        MISSED: _("Missed"),
        WITHDRAWN: _("Withdrawn"),
    }[state]


def state_choice(state: str) -> Choice[str]:
    """A tile that says what became of a promise, and what that needs beside it."""
    marks = {KEPT: "✓", PARTLY: "◐", MISSED: "✕", WITHDRAWN: "↩"}
    needs = "" if state in {KEPT, PARTLY} else _("say why")
    return Choice(state, f"{marks[state]} {state_words(state)}", needs)


def _ask_which(promises: Sequence[CommitmentView]) -> PickList[CommitmentView]:
    return PickList(
        lambda: _("Which commitment?"),
        lambda: [
            Choice(promise, words_of(promise), _note(promise), promise.state == "overdue")
            for promise in promises
        ],
    )


def _note(promise: CommitmentView) -> str:
    due = due_words(promise)
    return f"{state_words(PARTLY)} · {due}" if promise.state == PARTLY else due


def _ask_state(promise: CommitmentView, by_uid: UUID) -> PickList[str]:
    def title() -> str:
        whose = "" if promise.member_uid == by_uid else f"{promise.name} · "
        return _("What became of it? {words}").format(words=whose + words_of(promise))

    # What was partly kept can only become kept.
    states = (KEPT,) if promise.state == PARTLY else (KEPT, PARTLY, MISSED, WITHDRAWN)
    return PickList(title, lambda: [state_choice(state) for state in states])


def _reasons(state: str) -> list[str]:
    return usual_words.why_withdrawn(_) if state == WITHDRAWN else usual_words.why_not_kept(_)
