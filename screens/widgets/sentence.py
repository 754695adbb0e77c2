"""Plain words that break as Chinese is broken: no line begins with a full stop."""

from textual.content import Content
from textual.geometry import Size
from textual.visual import VisualType
from textual.widgets import Label

from screens.widgets.lines import wrap

_MOST_LINES = 200


def broken(text: str, width: int) -> str:
    """Text with its lines broken for a width in cells; lines of its own stay."""
    lines = [wrap(line, max(2, width), _MOST_LINES) or [""] for line in text.split("\n")]
    return "\n".join(line for own in lines for line in own)


class Sentence(Label):
    """A label of plain words; Textual's own breaks before any character."""

    def __init__(
        self,
        words: str = "",
        *,
        id: str | None = None,  # noqa: A002  # Textual's
        classes: str | None = None,
    ) -> None:
        """Say something.

        Args:
            words: Plain text; nothing in it is markup.
            id: Textual's.
            classes: Textual's.
        """
        super().__init__(words, id=id, classes=classes, markup=False)

    def render(self) -> VisualType:
        """The words, broken for the width that there is."""
        return Content(broken(str(self.content), self.content_size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the broken words take."""
        return broken(str(self.content), width).count("\n") + 1
