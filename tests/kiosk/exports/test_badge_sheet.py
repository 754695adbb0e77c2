"""Badges on paper: each can be read by a scanner and a person, in its size, on its place."""

import re
from collections.abc import Callable

import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageFilter

from kiosk.exports import badge_card as card
from kiosk.exports.badge_print import BadgePrint
from kiosk.exports.badge_sheet import A4, GAP, corner_of, make_badges_pdf
from kiosk.exports.qr import qr_rows
from tests.kiosk.exports.papers import DAY, PX_PER_MM, Pixels, draw, read, text_of

Make = Callable[..., BadgePrint]
RENDERERS = ["poppler", "pdfium"]
PT_PER_MM = 72 / 25.4


def sizes(pdf: bytes) -> list[tuple[float, float]]:
    return [page.get_size() for page in pypdfium2.PdfDocument(pdf)]


@pytest.mark.parametrize("renderer", RENDERERS)
def test_every_code_of_a_sheet_is_read(make: Make, renderer: str) -> None:
    badges = [make(place) for place in range(1, 14)]
    pdf = make_badges_pdf(badges, DAY)
    codes = [badge.code for badge in badges]
    assert read(draw(pdf, 0, renderer)) == codes[:10]
    assert read(draw(pdf, 1, renderer)) == codes[10:]


@pytest.mark.parametrize("renderer", RENDERERS)
def test_every_code_of_a_card_is_read_whatever_stands_beside_it(
    extremes: list[BadgePrint], renderer: str
) -> None:
    pdf = make_badges_pdf(extremes, DAY, "cards")
    for place, badge in enumerate(extremes):
        assert read(draw(pdf, place, renderer)) == [badge.code]


def test_a_code_is_read_turned_and_blurred(make: Make) -> None:
    badge = make()
    page = draw(make_badges_pdf([badge], DAY, "cards"), 0, "pdfium")
    for angle in range(0, 360, 23):
        turned = Image.fromarray(page).rotate(angle, expand=True, fillcolor="white")
        for blur in (0, 1.5):
            blurred = turned.filter(ImageFilter.GaussianBlur(blur))
            assert read(np.asarray(blurred)) == [badge.code], (angle, blur)


def test_pages_have_exactly_the_size_of_paper_and_card(make: Make) -> None:
    badges = [make(place) for place in range(1, 12)]
    for layout, expected, pages in (
        ("sheet", A4, 2),
        ("cards", (card.CARD_WIDTH, card.CARD_HEIGHT), 11),
    ):
        found = sizes(make_badges_pdf(badges, DAY, layout))  # type: ignore[arg-type]  # both
        assert len(found) == pages
        for width, height in found:
            assert (width / PT_PER_MM, height / PT_PER_MM) == pytest.approx(expected, abs=0.01)


def test_the_code_is_25_mm_or_more_within_four_white_modules(make: Make) -> None:
    assert card.CODE_SIDE >= 25
    dpi = 600
    page = draw(make_badges_pdf([make(name=" ")], DAY, "cards"), 0, "pdfium", dpi)
    dark = page.max(axis=2) < 128
    per_mm = dpi / 25.4
    left = round((card.CARD_WIDTH - card.MARGIN - card.CODE_SIDE - card.MARGIN) * per_mm)
    top = round(card.BAND * per_mm) + 2
    bottom = round((card.BAND + 2 * card.MARGIN + card.CODE_SIDE) * per_mm)
    ys, xs = np.nonzero(dark[top:bottom, left:])
    assert (xs.max() - xs.min() + 1) / per_mm == pytest.approx(card.CODE_SIDE, abs=0.06)
    assert (ys.max() - ys.min() + 1) / per_mm == pytest.approx(card.CODE_SIDE, abs=0.06)
    assert xs.min() / per_mm >= 4 * card.MODULE - 0.06
    assert (page.shape[1] - left - xs.max()) / per_mm >= 4 * card.MODULE - 0.1


@pytest.mark.parametrize("renderer", RENDERERS)
def test_no_seam_shows_between_the_squares(make: Make, renderer: str) -> None:
    badge = make()
    page = draw(make_badges_pdf([badge], DAY, "cards"), 0, renderer, 431)
    rows, per_mm = np.array(qr_rows(badge.code)), 431 / 25.4
    x, y = card.CARD_WIDTH - card.MARGIN - card.CODE_SIDE, card.BAND + card.MARGIN
    for row, column in zip(*np.nonzero(rows[:, :-1] & rows[:, 1:]), strict=True):
        at_y = round((y + (row + 0.5) * card.MODULE) * per_mm)
        at_x = round((x + (column + 1) * card.MODULE) * per_mm)
        assert page[at_y, at_x - 3 : at_x + 4].max() < 40
    for row, column in zip(*np.nonzero(rows[:-1] & rows[1:]), strict=True):
        at_y = round((y + (row + 1) * card.MODULE) * per_mm)
        at_x = round((x + (column + 0.5) * card.MODULE) * per_mm)
        assert page[at_y - 3 : at_y + 4, at_x].max() < 40


