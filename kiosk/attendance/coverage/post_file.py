"""The key posts of a rule file: read, held against the site, every fault named with its place."""

from kiosk.attendance.coverage.file_hours import HoursOfPost
from kiosk.attendance.coverage.file_places import Known, Place, unknown_names, word
from kiosk.attendance.coverage.file_terms import TermsOfPost
from kiosk.attendance.coverage.post_wishes import PostWish
from kiosk.attendance.coverage.setting import check_least
from kiosk.i18n import _

_POST_KEYS = frozenset(
    {"name", "kind", "least", "follows_shifts", "weekly", "moments", "holders", "deputies"}
)


class PostFile:
    """Reads posts; what is wrong with them is told once all are read."""

    def __init__(self, known: Known) -> None:
        """Read nothing yet.

        Args:
            known: What they are held against.
        """
        self._known = known
        self.faults: list[str] = []
        """Everything that was wrong, one sentence each, with its place in the file."""

    def read(self, told: object) -> list[PostWish]:
        """What a list of posts asks for; only when there is no fault is it of use."""
        if not isinstance(told, list):
            self.faults.append(_("The posts are no list."))
            return []
        found = [self._post(Place(self.faults, place), one) for place, one in enumerate(told, 1)]
        wishes = [wish for wish in found if wish is not None]
        names = [wish.post.name for wish in wishes]
        for name in dict.fromkeys(names):
            if names.count(name) > 1:
                self.faults.append(_("The post {name} is named twice.").format(name=name))
        return wishes

    def _post(self, place: Place, told: object) -> PostWish | None:
        if not isinstance(told, dict) or not isinstance(told.get("name"), str):
            place.add(_("It can't be read: it needs a name."))
            return None
        post = self._known.posts.get(told["name"])
        if post is None:
            place.add(_("There is no key post {name}.").format(name=word(told["name"])))
            return None
        place = place.named(post.name)
        place.add(*unknown_names(told, _POST_KEYS))
        if told.get("kind", post.kind) != post.kind:
            place.add(_("Its kind is {kind}; a file can't change that.").format(kind=post.kind))
        return PostWish(
            post,
            _least(place, told.get("least")),
            HoursOfPost(self._known, post, place).read(told),
            TermsOfPost(self._known, "holders", post.holders).read(place, told),
            TermsOfPost(self._known, "deputies", post.deputies).read(place, told),
        )


def _least(place: Place, told: object) -> int | None:
    if told is None:
        return None
    if not isinstance(told, int) or isinstance(told, bool):
        place.add(_("{name} is no number.").format(name="least"))
        return None
    return told if place.has_passed(lambda: check_least(told)) else None
