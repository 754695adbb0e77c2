"""A post is given up."""

from kiosk.i18n import _
from screens.supervisor.errand import GraveConfirm
from screens.supervisor.post_story import PostStory


async def give_up(story: PostStory) -> None:
    """Ask twice, then let the post be no more."""

    def follows() -> list[str]:
        return [
            _("From now on nobody holds it, and it need not be held."),
            _("What was recorded of it stays, also who held it when."),
            _("What was promised for it is due no more from today on."),
            _("Its name stays taken: a new post needs another name."),
        ]

    def title() -> str:
        return _("{post}: give it up?").format(post=story.post.name)

    def yes() -> str:
        return _("Yes, give it up")

    if await story.ask(GraveConfirm(title, follows, yes)):
        told = story.told(lambda: _("The post is no more."))
        await story.store(told, story.kiosk.services.posts.end_post, story.post.uid, story.by)
