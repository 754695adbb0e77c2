"""One badge of 85.6 x 54 mm (ISO/IEC 7810, ID-1), the same on a sheet and on a card of its own.

The photo and the code are equally tall and stand on the same lines; everything keeps the distance
of the code's quiet zone from the edges. Labels are in both languages whatever is spoken.
"""

from dataclasses import dataclass

from kiosk.exports.badge_print import BadgePrint
from kiosk.exports.figure import draw_figure
from kiosk.exports.pages import ASCENT, MM_PER_PT, WHITE, Box, Look, Paper, Rgb
from kiosk.exports.qr import QUIET_MODULES, qr_rows
from kiosk.exports.typesetting import Fitted, Type

CARD_WIDTH, CARD_HEIGHT = 85.6, 54.0
"""Millimetres, ISO/IEC 7810 ID-1."""
CARD_RADIUS = 3.18
"""Of the rounded corners, in millimetres, ISO/IEC 7810."""
MODULE = 1.06
"""Side of one of the code's squares, in millimetres: 26.5 for the whole code without its rim."""
CODE_SIDE = 25 * MODULE
"""A QR code of version 2 has 25 squares a side (ISO/IEC 18004)."""
MARGIN = QUIET_MODULES * MODULE
"""White round the code, and the distance of everything from the edges, in millimetres."""
BAND = 9.6
"""Height of the site's band, in millimetres."""
BLEED = 1.0
"""How far the band goes on beyond the cut where there is paper, in millimetres."""

ACCENT: Rgb = (178, 30, 36)
QUIET: Rgb = (104, 104, 108)
_TOP = BAND + MARGIN
_PHOTO_WIDTH = CODE_SIDE * 4 / 5
_CODE_X = CARD_WIDTH - MARGIN - CODE_SIDE
_COLUMN_X = MARGIN + _PHOTO_WIDTH + 2.6
_COLUMN_WIDTH = _CODE_X - MARGIN - _COLUMN_X
_FOOT_LABEL, _FOOT_VALUE = CARD_HEIGHT - 6.3, CARD_HEIGHT - 2.9
_LABEL_PT = 4.8
_UNDER_LABEL, _BETWEEN_FIELDS, _GAP = 0.7, 1.8, 2.0
_DESCENT = 0.12
"""How far a Chinese character reaches below its baseline, in sizes."""

_SITE = (Type(13, 9, bold=True), Type(8.5, 6, lines=2, bold=True))
_SITE_BRANCH = (Type(7.5, 6), Type(6.5, 5, lines=2))
_NAME = (Type(24, 12.5, bold=True), Type(12, 6, lines=2, bold=True), Type(8, 8, 3, bold=True))
_JOB = (Type(8.5, 7), Type(7.5, 5.5, lines=2))
_POST = (Type(8.5, 7, bold=True), Type(7.5, 5.5, lines=2, bold=True))
_BRANCH = (Type(8.5, 5),)
_NUMBER = (Type(9.5, 4.5, bold=True),)
_UNTIL = (Type(8, 8),)

JOB, BRANCH, NUMBER = "职务 Job", "支部 Branch", "编号 No."
POST, KEY_POST, VALID_UNTIL = "岗位 Post", "关键岗 Key post", "有效期至 Until"


@dataclass(frozen=True, slots=True)
class Corner:
    """Where a card lies on its page: its upper left corner, in millimetres."""

    x: float
    y: float

    def box(self, x: float, y: float, width: float, height: float) -> Box:
        """A box given in the card's own millimetres."""
        return Box(self.x + x, self.y + y, width, height)


def draw_card(paper: Paper, badge: BadgePrint, corner: Corner, bleed: float = 0) -> None:
    """Draw a badge; its band goes on for `bleed` millimetres beyond the card's edges."""
    _draw_band(paper, badge, corner, bleed)
    photo = corner.box(MARGIN, _TOP, _PHOTO_WIDTH, CODE_SIDE)
    if badge.photo is None or not paper.picture(photo, badge.photo):
        draw_figure(paper, photo)
    _draw_column(paper, badge, corner)
    code = corner.box(_CODE_X, _TOP, CODE_SIDE, CODE_SIDE)
    paper.squares(code, qr_rows(badge.code))
    _draw_foot(paper, badge, corner)


