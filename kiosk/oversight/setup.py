"""Sets a new site up: its folder, its secret and its file, all of them or nothing.

The file gets everything a new site needs before it appears under its name. A power cut in between
leaves a home that is still empty: the next set-up begins anew.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from db.base import new_uid
from db.connection import close_file, open_file, transaction
from db.oversight import Site, Terminal
from db.people import find_member
from db.schema import make_file
from kiosk.attendance.rulebook import keep_version
from kiosk.clock import Clock
from kiosk.config import Home
from kiosk.context import Context
from kiosk.errors import RefusedError
from kiosk.i18n import _
from kiosk.oversight.new_file import (
    check_empty,
    half_made,
    put_broken_secret_aside,
    put_in_place,
    remove_abandoned,
)
from kiosk.people.admin import Admin, NewMember
from kiosk.recording import told_errors
from kiosk.service.catalogue import add_catalogue
from kiosk.service.choices import KINDS
from kiosk.service.desk import Service
from kiosk.text import clean_line

DEFAULT_ZONE = "Asia/Shanghai"
"""The zone of a site whose zone nobody named."""
LONGEST_NAME = 60
"""Characters of a site's or branch's name."""
_DEBOUNCE_S = 10
_LONGEST_H = 16


@dataclass(frozen=True, slots=True)
class NewSite:
    """What a site begins with.

    Attributes:
        name: The project's name.
        branch: The name of its temporary branch.
        zone: An IANA zone, such as `Asia/Shanghai`.
        turn_hour: The local hour at which the work day turns, 0 to 23.
        is_demo: Whether everything in it is made up.
        safe_since: The local day after the last accident, or None.
    """

    name: str
    branch: str
    zone: str = DEFAULT_ZONE
    turn_hour: int = 4
    is_demo: bool = False
    safe_since: date | None = None


@dataclass(frozen=True, slots=True)
class NewSupervisor:
    """Somebody who may open the supervisor's desk.

    Attributes:
        number: The site's number for them.
        name: Their name; of no matter when the number is a member's already.
        pin: 6 to 64 ASCII digits.
        role: `supervisor` or `admin`.
    """

    number: str
    name: str
    pin: str
    role: str = "supervisor"


def set_up_site(  # noqa: PLR0913  # the set-up screen's fields, each by its name
    home: Home,
    clock: Clock,
    *,
    name: str,
    branch: str,
    zone: str = DEFAULT_ZONE,
    turn_hour: int = 4,
    is_demo: bool = False,
    supervisor: NewSupervisor | None = None,
) -> None:
    """Make a home with an empty site and its first supervisor, all of it or nothing.

    Args:
        home: Where; its folder is made when it is missing.
        clock: Tells when.
        name: The project's name, 1 to 60 characters.
        branch: Its temporary branch's name; the project's when empty.
        zone: An IANA zone.
        turn_hour: The local hour at which the work day turns, 0 to 23.
        is_demo: Whether everything in it will be made up.
        supervisor: Who may open the supervisor's desk, or None.

    Raises:
        RefusedError: `site_exists`, `no_name`, `unknown_zone`, `bad_turn_hour`, and those of
            `add_supervisor`.
        KioskError: `no_home`, `no_secret`.
        NotRecordedError: The disk did not take it.
    """
    with make_site(home, clock, NewSite(name, branch, zone, turn_hour, is_demo)) as context:
        if supervisor is not None:
            add_supervisor(context, supervisor)


def add_supervisor(context: Context, supervisor: NewSupervisor) -> UUID:
    """Give the open site a supervisor; adds the member when the number is nobody's.

    Returns:
        The member's key.

    Raises:
        RefusedError: `no_number`, `no_name`, `pin_too_weak`, `unknown_role`, `member_left`.
        NotRecordedError: It was not recorded.
    """
    from kiosk.people.access import Access  # brings argon2, needed only here

    with told_errors(), transaction():
        row = find_member(supervisor.number)
        uid: UUID = (
            row.uid
            if row
            else Admin(context).add_member(NewMember(supervisor.number, supervisor.name))
        )
        Access(context).set_pin(uid, supervisor.role, supervisor.pin)
    return uid


@contextmanager
def make_site(home: Home, clock: Clock, site: NewSite) -> Iterator[Context]:
    """Make a site and fill it before it appears; leaving with an error leaves nothing.

    Inside, the new file is open on this thread; afterwards it is closed.

    Raises:
        RefusedError: `site_exists`, `no_name`, `unknown_zone`, `bad_turn_hour`.
        KioskError: `no_home`, `no_secret`.
        NotRecordedError: The disk did not take it.
    """
    site = _checked(site)
    check_empty(home)
    home.make()
    remove_abandoned(home)
    put_broken_secret_aside(home)
    home.secret()
    with told_errors(), half_made(home) as file:
        make_file(file)
        open_file(file)
        try:
            with transaction():
                _write_site(clock, site)
                context = Context(home, clock)
                _enter_site(context, site)
                add_catalogue()
                _enter_catalogue(context)
            yield context
        finally:
            close_file()
        put_in_place(file, home)


def _checked(site: NewSite) -> NewSite:
    name, branch = clean_line(site.name, LONGEST_NAME), clean_line(site.branch, LONGEST_NAME)
    if not name:
        raise RefusedError("no_name", _("The site needs a name."))
    try:
        ZoneInfo(site.zone)
    except (ValueError, OSError, LookupError) as error:
        sentence = _("{zone} is no time zone; write one such as Asia/Shanghai.")
        raise RefusedError(
            "unknown_zone", sentence.format(zone=clean_line(site.zone, LONGEST_NAME))
        ) from error
    if site.turn_hour not in range(24):
        raise RefusedError("bad_turn_hour", _("The work day turns at an hour from 0 to 23."))
    return NewSite(name, branch or name, site.zone, site.turn_hour, site.is_demo, site.safe_since)


def _write_site(clock: Clock, site: NewSite) -> None:
    Site.insert(
        uid=new_uid(),
        name=site.name,
        branch=site.branch,
        zone=site.zone,
        turn_hour=site.turn_hour,
        debounce_s=_DEBOUNCE_S,
        longest_h=_LONGEST_H,
        is_demo=site.is_demo,
        made_at=clock.now(),
        safe_since=site.safe_since,
    ).execute()
    Terminal.insert(uid=new_uid(), name=_("Gate 1"), made_at=clock.now()).execute()


def _enter_site(context: Context, site: NewSite) -> None:
    payload = {
        "name": site.name,
        "branch": site.branch,
        "zone": site.zone,
        "turn_hour": site.turn_hour,
        "debounce_s": _DEBOUNCE_S,
        "longest_h": _LONGEST_H,
        "is_demo": site.is_demo,
    }
    site_uid = context.site().uid
    context.enter(context.moment(), "site_set_up", site_uid, payload)
    terminal = {"name": _("Gate 1")}
    context.enter(context.moment(), "terminal_set_up", context.terminal_uid, terminal)
    keep_version(context)


def _enter_catalogue(context: Context) -> None:
    desk = Service(context)
    items = [item for kind in KINDS for item in desk.list_catalogue(kind)]
    payload = {"items": [item.text for item in items]}
    context.enter(context.moment(), "catalogue_set_up", context.site().uid, payload)
