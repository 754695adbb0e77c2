"""What the wall shows, read in one go on the reading thread, as cards of a face and three lines."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from kiosk.attendance.coverage.views import PostCoverageView
from kiosk.i18n import _
from kiosk.people.filters import here_first
from kiosk.people.posts.views import PostLine
from kiosk.people.posts.words import honour_word
from kiosk.people.posts.words import state_word as post_word
from kiosk.people.views import MemberView
from kiosk.service.views import CommitmentView, ServiceView
from kiosk.service.voices_views import PublicVoice
from kiosk.service.voices_wording import kind_word, subject_words
from kiosk.service.voices_wording import state_word as voice_word
from kiosk.services import Services
from screens.public.post_rows import rhythm_word, service_minutes
from screens.public.promises import open_first
from screens.public.voice_thread import STATE_SIGNS as STATE_SIGNS_OF_VOICES
from screens.widgets.board.card_text import AWAY, ON_SITE
from screens.widgets.board.words import STATE_SIGNS, spoken, state_word, when_words

LATEST = 60
"""Services that are read; more are not turned through in a day."""

SOLVED = 40
"""Solved voices that are read."""

_EPOCH = datetime.fromtimestamp(0).astimezone()


@dataclass(frozen=True, slots=True)
class WallView:
    """All that is turned through.

    Attributes:
        members: All who have not left, those on site first.
        posts: All key posts, those that need somebody first.
        due: Today's promises, open ones first.
        services: The newest services, newest first.
        voices: Solved voices, the last solved first.
        today: The local day.
        now: The time, UTC.
        logged: How many services were logged on the work day, as the day's page counts them.
        solved: How many voices are solved, those that are not shown too.
        duties: All posts that stand and are no key posts, by name.
    """

    members: tuple[MemberView, ...] = ()
    posts: tuple[PostCoverageView, ...] = ()
    due: tuple[CommitmentView, ...] = ()
    services: tuple[ServiceView, ...] = ()
    voices: tuple[PublicVoice, ...] = ()
    today: date = date.min
    now: datetime = _EPOCH
    logged: int = 0
    solved: int = 0
    duties: tuple[PostLine, ...] = ()


def read_wall(services: Services) -> WallView:
    """The wall now; call it on the reading thread."""
    now = services.context.clock.now()
    return WallView(
        tuple(here_first(services.people.list_members())),
        services.coverage.now(),
        open_first(services.service.list_due_today()),
        services.service.list_latest_services(LATEST),
        services.voices.list_solved(SOLVED),
        now.astimezone(services.oversight.site().zone).date(),
        now,
        services.service.count_logged_today(),
        services.voices.count_solved(),
        tuple(
            one for one in services.posts.list_posts() if not one.is_key and one.state != "ended"
        ),
    )


@dataclass(frozen=True, slots=True)
class WallCard:
    """A face, or a number in its place, and three lines.

    Attributes:
        member: Whose face; None: the number stands there.
        number: What stands in the face's place.
        sign: A shape before the text, or empty.
        look: How the sign looks: the state of a promise, or `text`.
        text: What it says, over up to two lines.
        facts: Whose it is, when, where.
    """

    member: MemberView | None
    number: str
    sign: str
    look: str
    text: str
    facts: str


def post_cards(view: WallView) -> list[WallCard]:
    """The posts that are no key posts, each with who holds it and their duty."""
    return [
        WallCard(
            *(one.holders[0].member if one.holders else None, ""),
            *("" if one.holders else "▲", "text" if one.holders else "overdue"),
            one.name,
            _joined((_holders(one), one.duty, one.zone, honour_word(one.honour))),
        )
        for one in view.duties
    ]


def _holders(post: PostLine) -> str:
    names = (
        f"{ON_SITE if one.member.on_site_since else AWAY} {one.member.name}" for one in post.holders
    )
    return _(", ").join(names) or post_word(post.state)


def promise_cards(view: WallView) -> list[WallCard]:
    """Today's promises, each with what became of it; those of days before stand on the board."""
    people = _people(view.members)
    return [
        WallCard(
            people.get(one.member_uid) if one.member_uid else None,
            one.number,
            STATE_SIGNS[one.state],
            one.state,
            spoken(one),
            _joined((one.name, state_word(one.state), rhythm_word(one.rhythm), one.post)),
        )
        for one in view.due
    ]


def service_cards(view: WallView, zone: ZoneInfo) -> list[WallCard]:
    """The latest services."""
    people = _people(view.members)
    return [
        WallCard(
            people.get(one.member_uid) if one.member_uid else None,
            one.number,
            "",
            "text",
            spoken(one),
            _joined(
                (
                    one.name,
                    when_words(one.at.astimezone(zone), view.today),
                    service_minutes(one),
                    one.whom,
                    one.where,
                )
            ),
        )
        for one in view.services
    ]


def voice_cards(view: WallView) -> list[WallCard]:
    """Solved voices whose words may be read: number, subject, what was approved for showing."""
    return [
        WallCard(
            None,
            str(one.number),
            STATE_SIGNS_OF_VOICES[one.state],
            "kept",
            subject_words(one),
            _joined((kind_word(one.kind), voice_word(one.state), one.where, _more_shown(one))),
        )
        for one in view.voices
        if one.subject
    ]


def _more_shown(voice: PublicVoice) -> str:
    return "" if voice.shown == voice.subject else voice.shown


def count_words(view: WallView, part: str) -> tuple[str, str]:
    """The count that stands large beside a title, and what it counts, of how many."""
    due_posts = [post for post in view.posts if post.is_due]
    held = sum(not post.is_empty for post in due_posts)
    on_site = sum(one.on_site_since is not None for one in view.members)
    kept = sum(one.state == "kept" for one in view.due)
    return {
        "board": (str(on_site), _of(_("on site"), len(view.members))),
        "posts": (str(held), _of(_("held"), len(due_posts))),
        "duties": (
            str(sum(_is_at_it(one) for one in view.duties)),
            _of(_("held"), len(view.duties)),
        ),
        "promises": (str(kept), _of(_("kept so far"), len(view.due))),
        "services": (str(view.logged), _("logged today")),
        "voices": (str(view.solved), _("solved")),
    }[part]


def _is_at_it(post: PostLine) -> bool:
    """Whether one of those who hold a post is on site: as of a key post, else it is not held."""
    return any(one.member.on_site_since is not None for one in post.holders)


def _of(words: str, count: int) -> str:
    return _("{words}, of {count}").format(words=words, count=count)


def _people(members: Iterable[MemberView]) -> Mapping[UUID, MemberView]:
    return {member.uid: member for member in members}


def _joined(facts: Iterable[str]) -> str:
    return " · ".join(fact for fact in facts if fact)
