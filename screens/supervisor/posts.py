"""The posts as they are set: one list, Enter sets the chosen one, 1 and 3 make one more."""

from uuid import UUID

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Label

from kiosk.attendance.coverage.posts import SetPost
from kiosk.errors import KioskError
from kiosk.i18n import _
from screens.supervisor.base import SupervisorScreen
from screens.supervisor.day_list import StoryList
from screens.supervisor.keypad_list import KeypadList
from screens.supervisor.post_lines import post_lines
from screens.widgets.countdown import Countdown
from screens.widgets.header import SiteHeader
from screens.widgets.keys import KeyBar
from screens.widgets.sentence import Sentence


class PostsScreen(SupervisorScreen):
    """Every post: key posts with hours and least number, then the others."""

    CSS_PATH = "posts.tcss"

    def __init__(self) -> None:
        """Show the posts, once they are read."""
        super().__init__()
        self._posts: tuple[SetPost, ...] | None = None
        self._made: UUID | None = None

    def compose(self) -> ComposeResult:
        """Title, list, the chosen post in words."""
        yield SiteHeader()
        with Vertical(id="posts"):
            yield Label(_("Posts: hours and people"), id="posts-title", markup=False)
            yield KeypadList()
            yield Label("", id="posts-empty", markup=False)
            yield Sentence(id="posts-detail")
        yield KeyBar(self._keys, resting=self._resting)
        yield Countdown()

    def on_mount(self) -> None:
        """Read the list."""
        self._read()

    def on_screen_resume(self) -> None:
        """What was set is in the list."""
        self._read()

    async def record_changed(self) -> None:
        """Something may be set otherwise now."""
        self._read()

    async def speak(self) -> None:
        """Say everything again; the reader stays where they are."""
        line = self.query_one(KeypadList).chosen
        await super().speak()
        self._show(from_the_top=True)
        if line is not None:
            self.query_one(KeypadList).choose(line.key)

    def _read(self) -> None:
        self.run_worker(self._read_posts(), name="posts", group="posts", exclusive=True)

    async def _read_posts(self) -> None:
        is_first = self._posts is None
        try:
            self._posts = await self.kiosk.read(self.kiosk.services.coverage.all_posts)
        except KioskError as error:
            self.kiosk.tell(error.sentence, "refused")
            return
        self._show(from_the_top=is_first)
        self._open_made()

    def _open_made(self) -> None:
        """A post that was just made has no people yet: go on with these."""
        if self._made is not None and self.app.screen is self:
            self.query_one(KeypadList).choose(str(self._made))
            self._made = None
            self._change()

    def _keep_made(self, uid: UUID) -> None:
        self._made = uid

    def _show(self, *, from_the_top: bool) -> None:
        if self._posts is None or not self.query("#posts-detail"):  # just being composed anew
            return
        story, empty = self.query_one(KeypadList), self.query_one("#posts-empty", Label)
        story.display, empty.display = bool(self._posts), not self._posts
        empty.update(_how_to_begin())
        now = self.kiosk.services.context.clock.now()
        story.tell(post_lines(self._posts, now, self.kiosk.site.zone), from_the_top=from_the_top)
        if self.is_current:
            story.focus()
        self.query_one(KeyBar).redraw()

    def on_story_list_chosen(self, message: StoryList.Chosen) -> None:
        """Say the whole of the chosen post."""
        message.stop()
        for detail in self.query("#posts-detail").results(Sentence):
            detail.update(message.line.detail if message.line else "")

    def _keys(self) -> list[tuple[str, str]]:
        return [
            ("move", _("Move")),
            ("enter", _("Change")),
            ("1", _("New key post")),
            ("3", _("New other post")),
            ("0", _("Back")),
            ("f3", _("Colours")),
            ("f2", "中文 / EN"),
        ]

    def _resting(self) -> frozenset[str]:
        return frozenset() if self._posts else frozenset({"move", "enter"})

    def on_key(self, event: events.Key) -> None:
        """Enter changes the chosen post, 1 and 3 make one more; a keypad's 8 and 2 move."""
        if event.key == "enter":
            self._change()
        elif event.character in {"1", "3"}:
            self._add(is_key=event.character == "1")
        elif not self.query_one(KeypadList).press(event.character or ""):
            return
        event.stop()
        event.prevent_default()

    def _add(self, *, is_key: bool) -> None:
        from screens.supervisor.post_new import NewKeyPostScreen  # costs when it is opened
        from screens.supervisor.post_other import NewPostScreen

        if self.kiosk.supervisor is not None:
            made = NewKeyPostScreen if is_key else NewPostScreen
            self.app.push_screen(made(self.kiosk.supervisor, self._keep_made))

    def _change(self) -> None:
        from screens.supervisor.post_page import PostScreen  # costs when it is opened

        line, supervisor = self.query_one(KeypadList).chosen, self.kiosk.supervisor
        if line is not None and supervisor is not None:
            post = next(one for one in self._posts or () if one.uid == UUID(line.key))
            self.app.push_screen(PostScreen(supervisor, post))


def _how_to_begin() -> str:
    return "\n".join(
        (
            _("There is no post yet."),
            "",
            _("Press 1 to make a key post: from then on it is loud when it stands empty."),
            _("Press 3 to make another post; then set its duty and who holds it."),
        )
    )
