"""A member with several posts chooses which one they take."""

from collections.abc import Callable, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from kiosk.attendance.coverage.views import WaitingPost
from kiosk.attendance.coverage.words import MARKS, since_words, state_word
from kiosk.i18n import _, format_time
from screens.dialogs.pick_list import Choice, PickList
from screens.member.handover import LeavingScreen


class TakePostScreen(LeavingScreen):
    """The posts that run or will within the hour, those that stand empty first: one digit.

    Who leaves another one empty by it is asked who takes that over.
    """

    @property
    def errand(self) -> str:
        """Which post."""
        return _("My post")

    async def story(self) -> bool:
        """Which one, stored."""
        desk, zone = self.kiosk.services.coverage, self.kiosk.site.zone
        posts = await self.kiosk.read(desk.waiting_for, self.member.uid)
        today = self.kiosk.services.context.clock.now().astimezone(zone).date()
        asked = _ask_which(posts, zone, today)
        while (post := await self.ask(asked)) is not None:
            if await self._take(post, zone):
                await self.hand_over(await self.kiosk.read(desk.posts_given_up, self.member.uid))
                return True
            asked = asked.anew()
        return False

    async def _take(self, post: WaitingPost, zone: ZoneInfo) -> bool:
        take = self.kiosk.services.coverage.take_post
        return await self.store(lambda _none: _told(post, zone), take, self.member.uid, post.uid)


def _told(post: WaitingPost, zone: ZoneInfo) -> tuple[Callable[[], str], Callable[[], str]]:
    until = format_time(post.ends.astimezone(zone))
    return lambda: post.name, lambda: _("You take it until {time}.").format(time=until)


def _ask_which(posts: Sequence[WaitingPost], zone: ZoneInfo, today: date) -> PickList[WaitingPost]:
    return PickList(
        lambda: _("Which post do you take?") if posts else _("None of your posts runs now."),
        lambda: [
            Choice(post, post.name, waiting_words(post, zone, today), post.is_waiting)
            for post in posts
        ],
    )


def waiting_words(post: WaitingPost, zone: ZoneInfo, today: date) -> str:
    """How a post stands without the member: `▲ 空岗 自 06:30`, `07:00 开始`, `王工`.

    Args:
        post: The post.
        zone: The site's.
        today: The local day.
    """
    if post.is_taken:
        return _("you have it")
    if post.state == "not_due":
        return _("begins at {time}").format(time=format_time(post.begins.astimezone(zone)))
    if post.state == "empty":
        return f"{state_word(post.state)} {since_words(post.since, zone, today)}"
    return f"{MARKS[post.state]} {state_word(post.state)} {' '.join(post.holders)}"
