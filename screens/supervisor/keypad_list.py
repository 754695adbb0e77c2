"""A list of lines that a keypad without arrows moves in as well."""

from screens.supervisor.day_list import StoryList


class KeypadList(StoryList):
    """Lines with one chosen: 8 and 2 move, + and - turn pages; the screen hands them on."""

    DEFAULT_CSS = """
    KeypadList {
        height: 1fr; width: 100%; overflow-x: hidden; overflow-y: auto;
        scrollbar-size-vertical: 1; scrollbar-gutter: stable; background: $background;
        scrollbar-background: $background; scrollbar-background-hover: $background;
        scrollbar-color: $panel; scrollbar-color-hover: $accent;
        & > .story--plain { color: $text; background: $background; }
        & > .story--quiet { color: $text-muted; background: $background; }
        & > .story--urgent { color: $text-warning; background: $background; text-style: bold; }
        & > .story--strong { color: $text; background: $background; text-style: bold; }
        & > .story--chosen { background: $panel; }
    }
    """

    def press(self, character: str) -> bool:
        """Take a key of the keypad; says whether it meant something here."""
        page = max(1, self.size.height - 1)
        by = {"8": -1, "2": 1, "+": page, "-": -page}.get(character, 0)
        if by:
            self.move(by)
        return bool(by)

    def move(self, by: int) -> None:
        """Choose the line that many further down."""
        self._go(self._at + by, 1 if by > 0 else -1)
