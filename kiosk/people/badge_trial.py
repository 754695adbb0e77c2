"""What a code would lead to, without deciding anything."""

from dataclasses import dataclass

from db.badges import find_badge_holder
from kiosk.attendance.desk import not_valid
from kiosk.context import Context
from kiosk.people.codes import BadCode, token_hash, token_of
from kiosk.people.reading import get_member
from kiosk.people.views import MemberView


@dataclass(frozen=True, slots=True)
class Trial:
    """A code that was tried.

    Attributes:
        reason: Why it would let nobody in, as in `Refused.reason`; empty: it would.
        member: Whose badge it is, as far as it led to somebody.
    """

    reason: str
    member: MemberView | None


def try_code(context: Context, text: str) -> Trial:
    """Look a scanned text up; nothing is recorded."""
    try:
        holder = find_badge_holder(token_hash(token_of(text)))
    except BadCode as bad:
        return Trial(bad.reason, None)
    if holder is None:
        return Trial("unknown_code", None)
    today = context.moment().work_day
    member = get_member(holder.member_uid, today, None)
    if holder.member_left:
        return Trial("member_left", member)
    if holder.badge_dead:
        return Trial("badge_dead", member)
    return Trial(not_valid(holder, today) or "", member)
