"""Lists over pages: nothing is lost, nothing overlaps, no heading stands alone."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.exports.listing import ROW, WRITTEN_ROW, Cell, Column, Page, Section, flow
from kiosk.exports.pages import BLACK
from kiosk.exports.typesetting import Type

KINDS = (Type(10, 6),)
EDGES = (90.0, 20.0, 280.0)
CLOSING = 26.0


def section(rows: int, *, is_written_on: bool = False) -> Section:
    columns = (Column("No.", 0, 20),) if rows else ()
    cells = tuple((Cell(str(row), KINDS),) for row in range(rows))
    return Section("heading", BLACK, columns, cells, is_written_on)


def height(page: Page, place: int) -> float:
    placed = page.lines[place]
    return placed.section.head_height if placed.row is None else placed.section.row_height


@given(st.lists(st.tuples(st.integers(0, 120), st.booleans()), max_size=4))
def test_every_row_has_its_place(sizes: list[tuple[int, bool]]) -> None:
    sections = [section(rows, is_written_on=written) for rows, written in sizes]
    pages = flow(sections, EDGES, CLOSING)
    rows = [one.row[0].text for page in pages for one in page.lines if one.row is not None]
    assert rows == [str(row) for size, _written in sizes for row in range(size)]
    for number, page in enumerate(pages):
        top = EDGES[0] if number == 0 else EDGES[1]
        for place, placed in enumerate(page.lines):
            assert placed.y >= top - 0.001
            top = placed.y + height(page, place)
            assert top <= EDGES[2] + 0.001
    assert pages[-1].end + CLOSING <= EDGES[2]


@given(st.integers(0, 60), st.integers(1, 60))
def test_no_heading_stands_alone_and_rows_go_on_under_it(first: int, second: int) -> None:
    pages = flow([section(first), section(second)], EDGES, CLOSING)
    for page in pages:
        for place, placed in enumerate(page.lines):
            if placed.row is None and placed.section.rows:
                assert page.lines[place + 1].row is not None
    for page in pages[1:]:
        if page.lines:
            assert page.lines[0].row is None


def test_a_section_that_goes_on_says_so_on_the_later_page_only() -> None:
    pages = flow([section(100)], EDGES, CLOSING)
    assert [page.lines[0].goes_on for page in pages] == [False, *[True] * (len(pages) - 1)]
    assert len(pages) > 1


def test_rows_for_a_pen_are_higher() -> None:
    assert section(1, is_written_on=True).row_height == WRITTEN_ROW > ROW
