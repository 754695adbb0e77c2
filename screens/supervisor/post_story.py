"""What the stories about one post have in common: the post, read anew after each change."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from kiosk.attendance.coverage.desk import Coverage
from kiosk.attendance.coverage.posts import SetPost
from kiosk.i18n import _
from kiosk.people.views import MemberView
from screens.dialogs.step import SETTLE_S
from screens.member.steps import StepScreen
from screens.supervisor.base import FORM_IDLE_S
from screens.supervisor.desk_form import DeskForm

Told = tuple[Callable[[], str], Callable[[], str]]
Words = Callable[[], str]


class PostStory(DeskForm, StepScreen):
    """Questions about one post."""

    CSS_PATH = "../member/steps.tcss"
    idle_s = FORM_IDLE_S
    settle_s = SETTLE_S

    def __init__(self, supervisor: MemberView, post: SetPost) -> None:
        """Ask about a post.

        Args:
            supervisor: Who is at work.
            post: The post as it is set.
        """
        super().__init__(supervisor)
        self.post = post
        """The post as it was last read."""

    @property
    def errand(self) -> str:
        """What this is."""
        return _("Key post") if self.post.kind else _("Post")

    @property
    def setting(self) -> Coverage:
        """The use cases."""
        return self.kiosk.services.coverage

    @property
    def zone(self) -> ZoneInfo:
        """The site's."""
        return self.kiosk.site.zone

    @property
    def now(self) -> datetime:
        """The time, UTC."""
        return self.kiosk.services.context.clock.now()

    async def read_post(self) -> bool:
        """Read the post as it is set now; says whether it still stands."""
        found = await self.kiosk.read(self.kiosk.services.coverage.find_set, self.post.uid)
        self.post = found or self.post
        return found is not None

    def told(self, words: Words) -> Callable[[object], Told]:
        """The confirmation of a change: what changed, and at which post."""
        return lambda _result: (words, lambda: self.post.name)

    def _whose(self) -> str:
        return f"{self.post.name} · {self.errand}"
