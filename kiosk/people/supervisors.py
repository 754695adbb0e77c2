"""Who sets something up: a supervisor."""

from uuid import UUID

from db import people
from kiosk.errors import RefusedError
from kiosk.i18n import _
from kiosk.people.desk import unknown_member


def supervisor_named(number: str) -> UUID:
    """The supervisor or admin with a number, who has not left.

    Raises:
        RefusedError: `unknown_member`, `no_supervisor`.
    """
    row = people.find_member(number)
    if row is None:
        raise unknown_member(number)
    uid: UUID = row.uid
    if uid not in people.list_living_access():
        sentence = _("{name} is no supervisor; --by takes the number of one.")
        raise RefusedError("no_supervisor", sentence.format(name=row.name))
    return uid
