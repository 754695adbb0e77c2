"""Makes members' data of a roster's lines, and says what is wrong with each."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kiosk.i18n import _
from kiosk.people.names import LONGEST_NAME, name_key
from kiosk.people.roster.cells import Cell, Flaw
from kiosk.people.roster.fields import Field
from kiosk.people.roster.table import Line

LONGEST_NUMBER = 32
"""Characters of a member's number."""
MOST_NAMES_IN_A_CELL = 9
"""Posts or teams that one member may have."""
CLEARED = frozenset(("-", "--", "—", "——", "/", "无", "none"))
"""What people write to say that there is nothing; an empty cell says nothing at all."""

_NUMBER = re.compile(r"\w[\w.#-]*")
_SEVERAL = re.compile(r"[、;,；，/|]")
_HAN_GAP = re.compile(r"(?<=[㐀-鿿]) +(?=[㐀-鿿])")
_STANDINGS = {
    "member": "党员 正式党员 中共党员 正式 成员 member partymember full",
    "probationary": "预备党员 中共预备党员 预备 probationary probationarymember",
    "activist": "积极分子 入党积极分子 activist",
}
_LANGUAGES = {
    "zh_CN": "zh zhcn zhhans 中文 汉语 简体中文 普通话 chinese",
    "en": "en enus engb 英文 英语 english",
}


def _words(spellings: Mapping[str, str]) -> dict[str, str]:
    return {word: value for value, words in spellings.items() for word in words.split()}


_STANDING_OF = _words(_STANDINGS)
_LANGUAGE_OF = _words(_LANGUAGES)


@dataclass(slots=True)
class RosterRow:
    """What one line says of one member. None in a field: the line says nothing about it.

    Attributes:
        row: The line's number as a spreadsheet shows it.
        number: The member's number; may be unusable when there are reasons.
        name: The member's name; likewise.
        job: What they work as; empty clears it.
        branch: Their home branch; never empty.
        phone: Their phone number; empty clears it.
        posts: All the posts they hold, in the line's order; empty for none.
        teams: All the teams they are in; likewise.
        standing: `member`, `probationary` or `activist`.
        language: `zh_CN`, `en` or empty for the kiosk's own.
        reasons: Why the line is refused; empty while nothing is wrong.
        remarks: What is worth knowing of a line that is taken.
    """

    row: int
    number: str = ""
    name: str = ""
    job: str | None = None
    branch: str | None = None
    phone: str | None = None
    posts: tuple[str, ...] | None = None
    teams: tuple[str, ...] | None = None
    standing: str | None = None
    language: str | None = None
    reasons: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The number in the form in which numbers are compared."""
        return number_key(self.number)


def number_key(number: str) -> str:
    """A number without case, width and leading zeros: spreadsheets lose zeros by themselves."""
    plain = unicodedata.normalize("NFKC", number).casefold().strip()
    return plain.lstrip("0") or plain[-1:]


def read_rows(lines: Iterable[Line], columns: Mapping[Field, int]) -> list[RosterRow]:
    """One row for each line, with its reasons; numbers that occur twice are refused in both."""
    rows = [_read_row(line, columns) for line in lines]
    _refuse_doubles(rows)
    return rows


def _read_row(line: Line, columns: Mapping[Field, int]) -> RosterRow:
    cells = {field: line.cell(column) for field, column in columns.items()}
    row = RosterRow(line.row)
    row.reasons += [_flaw(field, cell) for field, cell in cells.items() if cell.flaw]
    row.remarks += [_stripped(field) for field, cell in cells.items() if cell.stripped]
    texts = {field: cell.text for field, cell in cells.items() if cell.text and not cell.flaw}
    _take_number(row, texts.get(Field.NUMBER, ""), cells[Field.NUMBER])
    _take_name(row, texts.get(Field.NAME, ""), cells[Field.NAME])
    row.job = _text(texts, Field.JOB)
    row.phone = _text(texts, Field.PHONE)
    row.branch = _text(texts, Field.BRANCH) or None
    row.posts = _several(row, texts, Field.POST)
    row.teams = _several(row, texts, Field.TEAM)
    row.standing = _choice(row, texts, Field.STANDING, _STANDING_OF) or None
    row.language = _choice(row, texts, Field.LANGUAGE, _LANGUAGE_OF)
    return row


def _flaw(field: Field, cell: Cell) -> str:
    sentences = {
        Flaw.FORMULA: _("{field}: a formula can't be taken, paste its value."),
        Flaw.ERROR_VALUE: _("{field}: the cell holds the error {text}."),
        Flaw.TOO_LONG: _("{field}: the text is longer than 200 characters."),
        None: "",
    }
    return sentences[cell.flaw].format(field=field.label, text=cell.text)


def _stripped(field: Field) -> str:
    return _("{field}: invisible characters were taken out.").format(field=field.label)


def _take_number(row: RosterRow, text: str, cell: Cell) -> None:
    row.number = unicodedata.normalize("NFKC", text).replace(" ", "")
    if cell.flaw:
        return
    if not row.number:
        row.reasons.append(_("The number is missing."))
    elif len(row.number) > LONGEST_NUMBER or not _NUMBER.fullmatch(row.number):
        row.reasons.append(
            _("The number may have at most {most} letters, digits and - . _ #.").format(
                most=LONGEST_NUMBER
            )
        )


def _take_name(row: RosterRow, text: str, cell: Cell) -> None:
    row.name = _HAN_GAP.sub("", text)
    if cell.flaw:
        return
    if not any(map(str.isalpha, row.name)):
        row.reasons.append(_("The name is missing."))
    elif len(row.name) > LONGEST_NAME:
        row.reasons.append(
            _("The name is longer than {most} characters.").format(most=LONGEST_NAME)
        )


def _text(texts: Mapping[Field, str], field: Field) -> str | None:
    text = texts.get(field)
    return "" if text is not None and text.casefold() in CLEARED else text


def _several(row: RosterRow, texts: Mapping[Field, str], field: Field) -> tuple[str, ...] | None:
    text = _text(texts, field)
    if text is None:
        return None
    names = tuple(dict.fromkeys(part.strip() for part in _SEVERAL.split(text) if part.strip()))
    if any(len(name) > LONGEST_NAME for name in names) or len(names) > MOST_NAMES_IN_A_CELL:
        row.reasons.append(
            _("{field}: at most {count} names of {most} characters.").format(
                field=field.label, count=MOST_NAMES_IN_A_CELL, most=LONGEST_NAME
            )
        )
    return names


def _choice(
    row: RosterRow, texts: Mapping[Field, str], field: Field, values: Mapping[str, str]
) -> str | None:
    text = _text(texts, field)
    if not text:
        return text
    value = values.get("".join(filter(str.isalnum, name_key(text))))
    if value is None:
        choices = _(", ").join(_choices()[field])
        row.reasons.append(
            _("{field}: “{text}” is none of {choices}.").format(
                field=field.label, text=text, choices=choices
            )
        )
    return value


def _choices() -> dict[Field, tuple[str, ...]]:
    return {
        Field.STANDING: (_("full member"), _("probationary member"), _("activist")),
        Field.LANGUAGE: ("zh", "en"),
    }


def _refuse_doubles(rows: Sequence[RosterRow]) -> None:
    places: dict[str, list[RosterRow]] = {}
    for row in rows:
        if row.number:
            places.setdefault(row.key, []).append(row)
    for same in places.values():
        if len(same) > 1:
            numbers = _(", ").join(str(row.row) for row in same)
            for row in same:
                row.reasons.append(
                    _("The number {number} stands in several rows: {rows}.").format(
                        number=row.number, rows=numbers
                    )
                )