def test_a_badge_says_who_it_is_in_text_and_both_languages(make: Make) -> None:
    badge = make(name="欧阳致远", job="质检员", valid_until=DAY)
    said = text_of(make_badges_pdf([badge], DAY, "cards"))
    for words in (
        *("欧阳致远", "质检员", "第二支部", "3号塔吊指挥", "北岸安置房项目", "临时支部", "001"),
        *("2026-11-22", card.JOB, card.BRANCH, card.NUMBER, card.KEY_POST, card.VALID_UNTIL),
    ):
        assert words in said
    plain = text_of(make_badges_pdf([make(is_key_post=False)], DAY, "cards"))
    assert card.POST in plain
    assert card.VALID_UNTIL not in plain


def test_rare_characters_come_from_another_font_or_show_as_missing(make: Make) -> None:
    said = text_of(make_badges_pdf([make(name="𠮷㐂", job="محمد")], DAY, "cards"))
    assert "𠮷㐂" in said
    assert "□" * 4 in said


def boxes_of_text(pdf: bytes, page: int) -> list[tuple[float, float, float, float]]:
    """Left, bottom, right, top of each line of text, in points from the lower left."""
    text = pypdfium2.PdfDocument(pdf)[page].get_textpage()
    return [text.get_rect(place) for place in range(text.count_rects())]


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return max(0.0, width) * max(0.0, height)


def test_nothing_overlaps_and_nothing_leaves_the_card(extremes: list[BadgePrint]) -> None:
    pdf = make_badges_pdf(extremes, DAY, "cards")
    for place in range(len(extremes)):
        check_apart(boxes_of_text(pdf, place))


def check_apart(lines: list[tuple[float, float, float, float]]) -> None:
    code_left = card.CARD_WIDTH - 2 * card.MARGIN - card.CODE_SIDE
    code_top = card.CARD_HEIGHT - card.BAND
    code_bottom = code_top - 2 * card.MARGIN - card.CODE_SIDE
    code = (code_left, code_bottom, card.CARD_WIDTH, code_top)
    photo_right = card.MARGIN + card.CODE_SIDE * 0.8
    photo = (0.0, code_bottom + card.MARGIN, photo_right, code_top)
    kept = [tuple(edge * PT_PER_MM for edge in box) for box in (code, photo)]
    for number, line in enumerate(lines):
        assert line[0] > 3 * PT_PER_MM
        assert line[2] < (card.CARD_WIDTH - 3) * PT_PER_MM
        assert line[1] > 1.5 * PT_PER_MM
        assert line[3] < (card.CARD_HEIGHT - 0.5) * PT_PER_MM
        others = [*lines[number + 1 :], *kept]
        assert all(overlap(line, other) < 0.5 for other in others)


def test_a_missing_or_broken_photo_gives_the_figure(make: Make) -> None:
    def face(badge: BadgePrint) -> Pixels:
        page = draw(make_badges_pdf([badge], DAY, "cards"), 0, "pdfium")
        left, top = round(card.MARGIN * PX_PER_MM), round((card.BAND + card.MARGIN) * PX_PER_MM)
        return page[top + 2 : top + 150, left + 2 : left + 120]

    figure = face(make(photo=None))
    assert np.array_equal(figure, face(make(photo=b"\xff\xd8 no picture")))
    assert not np.array_equal(figure, face(make()))
    assert (figure.max(axis=2) - figure.min(axis=2)).max() < 10


def test_the_same_badges_give_the_same_bytes(make: Make) -> None:
    badges = [make(1), make(2)]
    assert make_badges_pdf(badges, DAY) == make_badges_pdf(badges, DAY)


def test_the_fonts_are_embedded_in_part_only(make: Make) -> None:
    pdf = make_badges_pdf([make()], DAY, "cards")
    assert re.search(rb"/FontName /[A-Z]{6}\+", pdf)
    assert len(pdf) < 200_000


def test_ten_cards_lie_apart_on_the_paper() -> None:
    corners = [corner_of(place) for place in range(10)]
    assert len(set(corners)) == 10
    first, second, third, last = corners[0], corners[1], corners[2], corners[9]
    assert second.x - first.x == pytest.approx(card.CARD_WIDTH + GAP)
    assert third.y - first.y == pytest.approx(card.CARD_HEIGHT + GAP)
    assert first.x + last.x + card.CARD_WIDTH == pytest.approx(A4[0])
    assert first.y + last.y + card.CARD_HEIGHT == pytest.approx(A4[1])
    assert min(first.x, first.y) > 5


def test_cut_marks_stand_outside_of_the_cards_only(make: Make) -> None:
    page = draw(make_badges_pdf([make()], DAY), 0, "pdfium", 300)
    per_mm, corner = 300 / 25.4, corner_of(0)
    left, top = round(corner.x * per_mm), round(corner.y * per_mm)
    assert page[top - 30, left - 3 : left + 4].min() < 200
    assert page[top - 3 : top + 4, left - 30].min() < 200
    assert page[top - 4, left - 9 : left - 4].max() < 255  # the band goes on beyond the cut
