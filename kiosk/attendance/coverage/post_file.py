"""The key posts of a rule file: read, held against the site, every fault named with its place."""

from collections.abc import Mapping

from kiosk.attendance.coverage.file_hours import HoursOfPost
from kiosk.attendance.coverage.file_places import Known, Place, unknown_names, word
from kiosk.attendance.coverage.file_terms import TermsOfPost
from kiosk.attendance.coverage.kinds import KINDS, NO_KEY_POST, check_kind
from kiosk.attendance.coverage.post_wishes import PostWish
from kiosk.attendance.coverage.posts import SetPost
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
            place.add(_("There is no post {name}.").format(name=word(told["name"])))
            return None
        place = place.named(post.name)
        place.add(*unknown_names(told, _POST_KEYS))
        kind = _kind(place, told, post)
        if kind == NO_KEY_POST:
            return _no_key_post(place, post, told)
        return PostWish(
            post,
            kind,
            _least(place, told.get("least")),
            HoursOfPost(self._known, post, place).read(told),
            TermsOfPost(self._known, "holders", post.holders).read(place, told),
            TermsOfPost(self._known, "deputies", post.deputies).read(place, told),
        )


def _kind(place: Place, told: Mapping[str, object], post: SetPost) -> str:
    """The kind a post is to be of; the one it is of where there is no such kind."""
    kind = word(told.get("kind", post.kind))
    return kind if place.has_passed(lambda: check_kind(kind)) else post.kind


def _no_key_post(place: Place, post: SetPost, told: Mapping[str, object]) -> PostWish | None:
    """What becomes of a post that is to be no key post; only those are set."""
    if "kind" not in told:
        kinds = ", ".join(KINDS)
        place.add(_("It is no key post; its kind makes it one: {kinds}.").format(kinds=kinds))
        return None
    if set(told) & (_POST_KEYS - {"name", "kind"}):
        place.add(_("It is to be no key post; only those have hours and people set here."))
        return None
    return PostWish(post, NO_KEY_POST, None, None, None, None)


def _least(place: Place, told: object) -> int | None:
    if told is None:
        return None
    if not isinstance(told, int) or isinstance(told, bool):
        place.add(_("{name} is no number.").format(name="least"))
        return None
    return told if place.has_passed(lambda: check_least(told)) else None
