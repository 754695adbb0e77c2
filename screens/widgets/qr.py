"""QR codes that a phone or a scanner reads off the screen."""

from functools import lru_cache
from itertools import groupby
from typing import Literal

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

BORDER = 4
"""Light modules around the code, as ISO/IEC 18004 asks for; no reader finds one without any."""

LOWER_HALF = "▄"
"""Two modules a cell. The upper half block leaves seams in xterm that readers stumble over."""

Error = Literal["L", "M", "Q", "H"]
"""How much of the code may be dirty or covered: about 7, 15, 25 or 30 percent."""

_LIGHT, _DARK = Color.from_rgb(255, 255, 255), Color.from_rgb(0, 0, 0)


@lru_cache(maxsize=32)
def qr_strips(text: str, error: Error = "H") -> list[Strip]:
    """Draw a code, black on white whatever the theme.

    Args:
        text: What the code says; digits take the least room.
        error: How much of the code may be unreadable.

    Returns:
        One strip a line, all of one width: two modules a cell from top to bottom.

    Raises:
        ValueError: The text is too long for any code.
    """
    rows = _modules(text, error)
    width = len(rows[0])
    rows.append([False] * width)  # every code has an odd number of rows
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return [_strip(upper, lower) for upper, lower in pairs]


def _modules(text: str, error: Error) -> list[list[bool]]:
    import qrcode
    from qrcode import constants

    level: int = getattr(constants, f"ERROR_CORRECT_{error}")
    code = qrcode.QRCode(border=BORDER, error_correction=level)
    code.add_data(text)
    code.make(fit=True)
    return [[bool(module) for module in row] for row in code.get_matrix()]


def _strip(upper: list[bool], lower: list[bool]) -> Strip:
    cells = groupby(zip(upper, lower, strict=True))
    runs = [(pair, len(list(cell))) for pair, cell in cells]
    return Strip([Segment(LOWER_HALF * n, _style(*pair)) for pair, n in runs], len(upper))


@lru_cache(maxsize=4)
def _style(upper: bool, lower: bool) -> Style:
    return Style(color=_DARK if lower else _LIGHT, bgcolor=_DARK if upper else _LIGHT)


class QrCode(Widget):
    """A QR code, as large as it must be."""

    DEFAULT_CSS = "QrCode { width: auto; height: auto; }"

    text = reactive("", layout=True)
    """What the code says; nothing is drawn for an empty text."""

    def __init__(
        self,
        text: str = "",
        *,
        error: Error = "H",
        id: str | None = None,  # noqa: A002  # Textual's own name
        classes: str | None = None,
    ) -> None:
        """Draw a text.

        Args:
            text: What the code says.
            error: How much of the code may be unreadable.
            id: The widget's id.
            classes: The widget's classes.
        """
        super().__init__(id=id, classes=classes)
        self._error: Error = error
        self.text = text

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """The code's columns."""
        return self._strips[0].cell_length if self._strips else 0

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The code's lines."""
        return len(self._strips)

    def render_line(self, y: int) -> Strip:
        """One line of the code."""
        if y >= len(self._strips):
            return Strip.blank(self.size.width, self.rich_style)
        return self._strips[y].crop(0, self.size.width)

    @property
    def _strips(self) -> list[Strip]:
        return qr_strips(self.text, self._error) if self.text else []