def _draw_band(paper: Paper, badge: BadgePrint, corner: Corner, bleed: float) -> None:
    wide, high = CARD_WIDTH + 2 * bleed, BAND + bleed
    paper.fill(corner.box(-bleed, -bleed, wide, high), ACCENT)
    room = CARD_WIDTH - 2 * MARGIN
    branch = paper.fit(badge.site_branch, room / 3, *_SITE_BRANCH)
    taken = max((paper.width(line, branch.size_pt) for line in branch.lines), default=0)
    right = (corner.x + CARD_WIDTH - MARGIN, _first_baseline(corner, branch))
    look = Look(branch.size_pt, colour=WHITE, to_the_right_end=True)
    paper.write_lines(right, branch, look)
    site = paper.fit(badge.site, room - taken - _GAP, *_SITE)
    left = (corner.x + MARGIN, _first_baseline(corner, site))
    paper.write_lines(left, site, Look(site.size_pt, bold=True, colour=WHITE))


def _first_baseline(corner: Corner, fitted: Fitted) -> float:
    """Where the first of some lines stands when all of them are in the middle of the band."""
    size = fitted.size_pt * MM_PER_PT
    rest = size * fitted.kind.leading * (len(fitted.lines) - 1)
    return corner.y + BAND / 2 - rest / 2 + size * (ASCENT - 0.5)


def _draw_column(paper: Paper, badge: BadgePrint, corner: Corner) -> None:
    """The name on top, the post at the foot of the photo, the job above it."""
    x, top = corner.x + _COLUMN_X, corner.y + _TOP
    name = paper.fit(badge.name, _COLUMN_WIDTH, *_NAME)
    baseline = top + name.size_pt * MM_PER_PT * ASCENT
    paper.write_lines((x, baseline), name, Look(name.size_pt, bold=True))
    bottom = top + CODE_SIDE
    if badge.post:
        label = KEY_POST if badge.is_key_post else POST
        bottom = _draw_above(paper, (x, bottom), (label, badge.post), _POST) - _BETWEEN_FIELDS
    if badge.job:
        _draw_above(paper, (x, bottom), (JOB, badge.job), _JOB)


def _draw_above(
    paper: Paper, foot: tuple[float, float], words: tuple[str, str], kinds: tuple[Type, ...]
) -> float:
    """A label with its value, standing on `foot`; returns the height at which it begins."""
    label, value = words
    fitted = paper.fit(value, _COLUMN_WIDTH, *kinds)
    size = fitted.size_pt * MM_PER_PT
    x, bottom = foot
    first = bottom - _DESCENT * size - size * fitted.kind.leading * (len(fitted.lines) - 1)
    paper.write_lines((x, first), fitted, Look(fitted.size_pt, bold=fitted.kind.bold))
    above = first - size * ASCENT - _UNDER_LABEL
    is_key = label == KEY_POST
    paper.write((x, above), label, Look(_LABEL_PT, is_key, ACCENT if is_key else QUIET))
    return above - _LABEL_PT * MM_PER_PT * ASCENT


def _draw_foot(paper: Paper, badge: BadgePrint, corner: Corner) -> None:
    width = _CODE_X - 2 * MARGIN
    _draw_field(paper, corner.box(MARGIN, 0, width, 0), (BRANCH, badge.branch), _BRANCH)
    width = CODE_SIDE
    if badge.valid_until:
        until = badge.valid_until.isoformat()
        wide = paper.width(until, _UNTIL[0].largest_pt)
        box = corner.box(_CODE_X + CODE_SIDE - wide, 0, wide, 0)
        _draw_field(paper, box, (VALID_UNTIL, until), _UNTIL)
        width -= wide + _GAP
    box = corner.box(_CODE_X, 0, width, 0)
    _draw_field(paper, box, (NUMBER, badge.number), _NUMBER)


def _draw_field(paper: Paper, at: Box, words: tuple[str, str], kinds: tuple[Type, ...]) -> None:
    """A label over its value at the card's foot."""
    label, value = words
    fitted = paper.fit(value, at.width, *kinds)
    paper.write((at.x, at.y + _FOOT_LABEL), label, Look(_LABEL_PT, colour=QUIET))
    paper.write_lines((at.x, at.y + _FOOT_VALUE), fitted, Look(fitted.size_pt, kinds[0].bold))
