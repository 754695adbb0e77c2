"""One change for several members: all of it or nothing."""

from collections.abc import Callable, Sequence
from uuid import UUID

from db.connection import transaction
from kiosk.errors import RefusedError
from kiosk.people.views import MemberView


def change_together(change: Callable[[UUID], object], members: Sequence[MemberView]) -> None:
    """Make a change for each of these members in one transaction.

    Args:
        change: Makes it for the member with a key.
        members: At least one.

    Raises:
        RefusedError: Nothing was changed. The sentence names everybody for whom it was refused;
            the code is that of the first refusal.
        NotStored: It was not recorded for anybody.
    """
    refused: list[tuple[MemberView, RefusedError]] = []
    with transaction():
        for member in members:
            try:
                change(member.uid)
            except RefusedError as error:
                refused.append((member, error))
        if refused:
            raise _refusal(refused, is_alone=len(members) == 1)


def _refusal(refused: Sequence[tuple[MemberView, RefusedError]], *, is_alone: bool) -> RefusedError:
    code = refused[0][1].code
    if is_alone:
        return RefusedError(code, refused[0][1].sentence)
    lines = [f"{member.number} {member.name}: {error.sentence}" for member, error in refused]
    return RefusedError(code, "\n".join(lines))
