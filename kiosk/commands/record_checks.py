"""What the doctor looks at in the site's home; nothing is written to it or beside it."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from db.errors import UnusableFile
from db.inspection import Inspection, inspect_file, sqlite_version
from db.schema import check_file
from kiosk.attendance.clocks import FAR
from kiosk.clock import Clock
from kiosk.commands.checks import Check
from kiosk.config import Home
from kiosk.errors import KioskError
from kiosk.i18n import _, format_number
from kiosk.services import unusable

_OLDEST_NOW = datetime(2026, 1, 1, tzinfo=UTC)
"""Before it this program did not exist."""
_TOLERATED = timedelta(minutes=1)


def check_home(home: Home, clock: Clock) -> Iterator[Check]:
    """Look at SQLite, the site's file, its ledger, the clock and the secret."""
    yield check_sqlite()
    if home.is_empty():
        yield check_clock(clock.now(), None)
        sentence = _("no site in {folder} yet; open the kiosk to set one up.")
        yield Check(_("Record"), "warn", sentence.format(folder=home.folder))
        return
    inspection = Inspection(None)
    try:
        check_file(home.database)
    except UnusableFile as error:
        yield Check(_("Record"), "bad", unusable(error.code, home.database).sentence)
    else:
        inspection = inspect_file(home.database, clock.now() + FAR)
        yield from check_record(home, inspection)
        if inspection.damage is None:
            yield check_sums(inspection)
            yield check_supervisors(inspection.openers)
    yield check_clock(clock.now(), inspection.latest_at)
    yield check_secret(home)
    yield check_journal(home)


def check_sqlite() -> Check:
    """Whether SQLite is one that can't damage the file."""
    version, is_fixed = sqlite_version()
    if is_fixed:
        return Check("SQLite", "ok", version)
    return Check("SQLite", "bad", _("{version} is unsafe; run make setup.").format(version=version))


def check_record(home: Home, found: Inspection) -> Iterator[Check]:
    """Whether the file is whole and its ledger holds."""
    if found.damage is not None:
        yield Check(_("Record"), "bad", unusable("damaged", home.database).sentence)
        return
    if found.orphans:
        sentence = _("{count} rows point at nothing; bring back the last backup.")
        yield Check(_("Record"), "bad", sentence.format(count=format_number(found.orphans)))
    else:
        yield Check(_("Record"), "ok", str(home.database))
    if found.broken_seq is not None:
        sentence = _(
            "entry {seq} was changed after it was written; keep the file, tell the office."
        )
        yield Check(_("Ledger"), "bad", sentence.format(seq=found.broken_seq))
    elif found.changed_seq is not None:
        sentence = _("what is shown differs from entry {seq}; keep the file, tell the office.")
        yield Check(_("Ledger"), "bad", sentence.format(seq=found.changed_seq))
    else:
        sentence = _("{count} entries, the chain holds").format(count=format_number(found.entries))
        yield Check(_("Ledger"), "ok", sentence)


def check_sums(found: Inspection) -> Check:
    """Whether the derived tables say what their facts come to."""
    if found.is_older:
        sentence = _("the file is from an earlier program; open the kiosk once, then look again.")
        return Check(_("Sums"), "warn", sentence)
    if not found.differing:
        return Check(_("Sums"), "ok", _("agree with the facts"))
    sentence = _("{tables} differ from the facts they are made of; keep the file, tell the office.")
    return Check(_("Sums"), "bad", sentence.format(tables=", ".join(found.differing)))


def check_supervisors(openers: int) -> Check:
    """Whether anybody can open the supervisor's day."""
    if openers:
        return Check(_("Supervisors"), "ok", format_number(openers))
    sentence = _(
        "nobody can open the supervisor's day; give somebody a PIN:"
        " run.py members supervisor NUMBER --pin-stdin."
    )
    return Check(_("Supervisors"), "warn", sentence)


def check_clock(now: datetime, latest: datetime | None) -> Check:
    """Whether the clock can be right.

    Args:
        now: The machine's time.
        latest: The latest time of any ledger entry that is believed; None when there is none.

    Returns:
        `bad` for a time that can't be. `warn` when entries lie ahead of the clock: people still
        check in, and one entry that a fast clock wrote must not stop the doctor for years.
    """
    words = now.astimezone().strftime("%Y-%m-%d %H:%M %Z")
    if now < _OLDEST_NOW:
        return Check(_("Clock"), "bad", _("{time} can't be; set the clock.").format(time=words))
    if latest is not None and now < latest - _TOLERATED:
        sentence = _(
            "{time}, but the record reaches to {latest}: compare with a watch and set the clock;"
            " if it is right, the entries after it were written by a fast clock: tell the office."
        )
        last = latest.astimezone().strftime("%Y-%m-%d %H:%M")
        return Check(_("Clock"), "warn", sentence.format(time=words, latest=last))
    return Check(_("Clock"), "ok", words)


def check_secret(home: Home) -> Check:
    """Whether the badge secret is there and nobody else can read it."""
    try:
        home.secret()
    except KioskError as error:
        return Check(_("Badge secret"), "bad", error.sentence)
    if os.name == "posix" and home.secret_file.stat().st_mode & 0o077:
        sentence = _("others can read {file}; take their right away (chmod 600).")
        return Check(_("Badge secret"), "warn", sentence.format(file=home.secret_file))
    return Check(_("Badge secret"), "ok", _("there, and for its owner only"))


def check_journal(home: Home) -> Check:
    """Whether marks of a muster wait for the record, or for somebody to look at them."""
    from kiosk.attendance.muster.journal import list_aside, list_waiting

    if aside := list_aside(home.folder):
        sentence = _("{files}: marks that this record did not take; keep them, see docs/muster.md.")
        files = " · ".join(map(str, aside))
        return Check(_("Muster journal"), "warn", sentence.format(files=files))
    if waiting := list_waiting(home.folder):
        sentence = _("{files}: marks wait for the record; make it writable, then open the kiosk.")
        files = " · ".join(map(str, waiting))
        return Check(_("Muster journal"), "warn", sentence.format(files=files))
    return Check(_("Muster journal"), "ok", _("nothing waits"))
