"""A question over its answers: as many lines as it needs, and never more than leave them room."""

from textual.content import Content
from textual.geometry import Size
from textual.visual import VisualType

from screens.widgets.lines import wrap
from screens.widgets.sentence import Sentence

MOST_LINES = 4
"""A promise of 118 characters and what is asked of it, at 80 columns; longer ones end with …."""


class Question(Sentence):
    """Plain words, broken as Chinese is; what is too long shows that it goes on."""

    def render(self) -> VisualType:
        """The words, broken for the width that there is."""
        return Content("\n".join(self._lines(self.content_size.width)))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as they take."""
        return max(1, len(self._lines(width)))

    def _lines(self, width: int) -> list[str]:
        return wrap(" ".join(str(self.content).split("\n")), max(2, width), MOST_LINES)
