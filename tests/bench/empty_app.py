"""The plain thing the kiosk is measured against: a Textual app that answers a key."""

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Static


class EmptyApp(App[None]):
    """Fills the screen with the number of keys pressed."""

    count = 0

    def compose(self) -> ComposeResult:
        """One widget."""
        yield Static("ready")

    def on_key(self, _event: events.Key) -> None:
        """Paint the answer to a key."""
        self.count += 1
        self.query_one(Static).update(f"answer-{self.count}-")


if __name__ == "__main__":
    EmptyApp().run()
