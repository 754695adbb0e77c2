"""A post's sign on A4, to hang at the post: read from three metres, scanned from one.

The name of the post fills the width of the sheet; duty and standard stand under it in large type;
the faces of those who hold it and the code stand at the foot, on the same lines.
"""

from datetime import date

from kiosk.exports.figure import draw_figure
from kiosk.exports.fonts import find_fonts
from kiosk.exports.pages import ASCENT, BLACK, MM_PER_PT, WHITE, Box, Look, Paper, Rgb
from kiosk.exports.post_sign import PostSign, SignHolder
from kiosk.exports.qr import QUIET_MODULES, link_rows
from kiosk.exports.typesetting import Fitted, Type
from kiosk.i18n import _
from kiosk.people.posts.words import honour_word, kind_word

PAGE = (297.0, 210.0)
"""A4 landscape, in millimetres."""
MARGIN = 15.0
ACCENT: Rgb = (178, 30, 36)
GOLD: Rgb = (247, 205, 96)
_QUIET: Rgb = (96, 96, 100)
_RULE: Rgb = (214, 214, 218)

_WIDTH = PAGE[0] - 2 * MARGIN
BAND = 24.0
"""Height of the site's band, in millimetres."""
_NAME_TOP, _NAME_BOTTOM = 29.0, 71.0
_RULE_Y = 74.0
_WORDS_TOP = 79.0
_FOOT_TOP = 137.0
CODE = 46.0
"""Side of the QR code without its rim, in millimetres."""
_FACE_HEIGHT = 44.0
_FACE_WIDTH = _FACE_HEIGHT * 4 / 5
_GAP = 6.0
MOST_FACES = 6
"""Holders with a face; how many more there are is said under them."""
_FACES_WIDTH = 150.0
"""The room of all faces, in millimetres; four and more are drawn smaller."""

_SITE = (Type(20, 12, bold=True),)
_BRANCH = (Type(15, 9),)
_NAME = (Type(110, 60, bold=True), Type(58, 24, lines=2, bold=True, leading=1.1))
_WORDS = (Type(30, 22, lines=3, leading=1.25), Type(21, 15, lines=5), Type(13, 9, lines=8))
_FACTS = (Type(21, 12, lines=2, bold=True), Type(11.5, 8, lines=3, bold=True))
_HOLDER = (Type(20, 8, bold=True),)
_UNDER = (Type(13, 7),)
_LABEL_PT = 14.0


def make_sign_pdf(sign: PostSign, made_on: date) -> bytes:
    """The sign as a document of one page, in the language now spoken.

    Args:
        sign: What stands on it.
        made_on: The local day, for the document's properties.

    Raises:
        KioskError: `no_font`.
    """
    paper = Paper(find_fonts(), f"{_('Post sign')} {sign.name}", made_on)
    paper.add_page(*PAGE)
    _draw_band(paper, sign)
    _draw_name(paper, sign)
    _draw_words(paper, sign)
    left = _draw_code(paper, sign)
    _draw_foot(paper, sign, left - _GAP)
    return paper.finished()


def _draw_band(paper: Paper, sign: PostSign) -> None:
    """The site at the left end; what kind of post it is and its honour on plates at the right."""
    paper.fill(Box(0, 0, PAGE[0], BAND), ACCENT)
    right = PAGE[0] - MARGIN
    for mark, words, ground in (
        ("★ ", honour_word(sign.honour), GOLD),
        ("", kind_word(sign.kind), WHITE),
    ):
        if words:
            right = _draw_plate(paper, mark + words, ground, right) - _GAP / 2
    site = paper.fit(sign.site, (right - MARGIN) * 0.7, *_SITE)
    baseline = _middle(BAND / 2, site)
    paper.write_lines((MARGIN, baseline), site, Look(site.size_pt, bold=True, colour=WHITE))
    used = max((paper.width(line, site.size_pt, bold=True) for line in site.lines), default=0)
    branch = paper.fit(sign.branch, right - MARGIN - used - 2 * _GAP, *_BRANCH)
    look = Look(branch.size_pt, colour=WHITE)
    paper.write_lines((MARGIN + used + _GAP, baseline), branch, look)


def _draw_plate(paper: Paper, words: str, ground: Rgb, right: float) -> float:
    """Words on a plate that ends at a place in the band; returns where it begins."""
    size = 19.0
    width = paper.width(words, size, bold=True) + 10
    plate = Box(right - width, 5, width, BAND - 10)
    paper.fill(plate, ground)
    baseline = BAND / 2 + size * MM_PER_PT * (ASCENT - 0.5)
    paper.write((plate.x + 5, baseline), words, Look(size, bold=True, colour=ACCENT))
    return plate.x


