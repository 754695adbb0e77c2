"""Whose open presence counts as being on site: plausible by the rules it began under."""

from uuid import UUID

from db import presence as stays
from db.presence import Presence
from kiosk.attendance.ages import Lengths
from kiosk.attendance.clocks import present
from kiosk.attendance.rulebook import Rulebook
from kiosk.context import Context
from kiosk.errors import RefusedError
from kiosk.i18n import _


def list_here(context: Context) -> set[UUID]:
    """Who is on site now."""
    now = present(context)
    lengths = Lengths(Rulebook(context.site()), now)
    found = stays.list_open_presences(now)
    return {one.member_uid for one in found if lengths.is_plausible(one)}


def list_resting(context: Context) -> frozenset[UUID]:
    """Who is on a break now."""
    found = stays.list_open_presences(present(context))
    return frozenset(one.member_uid for one in found if one.break_since is not None)


def get_here(context: Context, member_uid: UUID) -> Presence:
    """The presence of a member who is on site now.

    Raises:
        RefusedError: `not_on_site`: none is open, or it is open for longer than anybody stays.
    """
    now = present(context)
    here = stays.find_open_presence(member_uid, now)
    if here is None or not Lengths(Rulebook(context.site()), now).is_plausible(here):
        raise RefusedError("not_on_site", _("You are not on site; check in first."))
    return here
