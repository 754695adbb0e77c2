"""Who is expected when a roll call starts, as the record knows them."""

from datetime import UTC, datetime, timedelta

from db import muster as records
from db import presence as stays
from db.questions import list_open_questions
from kiosk.attendance.clocks import before_leap
from kiosk.attendance.muster import people as faces
from kiosk.attendance.muster.expecting import STILL_ASKED, expect
from kiosk.attendance.muster.roll import Expected
from kiosk.attendance.rulebook import Rulebook
from kiosk.context import Moment
from kiosk.oversight.views import SiteView

_EVER = datetime(9999, 1, 1, tzinfo=UTC)


def list_expected(site: SiteView, moment: Moment) -> list[Expected]:
    """Everybody who is on site at a moment or may be, in order of coming.

    Each presence is judged by the rules in force when it began, and looked for as far back as any
    rules ever let one last. Whoever was let go within the last day is asked about as well. Where
    the clock stands absurdly far ahead, the last day is that before it did.

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
        [*stays.list_open_presences(), *recent],
        at,
        lambda presence: book.judging(presence).longest,
        {question.member_uid for question in list_open_questions()},
        let_go,
    )
    return [one for one in found if one.person in known]
