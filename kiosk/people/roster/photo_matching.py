"""Finds each member's photo by number, by name, or by both in one file name."""

import re
from collections.abc import Iterator, Mapping, Sequence

from kiosk.i18n import _
from kiosk.people.names import name_key
from kiosk.people.roster.photo_files import PHOTO_SUFFIXES, PhotoFile
from kiosk.people.roster.rows import RosterRow, number_key

_JOINT = re.compile(r"[-_ +.,，、()（）]+")


def match_photos(
    rows: Sequence[RosterRow], photos: Sequence[PhotoFile]
) -> tuple[dict[int, PhotoFile], list[str]]:
    """Gives each row its photo; a row with several, or with a shared name, is refused.

    Args:
        rows: The roster; reasons are added to rows that can't be matched.
        photos: All files, in any order.

    Returns:
        The photo of each row that has one, by the row's number in the file, and a note for each
        photo that nobody claims.
    """
    matcher = _Matcher(rows)
    claims: dict[int, list[PhotoFile]] = {}
    notes = []
    for photo in photos:
        owners = matcher.owners(photo.stem)
        if not owners and photo.suffix in PHOTO_SUFFIXES:
            notes.append(_("No row of the file fits the photo {photo}.").format(photo=photo.name))
        if len(owners) > 1:
            _refuse_shared(owners, photo)
        for row in owners:
            claims.setdefault(row.row, []).append(photo)
    for row in rows:
        if len(claims.get(row.row, ())) > 1:
            _refuse_several(row, claims[row.row])
    return {row: found[0] for row, found in claims.items()}, notes


class _Matcher:
    def __init__(self, rows: Sequence[RosterRow]) -> None:
        self._by_number: dict[str, list[RosterRow]] = {}
        self._by_name: dict[str, list[RosterRow]] = {}
        for row in rows:
            self._by_number.setdefault(row.key, []).append(row)
            self._by_name.setdefault(name_key(row.name), []).append(row)

    def owners(self, stem: str) -> list[RosterRow]:
        """Rows that a file name fits: none, one, or several of one name (or one number)."""
        by_number = _found(self._by_number, number_key(stem))
        return by_number or _found(self._by_name, name_key(stem)) or self._by_both(stem)

    def _by_both(self, stem: str) -> list[RosterRow]:
        for left, right in _splits(stem):
            for number, name in ((left, right), (right, left)):
                for row in _found(self._by_number, number_key(number)):
                    if name_key(row.name) == name_key(name):
                        return [row]
        return []


def _found(rows: Mapping[str, list[RosterRow]], key: str) -> list[RosterRow]:
    return rows.get(key, []) if key else []


def _splits(stem: str) -> Iterator[tuple[str, str]]:
    for joint in _JOINT.finditer(stem):
        yield stem[: joint.start()], stem[joint.end() :].rstrip(")） ")


def _refuse_shared(owners: Sequence[RosterRow], photo: PhotoFile) -> None:
    for row in owners:
        row.reasons.append(
            _("Several members fit the photo {photo}: name it after the number.").format(
                photo=photo.name
            )
        )


def _refuse_several(row: RosterRow, photos: Sequence[PhotoFile]) -> None:
    names = _(", ").join(photo.name for photo in photos[:5])
    row.reasons.append(_("Several photos fit: {photos}. Leave only one.").format(photos=names))
