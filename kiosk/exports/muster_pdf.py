"""The report of a muster on A4: what it was, who is missing (with faces), who was seen by whom.

A drill and a real muster are told apart on every page by colour, by shape and by words in both
languages: on a grey printer the words and the shape are left.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from kiosk.attendance.muster.report import report_facts, why_word
from kiosk.attendance.muster.views import MusterView, PersonView, SeenView, TakenBackView
from kiosk.attendance.muster.words import BOTH, how_words, taken_back_words, why_words
from kiosk.exports.fonts import find_fonts
from kiosk.exports.listing import Cell, Column, Face, Section, flow
from kiosk.exports.pages import BLACK, WHITE, Box, Look, Paper, Rgb
from kiosk.exports.typesetting import Type
from kiosk.i18n import _, format_number
from kiosk.oversight.views import SiteView
from kiosk.people.photo_sizes import PhotoSize

if TYPE_CHECKING:
    from kiosk.services import Services

Faces = Mapping[str, bytes | None]
"""JPEGs of 4:5 by the name of the photo (`MemberView.photo`); None where it is gone."""

A4 = (210.0, 297.0)
MARGIN = 16.0
"""White at both sides, in millimetres."""
GROUNDS: dict[str, Rgb] = {"real": (178, 30, 36), "drill": (28, 84, 150)}
"""The band's colour by kind, as on the screens: red and blue."""
_QUIET: Rgb = (96, 96, 100)
_URGENT: Rgb = (178, 30, 36)
_DONE: Rgb = (20, 110, 60)
_RULE: Rgb = (190, 190, 194)
_TITLE = "集合点名报告 Muster report"
_WIDTH = A4[0] - 2 * MARGIN
_BAND, _LATER_BAND = 26.0, 13.0
_TOP, _LATER_TOP = 96.0, 21.0
_BOTTOM, _FOOT = 279.0, 289.0
_FACT_STEP = 5.6
_LABEL_WIDTH, _FACTS_WIDTH = 24.0, 122.0
_END_HEIGHT = 26.0
_WORDS = (Type(10, 6.5), Type(7.5, 5, lines=2))
_SITE = (Type(11, 6),)


def find_faces(services: "Services", musters: Sequence[MusterView]) -> Faces:
    """The photos of those who are missing, for `make_muster_pdf`.

    Raises:
        NotStored: The record can't be read.
    """
    find = services.people.find_photo
    photos = {one.member.photo for muster in musters for one in muster.missing}
    return {photo: find(photo, PhotoSize.CARD) for photo in photos if photo is not None}


def make_muster_pdf(
    musters: Sequence[MusterView], site: SiteView, made_on: date, faces: Faces | None = None
) -> bytes:
    """Musters as a document, each beginning on a page of its own, in the language now spoken.

    Args:
        musters: At least one; one that still runs is told as it stands.
        site: Where they were.
        made_on: The local day, for the document's properties.
        faces: Photos of those who are missing, as `find_faces` gives them; who has none there is
            drawn as a figure.

    Raises:
        KioskError: `no_font`.
    """
    paper = Paper(find_fonts(), _TITLE, made_on)
    for muster in musters:
        _draw(paper, muster, site, faces or {})
    return paper.finished()


def _draw(paper: Paper, muster: MusterView, site: SiteView, faces: Faces) -> None:
    sections = [_missing(muster, site, faces), *_taken_back(muster, site), _seen(muster, site)]
    pages = flow(sections, (_TOP, _LATER_TOP, _BOTTOM), _END_HEIGHT)
    for number, page in enumerate(pages, 1):
        paper.add_page(*A4)
        if number == 1:
            _draw_head(paper, muster, site)
        else:
            _draw_band(paper, muster, site, _LATER_BAND)
        for placed in page.lines:
            placed.draw(paper, MARGIN, _WIDTH)
        if number == len(pages):
            _draw_end(paper, muster, site, page.end)
        _draw_foot(paper, muster, site, f"{number} / {len(pages)}")


def _draw_band(paper: Paper, muster: MusterView, site: SiteView, height: float) -> None:
    paper.fill(Box(0, 0, A4[0], height), GROUNDS[muster.kind])
    mark = "▲" if muster.kind == "real" else "■"
    size = height * 0.9
    look = Look(size, bold=True, colour=WHITE)
    baseline = height / 2 + size * 0.13
    words = f"{mark} {BOTH[muster.kind]}"
    paper.write((MARGIN, baseline), words, look)
    room = _WIDTH - paper.width(words, size, bold=True) - 8
    name = paper.fit(f"{site.name} · {site.branch}", room, *_SITE)
    right = Look(name.size_pt, colour=WHITE, to_the_right_end=True)
    paper.write_lines((A4[0] - MARGIN, height / 2 + 1.3), name, right)


def _draw_head(paper: Paper, muster: MusterView, site: SiteView) -> None:
    _draw_band(paper, muster, site, _BAND)
    y = _BAND + 11
    for label, value in report_facts(muster, site):
        paper.write((MARGIN, y), label, Look(9, colour=_QUIET))
        fitted = paper.fit(value, _FACTS_WIDTH - _LABEL_WIDTH, Type(10, 6))
        paper.write_lines((MARGIN + _LABEL_WIDTH, y), fitted, Look(fitted.size_pt))
        y += _FACT_STEP
    missing = len(muster.missing)
    colour = _URGENT if missing else _DONE
    right = A4[0] - MARGIN
    big = Look(14, bold=True, colour=colour, to_the_right_end=True)
    paper.write((right, _BAND + 13), _("MISSING") if missing else _("ALL SEEN"), big)
    number = Look(76, bold=True, colour=colour, to_the_right_end=True)
    paper.write((right, _BAND + 41), format_number(missing), number)
    told = _("{count} of {all} seen").format(count=len(muster.seen), all=muster.expected)
    paper.write((right, _BAND + 50), told, Look(11, to_the_right_end=True))