def _draw_name(paper: Paper, sign: PostSign) -> None:
    """The name in the middle of its space, as large as it fits."""
    name = paper.fit(sign.name, _WIDTH, *_NAME)
    size = name.size_pt * MM_PER_PT
    height = size * (1 + name.kind.leading * (len(name.lines) - 1))
    first = _NAME_TOP + (_NAME_BOTTOM - _NAME_TOP - height) / 2 + size * ASCENT
    paper.write_lines((MARGIN, first), name, Look(name.size_pt, bold=True))
    paper.fill(Box(MARGIN, _RULE_Y, _WIDTH, 1.4), ACCENT)


def _draw_words(paper: Paper, sign: PostSign) -> None:
    """Duty and standard beside each other; one alone over the whole width."""
    told = ((_("Duty of the post"), sign.duty), (_("Standard of service"), sign.standard))
    said = [(label, words) for label, words in told if words]
    gap = 2 * _GAP
    width = (_WIDTH - gap * (len(said) - 1)) / max(1, len(said))
    for place, (label, words) in enumerate(said):
        x = MARGIN + place * (width + gap)
        paper.write((x, _WORDS_TOP + 5), label, Look(_LABEL_PT, bold=True, colour=ACCENT))
        fitted = paper.fit(words, width, *_WORDS)
        first = _WORDS_TOP + 8.5 + fitted.size_pt * MM_PER_PT
        paper.write_lines((x, first), fitted, Look(fitted.size_pt))


def _draw_code(paper: Paper, sign: PostSign) -> float:
    """The code with its words at the right foot; returns its left edge with the rim."""
    rows = link_rows(sign.link)
    rim = CODE / len(rows) * QUIET_MODULES
    x = PAGE[0] - MARGIN - CODE
    paper.squares(Box(x, _FOOT_TOP, CODE, CODE), rows)
    label = paper.fit(_("Code of this post"), CODE, Type(13, 8, bold=True))
    wide = paper.width(label.lines[0], label.size_pt, bold=True)
    at = (x + (CODE - wide) / 2, _FOOT_TOP + CODE + rim + 4)
    paper.write(at, label.lines[0], Look(label.size_pt, bold=True))
    return x - rim


def _draw_foot(paper: Paper, sign: PostSign, right: float) -> None:
    """The faces of the holders, and where and when beside them."""
    faces = face_boxes(len(sign.holders))
    for holder, face in zip(sign.holders, faces, strict=False):
        _draw_holder(paper, holder, face)
    more = len(sign.holders) - len(faces)
    if more:
        told = _("and {count} more").format(count=more)
        paper.write((MARGIN, faces[0].bottom + 28), told, Look(11, colour=_QUIET))
    if not sign.holders:
        draw_figure(paper, faces[0])
        foot = faces[0].bottom + 9  # a line to write a name on
        paper.line((MARGIN, foot), (faces[0].right, foot), BLACK)
    _draw_facts(paper, sign, (faces[-1].right + 2 * _GAP, right))


def face_boxes(holders: int) -> list[Box]:
    """Where the faces of so many holders are; one empty place for nobody."""
    count = min(max(1, holders), MOST_FACES)
    width = min(_FACE_WIDTH, (_FACES_WIDTH + _GAP) / count - _GAP)
    return [
        Box(MARGIN + place * (width + _GAP), _FOOT_TOP, width, width * 5 / 4)
        for place in range(count)
    ]


def _draw_holder(paper: Paper, holder: SignHolder, face: Box) -> None:
    if holder.photo is None or not paper.picture(face, holder.photo):
        draw_figure(paper, face)
    width = face.width
    lines = ((holder.name, _HOLDER, 8.0, BLACK), (holder.job, _UNDER, 14.0, _QUIET))
    for words, kinds, down, colour in (*lines, (holder.shift, _UNDER, 20.0, _QUIET)):
        if words:
            fitted = paper.fit(words, width, *kinds)
            look = Look(fitted.size_pt, bold=kinds is _HOLDER, colour=colour)
            paper.write_lines((face.x, face.bottom + down), fitted, look)


def _draw_facts(paper: Paper, sign: PostSign, edges: tuple[float, float]) -> None:
    """Zone and hours in what room is left between the faces and the code."""
    x, right = edges
    told = ((_("Zone"), sign.zone), (_("Hours"), _("; ").join(sign.hours)))
    y = _FOOT_TOP
    for label, words in told:
        if not words:
            continue
        paper.write((x, y + 4), label, Look(_LABEL_PT, bold=True, colour=ACCENT))
        fitted = paper.fit(words, right - x, *_FACTS)
        first = y + 6.5 + fitted.size_pt * MM_PER_PT
        paper.write_lines((x, first), fitted, Look(fitted.size_pt, bold=True))
        y += 14 + len(fitted.lines) * fitted.size_pt * MM_PER_PT * fitted.kind.leading


def _middle(y: float, fitted: Fitted) -> float:
    """The baseline of a line that stands in the middle at a height."""
    return y + fitted.size_pt * MM_PER_PT * (ASCENT - 0.5)
