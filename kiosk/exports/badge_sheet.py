"""Badges as a document: ten to a sheet of A4 with cut marks, or one to a page of its own size."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal

from kiosk.exports.badge_card import (
    BLEED,
    CARD_HEIGHT,
    CARD_RADIUS,
    CARD_WIDTH,
    Corner,
    draw_card,
)
from kiosk.exports.fonts import find_fonts
from kiosk.exports.pages import Box, Paper, Rgb

if TYPE_CHECKING:
    from kiosk.exports.badge_print import BadgePrint

Layout = Literal["sheet", "cards"]
"""`sheet`: A4 with cut marks; `cards`: a page a card, for card printers."""

A4 = (210.0, 297.0)
COLUMNS, ROWS = 2, 5
GAP = 3.0
"""Between the cards of a sheet, in millimetres: each is cut on its own four sides."""
_TITLE = "胸牌 Badges"
_MARK: Rgb = (120, 120, 120)
_ROUND: Rgb = (205, 205, 205)
_MARK_FROM, _MARK_TO = 1.5, 5.0


def make_badges_pdf(
    badges: Sequence["BadgePrint"], made_on: date, layout: Layout = "sheet"
) -> bytes:
    """The badges in order as a PDF; the same badges give the same bytes on the same day.

    Args:
        badges: At least one.
        made_on: The local day, for the document's properties.
        layout: How they lie on the pages.

    Raises:
        KioskError: `no_font`.
    """
    paper = Paper(find_fonts(), _TITLE, made_on)
    if layout == "cards":
        for badge in badges:
            paper.add_page(CARD_WIDTH, CARD_HEIGHT)
            draw_card(paper, badge, Corner(0, 0))
    else:
        for first in range(0, len(badges), COLUMNS * ROWS):
            paper.add_page(*A4)
            _draw_sheet(paper, badges[first : first + COLUMNS * ROWS])
    return paper.finished()


def corner_of(place: int) -> Corner:
    """Where the card at a place (0 to 9) of a sheet lies."""
    left = (A4[0] - COLUMNS * CARD_WIDTH - (COLUMNS - 1) * GAP) / 2
    top = (A4[1] - ROWS * CARD_HEIGHT - (ROWS - 1) * GAP) / 2
    row, column = divmod(place, COLUMNS)
    return Corner(left + column * (CARD_WIDTH + GAP), top + row * (CARD_HEIGHT + GAP))


def _draw_sheet(paper: Paper, badges: Sequence["BadgePrint"]) -> None:
    corners = [corner_of(place) for place in range(len(badges))]
    for corner, badge in zip(corners, badges, strict=True):
        draw_card(paper, badge, corner, BLEED)
        paper.corners(_edges(corner), CARD_RADIUS, _ROUND)
    _draw_cut_marks(paper, [_edges(corner) for corner in corners])


def _edges(corner: Corner) -> Box:
    return corner.box(0, 0, CARD_WIDTH, CARD_HEIGHT)


def _draw_cut_marks(paper: Paper, cards: list[Box]) -> None:
    """Each cut's line, drawn outside of all cards only, as a guillotine needs it."""
    left, top = min(card.x for card in cards), min(card.y for card in cards)
    right, bottom = max(card.right for card in cards), max(card.bottom for card in cards)
    for x in sorted({edge for card in cards for edge in (card.x, card.right)}):
        paper.line((x, top - _MARK_FROM), (x, top - _MARK_TO), _MARK)
        paper.line((x, bottom + _MARK_FROM), (x, bottom + _MARK_TO), _MARK)
    for y in sorted({edge for card in cards for edge in (card.y, card.bottom)}):
        paper.line((left - _MARK_FROM, y), (left - _MARK_TO, y), _MARK)
        paper.line((right + _MARK_FROM, y), (right + _MARK_TO, y), _MARK)