def _missing(muster: MusterView, site: SiteView, faces: Faces) -> Section:
    now = muster.ended_at or muster.started_at
    columns = (
        Column("", 0, 5),
        Column("", 5.5, 12),
        Column(_("No."), 20, 20),
        Column(_("Name"), 41, 40),
        Column(_("Last known"), 83, 47),
        Column(_("Found where, by whom"), 132, _WIDTH - 132),
    )
    if not muster.missing:
        return Section(_("Everybody was seen safe."), _DONE, (), ())
    rows = tuple(_missing_row(one, now, site, faces) for one in muster.missing)
    heading = _("Not seen") + f"  {format_number(len(rows))}"
    return Section(heading, _URGENT, columns, rows, is_written_on=True)


def _missing_row(one: PersonView, now: datetime, site: SiteView, faces: Faces) -> tuple[Cell, ...]:
    return (
        Cell("▲", _WORDS, colour=_URGENT),
        Cell("", _WORDS, face=Face(faces.get(one.member.photo or ""))),
        Cell(one.member.number, _WORDS),
        Cell(one.member.name, _WORDS, bold=True),
        Cell(why_words(one, now, site.zone), _WORDS),
        Cell("", _WORDS),
    )


def _seen(muster: MusterView, site: SiteView) -> Section:
    columns = (
        Column(_("Time"), 0, 19),
        Column(_("No."), 20, 24),
        Column(_("Name"), 45, 42),
        Column(_("How, by whom"), 89, 60),
        Column("", 151, _WIDTH - 151),
    )
    rows = tuple(_seen_row(mark, site) for mark in muster.seen)
    heading = _("Seen safe") + f"  {format_number(len(rows))}"
    return Section(heading, BLACK, columns if rows else (), rows)


def _seen_row(mark: SeenView, site: SiteView) -> tuple[Cell, ...]:
    return (
        Cell(f"{mark.at.astimezone(site.zone):%H:%M:%S}", _WORDS),
        Cell(mark.person.member.number, _WORDS),
        Cell(mark.person.member.name, _WORDS, bold=True),
        Cell(how_words(mark), _WORDS),
        Cell(why_word(mark.person.why), _WORDS, colour=_QUIET),
    )


def _taken_back(muster: MusterView, site: SiteView) -> list[Section]:
    """None where no mark was taken back."""
    if not muster.taken_back:
        return []
    columns = (
        Column(_("Time"), 0, 19),
        Column(_("No."), 20, 24),
        Column(_("Name"), 45, 42),
        Column(_("The mark"), 89, 40),
        Column(_("By whom, why"), 131, _WIDTH - 131),
    )
    rows = tuple(_taken_back_row(back, site) for back in muster.taken_back)
    return [Section(_("Taken back") + f"  {format_number(len(rows))}", BLACK, columns, rows)]


def _taken_back_row(back: TakenBackView, site: SiteView) -> tuple[Cell, ...]:
    mark, why = taken_back_words(back, site.zone)
    return (
        Cell(f"{back.at.astimezone(site.zone):%H:%M:%S}", _WORDS),
        Cell(back.number, _WORDS),
        Cell(back.name, _WORDS, bold=True),
        Cell(mark, _WORDS),
        Cell(why, _WORDS),
    )


def _draw_end(paper: Paper, muster: MusterView, site: SiteView, top: float) -> None:
    """How it ended, and where it is signed."""
    number, name = muster.ended_by
    said = _("It is still running: this is how it stood.")
    if muster.ended_at is not None:
        who = f"{number} {name}".strip() or _("nobody: a real emergency came")
        at = f"{muster.ended_at.astimezone(site.zone):%H:%M:%S}"
        said = _("End of the roll call {time} · {who}").format(time=at, who=who)
    fitted = paper.fit(said, _WIDTH, Type(11, 7, bold=True))
    paper.write_lines((MARGIN, top + 8), fitted, Look(fitted.size_pt, bold=True))
    y = top + 21
    for x, label in ((MARGIN, _("Signed")), (MARGIN + _WIDTH / 2, _("Date"))):
        paper.write((x, y), label, Look(9, colour=_QUIET))
        paper.line((x + 18, y + 1), (x + _WIDTH / 2 - 8, y + 1), BLACK)


def _draw_foot(paper: Paper, muster: MusterView, site: SiteView, place: str) -> None:
    paper.line((MARGIN, _FOOT - 5), (A4[0] - MARGIN, _FOOT - 5), _RULE)
    began = muster.started_at.astimezone(site.zone)
    words = f"{BOTH[muster.kind]} · {began:%Y-%m-%d %H:%M:%S}"
    paper.write((MARGIN, _FOOT), words, Look(8, colour=_QUIET))
    right = Look(8, colour=_QUIET, to_the_right_end=True)
    paper.write((A4[0] - MARGIN, _FOOT), place, right)
