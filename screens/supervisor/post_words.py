"""The words of a post: its duty, standard and zone, why it was set up, its honour, its name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kiosk.i18n import _
from kiosk.people.posts.views import BASES, HONOURS, PostChange, PostLine
from kiosk.people.posts.words import basis_word, honour_word
from screens.dialogs.pick_list import Choice, PickList
from screens.member.steps import own_words_choice
from screens.supervisor.post_story import PostStory

_NOTHING = "nothing"

Words = Callable[[], str]


@dataclass(frozen=True, slots=True)
class _Field:
    """One of a post's words.

    Attributes:
        name: As `PostChange` names it.
        label: What it is called.
        ask: The question.
        now: What it is now, in words.
        offered: What can be picked: each value and its words.
        is_own: Whether own words can be written.
    """

    name: str
    label: Words
    ask: Words
    now: Callable[[PostLine], str]
    offered: Callable[[], Sequence[tuple[str, str]]]
    is_own: bool = True


async def set_words(story: PostStory) -> None:
    """Change one after the other, until the supervisor goes back."""
    posts = story.kiosk.services.posts
    post = (await story.kiosk.read(posts.page, story.post.uid)).post
    zones = await story.kiosk.read(story.kiosk.services.coverage.zones)
    asked = PickList(
        lambda: _("Which of its words do you want to change?"), lambda: _choices(post, zones)
    )
    while (field := await story.ask(asked)) is not None:
        await _set(story, field)
        post = (await story.kiosk.read(posts.page, story.post.uid)).post
        await story.read_post()
        asked = asked.anew()


def _choices(post: PostLine, zones: Sequence[str]) -> list[Choice[_Field]]:
    unsaid = _("not written yet")
    return [Choice(field, field.label(), field.now(post) or unsaid) for field in _fields(zones)]


async def _set(story: PostStory, field: _Field) -> None:
    asked: PickList[str] = PickList(
        field.ask,
        lambda: [Choice(value, words) for value, words in field.offered()],
        (lambda: [own_words_choice()]) if field.is_own else None,
    )
    while (picked := await story.ask(asked)) is not None:
        value = await story.own_words(picked, field.ask)
        if value is not None and await _store(story, field, value or picked):
            return
        asked = asked.anew()


async def _store(story: PostStory, field: _Field, picked: str) -> bool:
    value = "" if picked == _NOTHING else picked
    words = dict(field.offered()).get(picked, picked)
    return await story.store(
        lambda _none: (lambda: words, lambda: f"{story.post.name} · {field.label()}"),
        story.kiosk.services.posts.set_post,
        story.post.uid,
        PostChange(**{field.name: value}),
        story.by,
    )


def _fields(zones: Sequence[str]) -> list[_Field]:
    return [*_words_fields(zones), *_choice_fields()]


def _words_fields(zones: Sequence[str]) -> list[_Field]:
    return [
        _Field(
            "duty",
            lambda: _("Duty of the post"),
            lambda: _("What is its holder responsible for?"),
            lambda post: post.duty,
            lambda: _same(_usual_duties()),
        ),
        _Field(
            "standard",
            lambda: _("Standard of service"),
            lambda: _("What does good service mean here?"),
            lambda post: post.standard,
            lambda: _same(_usual_standards()),
        ),
        _Field(
            "zone",
            lambda: _("Zone"),
            lambda: _("Which part of the site does it cover?"),
            lambda post: post.zone,
            lambda: [*_same(zones), (_NOTHING, _("No zone"))],
        ),
    ]


def _choice_fields() -> list[_Field]:
    return [
        _Field(
            "basis",
            lambda: _("Why it was set up"),
            lambda: _("Why was the post set up?"),
            lambda post: basis_word(post.basis),
            lambda: [(one, basis_word(one)) for one in BASES],
            is_own=False,
        ),
        _Field(
            "honour",
            lambda: _("Honour"),
            lambda: _("Does the post carry an honour?"),
            lambda post: honour_word(post.honour),
            _honours,
            is_own=False,
        ),
        _Field(
            "name",
            lambda: _("Name of the post"),
            lambda: _("What is the post called?"),
            lambda post: post.name,
            tuple,
        ),
    ]


def _honours() -> list[tuple[str, str]]:
    return [(one or _NOTHING, honour_word(one) or _("No honour")) for one in HONOURS]


def _same(usual: Sequence[str]) -> list[tuple[str, str]]:
    return [(words, words) for words in usual]


def _usual_duties() -> list[str]:
    return [
        _("Checks before each shift, and lets nobody work while a hazard stands"),
        _("Stands by the whole time and does not leave"),
        _("Checks quality at each step and signs for it"),
        _("Keeps walkways, edges and openings safe"),
        _("Receives workers' questions and answers them"),
        _("Keeps the schedule, and says early what is late"),
        _("Keeps the place clean and in order"),
    ]


def _usual_standards() -> list[str]:
    return [
        _("Comes within ten minutes when called"),
        _("Answers every question within the shift"),
        _("Never leaves the post unattended"),
        _("Passes every check at the first try"),
        _("Removes a hazard on the same day"),
        _("Speaks kindly, helps patiently"),
    ]
