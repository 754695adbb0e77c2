"""Oversight: the site itself and its terminal; tables on top, queries under them."""

from peewee import BooleanField, IntegerField, TextField

from db.base import DayField, Row, UidField, UtcField


class Site(Row):
    """The one site this file belongs to, with its rules."""

    uid = UidField(primary_key=True)
    name = TextField()
    branch = TextField()
    zone = TextField()
    turn_hour = IntegerField()
    debounce_s = IntegerField()
    longest_h = IntegerField()
    is_demo = BooleanField()
    made_at = UtcField()
    safe_since = DayField(null=True)
    retention_years = IntegerField(default=5)
    ask_h = IntegerField(default=13)
    asks_out = BooleanField(default=True)


class Terminal(Row):
    """One kiosk machine; this file's own is the first."""

    uid = UidField(primary_key=True)
    name = TextField()
    made_at = UtcField()


def get_site() -> Site:
    """The site of the open file. Raises `Site.DoesNotExist` in a file without one."""
    site: Site = Site.select().get()
    return site


def find_site() -> Site | None:
    """The site of the open file, or None in a file that is not set up."""
    site: Site | None = Site.select().first()
    return site


def get_terminal() -> Terminal:
    """The terminal of the open file. Raises `Terminal.DoesNotExist` in a file without one."""
    terminal: Terminal = Terminal.select().order_by(Terminal.uid).get()
    return terminal
