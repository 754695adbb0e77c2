"""A member's voices: what they have in hand, and what they raised by name."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final
from uuid import UUID

from kiosk.i18n import _, format_day
from kiosk.service.voices_views import VoiceView
from kiosk.service.voices_wording import kind_word, state_word
from screens.dialogs.pick_list import Choice, PickList
from screens.member.drafts import MY_VOICES
from screens.member.voice_telling import OneVoice, answer, confirm, give_back, reopen, solve
from screens.public.voice_thread import ThreadStep, full_story, heading_words

Deed = Callable[[OneVoice], Awaitable[None]]

NEW: Final = "new"
"""Picked where a member has something to say."""


class MyVoicesScreen(OneVoice):
    """Which one, its thread, and what can be said to it."""

    CSS_PATH = "steps.tcss"
    idle_s = 60.0
    form = MY_VOICES

    @property
    def errand(self) -> str:
        """What it is about."""
        return _("My voices")

    async def story(self) -> bool:
        """One after the other, until the member goes back."""
        list_own, uid = self.kiosk.services.voices.list_own, self.member.uid
        while True:
            voices = await self.kiosk.read(list_own, uid)
            asked = _ask_which(voices, uid) if voices else _none_yet()
            picked = await self.ask(asked.call("voice"))
            if picked is None:
                return False
            if isinstance(picked, VoiceView):
                await self._open(picked.public.number)
            else:
                await self._say_something()

    async def _say_something(self) -> None:
        from screens.public.voice_kind import VoiceKindScreen  # costs when it is opened

        await self.kiosk.push_screen(VoiceKindScreen(self.member.uid))

    async def _open(self, number: int) -> None:
        zone, uid = self.kiosk.site.zone, self.member.uid
        while True:
            self.voice = await self.kiosk.read(self.desk.read, number, uid)
            asked: ThreadStep[Deed] = ThreadStep(
                lambda: _title(self.voice, uid),
                lambda: full_story(self.voice, zone),
                lambda: _choices(self.voice, uid),
            )
            deed = await self.ask(asked.call("deed"))
            if deed is None:
                return
            await deed(self)


def needs_words(voice: VoiceView, uid: UUID) -> str:
    """What a voice is to a member, and what it needs of them."""
    public = voice.public
    if voice.owner_uid == uid and public.state == "in_hand":
        return _("in your hands, due {day}").format(day=format_day(public.due_on))
    if voice.asks(uid):
        return _("you raised it: is it really solved?")
    return state_word(public.state)


def _ask_which(voices: Sequence[VoiceView], uid: UUID) -> PickList[VoiceView | str]:
    def label(voice: VoiceView) -> str:
        public = voice.public
        return f"{public.number} {kind_word(public.kind)} · {voice.subject}".rstrip(" ·")

    return PickList(
        lambda: _("Voices in your hands, and those you raised: which one?"),
        lambda: [
            Choice(one, label(one), needs_words(one, uid), is_urgent=_needs(one, uid))
            for one in voices
        ],
        lambda: [_saying_something()],
    )


def _saying_something() -> Choice[Any]:
    return Choice(NEW, _("Say something new"), _("under your name"))


def _needs(voice: VoiceView, uid: UUID) -> bool:
    is_theirs = voice.owner_uid == uid and voice.public.state == "in_hand"
    return is_theirs or voice.asks(uid)


def _title(voice: VoiceView, uid: UUID) -> str:
    said = heading_words(voice.public)
    if voice.asks(uid):
        return _("{voice}. Is it really solved?").format(voice=said)
    return said


def _choices(voice: VoiceView, uid: UUID) -> Sequence[Choice[Deed]]:
    state = voice.public.state
    more: Choice[Deed] = Choice(answer, _("Say more"))
    if voice.owner_uid == uid and state == "in_hand":
        return [
            Choice(solve, "✓ " + _("Solved"), _("say how")),
            Choice(answer, _("Answer"), _("the author reads it")),
            Choice(give_back, _("I can't do it"), _("a supervisor finds somebody else")),
        ]
    if voice.author_uid != uid:
        return [more]
    again: Choice[Deed] = Choice(reopen, "✕ " + _("No, not really"), _("somebody looks again"))
    if voice.asks(uid):
        return [Choice(confirm, "✓ " + _("Yes, it is solved")), again, more]
    return [again, more] if state in {"solved", "declined"} else [more]


def _none_yet() -> PickList[VoiceView | str]:
    return PickList(
        lambda: _(
            "No voice is in your hands, and you raised none by name."
            " Here you say something under your name; on the board, with 0, without."
        ),
        lambda: [_saying_something()],
    )
