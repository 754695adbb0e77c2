"""Who is expected when a roll call starts, as the record knows them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from db import muster as records
from db import presence as stays
from db.muster import MusterFact
from kiosk.attendance.ages import Lengths
from kiosk.attendance.clocks import before_leap
from kiosk.attendance.misfits import list_open_questions
from kiosk.attendance.muster import people as faces
from kiosk.attendance.muster.expecting import STILL_ASKED, expect
from kiosk.attendance.muster.roll import Expected
from kiosk.attendance.rulebook import Rulebook
from kiosk.context import Moment
from kiosk.oversight.views import SiteView

_EVER = datetime(9999, 1, 1, tzinfo=UTC)


def list_expected(
    site: SiteView, moment: Moment, waiting: Sequence[MusterFact] = ()
) -> list[Expected]:
    """Everybody who is on site at a moment or may be, in order of coming.

    Each presence is judged by the rules in force when it began, and looked for as far back as any
    rules ever let one last. Whoever was let go within the last day is asked about as well. Where
    the clock stands absurdly far ahead, the last day is that before it did. Whose check-in waits in
    the journal is on site as well.

    Raises:
        NotStored: The record can't be read.
    """
    at = before_leap(moment.at) or moment.at
    book, day_ago = Rulebook(site), at - STILL_ASKED
    earliest = day_ago - book.longest_ever
    # A clock that was set back since leaves presences that begin later than now.
    recent = stays.list_presences_around(earliest, _EVER)
    let_go = records.list_let_go(day_ago, earliest.date() - timedelta(days=1))
    known = faces.list_keys() | set(let_go)
    found = expect(
        [*recent, *stays.list_open_presences(at)],  # of two, the one that stands open counts
        at,
        Lengths(book, at).longest,
        {question.member_uid for question in list_open_questions(book)},
        let_go,
    )
    listed = [one for one in found if one.person in known]
    return [*listed, *_arrived(waiting, {one.person for one in listed})]


def _arrived(waiting: Sequence[MusterFact], listed: set[UUID]) -> list[Expected]:
    """Whose badge was scanned in a muster before, while nothing could be written."""
    badges = {
        UUID(fact.text("person")): fact.at
        for fact in waiting
        if fact.kind == "muster_seen" and fact.told["how"] == "badge"
    }
    return [Expected(who, "on_site", at) for who, at in badges.items() if who not in listed]
