"""Cards for a screen that nobody touches: a face, what was promised or done, and whose it is."""

from collections.abc import Sequence
from typing import ClassVar

from textual import work
from textual.message import Message
from textual.strip import Strip

from screens.public.wall_mode_view import WallCard
from screens.widgets.big_letters import SIZES, BigLetters
from screens.widgets.board.faces import Faces
from screens.widgets.board.layout import FACE_ASPECT
from screens.widgets.letters import draw_number
from screens.widgets.lines import Canvas, Drawn, Part, line, wrap

LEAST_WIDTH = 56
"""Cells of a card, from which on there are two side by side."""

_GAP_COLUMNS, _GAP_LINES = 4, 1
_FACES = (12, 10, 8, 6, 4)
"""Lines of a face, the largest first: the largest with which all cards fit on one page."""

_LEAST_GOOD = ((40, 8), (24, 6), (0, 4))
"""Lines of a face where not all cards fit, where there are at least so many lines."""

_TEXT_LINES = 2

LARGE = (150, 40)
"""Columns and lines from which on words are in letters that are read from three metres."""

_LARGE_LINES = 16
"""Of a card in large letters: what it says, and under it whose it is."""

_SMALLEST = SIZES[-1]
_INDENT = 4


class WallCards(Drawn):
    """One page of cards; the next one when the wall comes round again."""

    LOOKS = "cards"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "cards--title",
        "cards--text",
        "cards--faint",
        "cards--plate",
        "cards--open",
        "cards--overdue",
        "cards--kept",
        "cards--partly_kept",
        "cards--missed",
        "cards--withdrawn",
    }
    DEFAULT_CSS = """
    WallCards { height: 1fr; width: 1fr; }
    WallCards > .cards--title { color: $text; text-style: bold; }
    WallCards > .cards--text { color: $text; }
    WallCards > .cards--faint { color: $text-muted; }
    WallCards > .cards--plate { color: $text-muted; background: $surface; text-style: bold; }
    WallCards > .cards--open { color: $text; }
    WallCards > .cards--overdue { color: $warning; text-style: bold; }
    WallCards > .cards--kept { color: $success; text-style: bold; }
    WallCards > .cards--partly_kept { color: $text; }
    WallCards > .cards--missed { color: $text-muted; }
    WallCards > .cards--withdrawn { color: $text-muted; }
    """

    class Laid(Message):
        """Another number of cards fits on a page."""

    def __init__(self, faces: Faces, *, id: str | None = None) -> None:  # noqa: A002  # Textual's
        """Show nothing yet.

        Args:
            faces: Where the faces come from.
            id: The widget's id.
        """
        super().__init__(id=id)
        self._faces = faces
        self._cards: Sequence[WallCard] = ()
        self._empty = ""
        self._page = 0
        self._letters: BigLetters | None = None

    def use(self, letters: BigLetters | None) -> None:
        """Draw words in these letters where there is room; None: in the terminal's own only."""
        self._letters = letters
        self.redraw()
        self.post_message(self.Laid())
        self._bring_faces()

    @property
    def _large(self) -> BigLetters | None:
        """The letters, where there is room for them."""
        has_room = self.size.width >= LARGE[0] and self.size.height >= LARGE[1]
        return self._letters if has_room else None

    def show(self, cards: Sequence[WallCard], empty: str) -> None:
        """Show other cards; the page stays where it is as long as there is such a page.

        Args:
            cards: In order.
            empty: What is said when there is none.
        """
        self._cards, self._empty = cards, empty
        self.redraw()
        self._bring_faces()

    def turn(self) -> None:
        """The next page, round at the end."""
        self._page = (self.page + 1) % self.pages
        self.redraw()
        self._bring_faces()

    @property
    def page(self) -> int:
        """The page shown, from 0."""
        return min(self._page, self.pages - 1)

    @property
    def pages(self) -> int:
        """How many pages there are at this size, at least 1."""
        return max(1, -(-len(self._cards) // (self._across * self._down)))

    @property
    def left(self) -> int:
        """How many cards are on other pages."""
        return len(self._cards) - len(self.shown)

    @property
    def shown(self) -> Sequence[WallCard]:
        """The cards of this page."""
        count = self._across * self._down
        return self._cards[self.page * count :][:count]

    def on_resize(self) -> None:
        """Other faces for another size."""
        self.redraw()
        self.post_message(self.Laid())
        self._bring_faces()

    def draw(self, width: int, height: int) -> list[Strip]:
        """The page's cards, from left to right and down."""
        canvas = Canvas(width, height, self.ground)
        if not self._cards:
            for down, text in enumerate(self._how_to_begin(width)):
                canvas.put(0, 1 + down, line([(text, self.look("text"))], width, self.ground))
        step = self._width + _GAP_COLUMNS
        for place, card in enumerate(self.shown):
            row, column = divmod(place, self._across)
            top = row * (self._face_lines + _GAP_LINES)
            for down, strip in enumerate(self._card(card)):
                canvas.put(column * step, top + down, strip)
        return canvas.lines()

    def _how_to_begin(self, width: int) -> list[str]:
        if (letters := self._large) is None:
            return wrap(self._empty, min(width, 80), 4)
        said = letters.split(self._empty, width, _SMALLEST, 4)
        return [row for words in said for row in letters.draw(words, _SMALLEST)]

    @property
    def _face_lines(self) -> int:
        if self._large is not None:
            return _LARGE_LINES
        least = next(lines for above, lines in _LEAST_GOOD if self.size.height >= above)
        fitting = (
            lines
            for lines in _FACES
            if lines > least and self._across * self._rows(lines) >= len(self._cards)
        )
        return next(fitting, least)

    def _rows(self, face_lines: int) -> int:
        return (self.size.height + _GAP_LINES) // (face_lines + _GAP_LINES)

    @property
    def _face_columns(self) -> int:
        return round(self._face_lines * FACE_ASPECT)

    @property
    def _across(self) -> int:
        if self._large is not None:
            return 1
        return max(1, (self.size.width + _GAP_COLUMNS) // (LEAST_WIDTH + _GAP_COLUMNS))

    @property
    def _down(self) -> int:
        return max(1, self._rows(self._face_lines))

    @property
    def _width(self) -> int:
        return max(1, (self.size.width - (self._across - 1) * _GAP_COLUMNS) // self._across)

    def _card(self, card: WallCard) -> list[Strip]:
        face, width = self._face(card), self._width - self._face_columns
        if (letters := self._large) is not None:
            rows = self._large_rows(card, letters, width - 2 * _INDENT)
        else:
            rows = self._rows_of(card, width)
        above: list[list[Part]] = [[]] * max(0, (self._face_lines - len(rows)) // 2)
        lines = [line(row, width, self.ground) for row in [*above, *rows]]
        lines += [Strip.blank(width, self.ground)] * (self._face_lines - len(lines))
        return [Strip.join(pair) for pair in zip(face, lines, strict=False)]

    def _large_rows(self, card: WallCard, letters: BigLetters, width: int) -> list[list[Part]]:
        """In one line as large as fits, and whose it is; else in two, and that in small letters."""
        size = letters.size_of(card.text, width)
        words = [card.text] if size else letters.split(card.text, width, _SMALLEST, _TEXT_LINES)
        said = [row for one in words for row in letters.draw(one, size or _SMALLEST)]
        facts = card.facts.split(" · ")
        while len(facts) > 1 and letters.width(" · ".join(facts), _SMALLEST) > width:
            facts.pop()
        short = letters.split(" · ".join(facts), width, _SMALLEST, 1)[0]
        whose = letters.draw(short, _SMALLEST) if size else (card.facts,)
        sign: Part = (f"{card.sign:>{_INDENT - 2}}".ljust(_INDENT), self.look(card.look))
        blank: Part = (" " * _INDENT, self.ground)
        middle = len(said) // 2
        return [
            *(
                [sign if at == middle else blank, (row, self.look("title"))]
                for at, row in enumerate(said)
            ),
            *([blank, (row, self.look("faint"))] for row in whose),
        ]

    def _rows_of(self, card: WallCard, width: int) -> list[list[Part]]:
        texts = wrap(card.text, max(2, width - 5), _TEXT_LINES) or [""]
        sign: Part = (f"  {card.sign} " if card.sign else "  ", self.look(card.look))
        indent = " " * (4 if card.sign else 2)
        rows: list[list[Part]] = [[sign, (texts[0], self.look("title"))]]
        rows += [[(indent + text, self.look("title"))] for text in texts[1:]]
        rows += [
            [(indent + text, self.look("faint"))]
            for text in wrap(card.facts, max(2, width - 5), _TEXT_LINES)
        ]
        return rows

    def _face(self, card: WallCard) -> list[Strip]:
        columns, lines, plate = self._face_columns, self._face_lines, self.look("plate")
        if card.member is None:
            rows = draw_number(card.number, columns, lines)
            drawn = [line([(row, plate)], columns, plate) for row in rows]
        else:
            found = self._faces.draw(card.member, columns, lines, self.background_colors[1].rgb)
            drawn = found or []
        above = [Strip.blank(columns, plate)] * ((lines - len(drawn)) // 2)
        below = [Strip.blank(columns, plate)] * (lines - len(drawn) - len(above))
        return [*above, *drawn, *below]

    @work(group="faces", exclusive=True)
    async def _bring_faces(self) -> None:
        ground = self.background_colors[1].rgb
        for member in [card.member for card in self.shown if card.member]:
            if await self._faces.fetch(member, self._face_columns):
                self._faces.draw(member, self._face_columns, self._face_lines, ground)
                self.redraw()
