"""Who scans while a roll is called and was not on site is checked in with it."""

from uuid import UUID

from db import muster as records
from db import presence as stays
from db.base import new_uid
from db.muster import MusterFact
from db.presence import Mark
from kiosk.attendance.ages import Lengths
from kiosk.attendance.clocks import clock_word, horizon, present
from kiosk.attendance.leaps import straighten
from kiosk.attendance.marks import enter_mark, new_mark, refold
from kiosk.attendance.rulebook import Rulebook
from kiosk.context import Context, Moment
from kiosk.oversight.views import SiteView

SOURCE = "muster"
"""What stands as the source of such a check-in."""


def is_here(context: Context, site: SiteView, member_uid: UUID) -> bool:
    """Whether a member has an open presence that is no longer than is plausible.

    Raises:
        NotStored: The record can't be read.
    """
    now = present(context)
    here = stays.find_open_presence(member_uid, now)
    return here is not None and Lengths(Rulebook(site), now).is_plausible(here)


def check_in(context: Context, moment: Moment, member_uid: UUID, *, is_late: bool) -> bool:
    """Check a member in who is not on site, inside a transaction; whether that was so.

    Args:
        context: The circumstances.
        moment: When their badge was scanned.
        member_uid: Who.
        is_late: Whether the scan waited in the journal; then what was recorded meanwhile counts
            more than it does.
    """
    if not is_late:
        straighten(context, moment, member_uid)
    if is_here(context, context.site(), member_uid):
        return False
    before = stays.find_last_placed(member_uid, horizon(moment.at))
    at = moment.at if before is None else max(before, moment.at)
    if is_late and at > moment.at:
        return False
    clock = "ok" if is_late else clock_word(context, moment.at)
    word = "unknown" if at > moment.at else clock
    mark = Mark(new_uid(), 0, "in", at, moment.work_day, None, SOURCE, word)
    enter_mark(context, moment, member_uid, mark)
    refold(member_uid, at)
    return True


def take_back(context: Context, moment: Moment, undone: MusterFact) -> None:
    """Undo the check-in that came with a mark, inside a transaction, while it stands as it was.

    Args:
        context: The circumstances.
        moment: When the mark was taken back.
        undone: The fact that takes it back; its roll call and the mark are in the record.
    """
    facts, member = records.list_facts(undone.muster_uid), UUID(undone.text("person"))
    mark = next((fact for fact in facts if _is_badge(fact, undone)), None)
    here = stays.find_open_presence(member)  # a check-in that was closed meanwhile stays
    if mark is None or mark.seq is None or here is None:
        return
    if records.find_check_in(member, mark.seq) == here.uid:
        taken = new_mark("undo", moment.at, here, names=here.uid, source=SOURCE)
        enter_mark(context, moment, member, taken, reason=undone.text("reason"))
        refold(member, here.in_at)


def _is_badge(fact: MusterFact, undone: MusterFact) -> bool:
    if fact.kind != "muster_seen" or fact.told["how"] != "badge":
        return False
    return all(fact.told[name] == undone.told[name] for name in ("person", "turn"))
