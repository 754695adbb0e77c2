"""What the roll call asks, each question over the roll, answered or left."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from textual.app import App

from kiosk.attendance.muster.views import MusterView, PersonView, SeenView
from kiosk.attendance.muster.words import how_words, time_words, why_words
from kiosk.people.filters import choose_members
from kiosk.people.views import MemberView
from screens.public import muster_reading as reading
from screens.public.muster_asking import ChoiceDialog, FindDialog, Option, WordsDialog
from screens.public.muster_undoing import (
    Marks,
    Older,
    ask_sure,
    find_marks,
    newest_marks,
    reasons,
    sureness,
)


async def ask_warden(
    app: App[None], about: Callable[[], str], members: Sequence[MemberView]
) -> str:
    """Who marks by hand: a name, empty when nobody gave any.

    Args:
        app: Where it is asked.
        about: What they are about to do, in the language now spoken.
        members: Whose numbers and badges count.
    """
    read = partial(reading.read_warden, members=members)
    dialog = WordsDialog(lambda: reading.ask_warden(about), read, takes_badge=True)
    return await app.push_screen_wait(dialog) or ""


async def ask_visitor(app: App[None], visitors: int) -> str:
    """A visitor's name, empty when nobody gave any.

    Args:
        app: Where it is asked.
        visitors: How many are on the roll already.
    """
    read = partial(reading.read_visitor, visitors=visitors)
    return await app.push_screen_wait(WordsDialog(reading.ask_visitor, read)) or ""


async def ask_reason(app: App[None]) -> str:
    """Why a mark was wrong, by key or in words; empty when nobody gave a reason."""
    chosen = await app.push_screen_wait(ChoiceDialog(reading.ask_reason, reasons))
    if chosen is None or chosen:
        return chosen or ""
    dialog = WordsDialog(reading.ask_reason, reading.read_reason, reading.LONGEST_REASON)
    return await app.push_screen_wait(dialog) or ""


async def ask_mark(app: App[None], marks: Callable[[], Marks]) -> SeenView | None:
    """One of the newest marks, or an older one that is looked for."""
    dialog = ChoiceDialog(reading.ask_wrong, lambda: newest_marks(marks()))
    chosen = await app.push_screen_wait(dialog)
    if not isinstance(chosen, Older):
        return chosen
    looking = FindDialog(reading.ask_wrong, lambda words: find_marks(marks(), words))
    return await app.push_screen_wait(looking)


async def is_sure(app: App[None], mark: SeenView) -> bool:
    """Whether a mark shall really be taken back."""
    dialog = ChoiceDialog(lambda: ask_sure(mark), lambda: sureness(mark))
    return await app.push_screen_wait(dialog) is True


def find_people(
    muster: MusterView, members: Sequence[MemberView], words: str, now: datetime, zone: ZoneInfo
) -> list[Option[MemberView]]:
    """Whom words find, the missing first, each with what is known of them.

    Args:
        muster: The roll.
        members: Everybody of the site, on the roll or not.
        words: A name, a number or initials.
        now: Times of other days are told with their day; aware.
        zone: The site's.
    """
    missing = {one.member.uid: one for one in muster.missing}
    seen = {one.person.member.uid: one for one in muster.seen}
    listed = [
        *(one.member for one in muster.missing),
        *(one.person.member for one in muster.seen),
    ]
    everybody = {one.uid: one for one in (*members, *listed)}
    found = choose_members(list(everybody.values()), words=words)
    found.sort(key=lambda member: member.uid not in missing)
    return [
        Option(
            one,
            f"{one.name} {one.number}".strip(),
            _note(missing.get(one.uid), seen.get(one.uid), now, zone),
        )
        for one in found
    ]


def _note(missing: PersonView | None, seen: SeenView | None, now: datetime, zone: ZoneInfo) -> str:
    if seen is not None:
        return f"✓ {time_words(seen.at, now, zone)} {how_words(seen)}"
    return "" if missing is None else why_words(missing, now, zone)
