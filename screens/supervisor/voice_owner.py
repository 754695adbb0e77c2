"""Who has a voice in hand, and by when it is to be settled."""

from collections.abc import Sequence
from datetime import date

from kiosk.i18n import _, format_day
from kiosk.people.views import MemberView
from kiosk.service.voices_views import VoiceView
from screens.dialogs.pick_list import Choice, PickList
from screens.member.voice_telling import Told, give_back
from screens.member.wording import due_days, due_labels
from screens.public.voice_thread import heading_words
from screens.supervisor.post_pads import DigitsPad
from screens.supervisor.voice_deeds import VoiceStory

_MYSELF, _BY_NUMBER, _NOBODY = "myself", "number", "nobody"


async def assign(story: VoiceStory) -> None:
    """Ask who does it; they have it in hand from now on, or nobody has it any more."""
    members = await story.kiosk.read(story.kiosk.services.people.list_members)
    # Whoever is on site can go and look; they come first.
    members.sort(key=lambda one: one.on_site_since is None)
    asked = _ask_who(story, members)
    while (picked := await story.ask(asked)) is not None:
        if picked == _NOBODY:
            await give_back(story)
            return
        owner = await _member(story, picked, members)
        if owner is not None and await _assign(story, owner):
            return
        asked = asked.anew()


async def _assign(story: VoiceStory, owner: MemberView) -> bool:
    def told(view: VoiceView) -> Told:
        words = _("{name} has it in hand.").format(name=owner.name)
        return lambda: words, lambda: heading_words(view.public)

    assign_voice = story.desk.assign
    return await story.store(told, assign_voice, story.number, owner.uid, story.member.uid)


async def _member(
    story: VoiceStory, picked: MemberView | str, members: Sequence[MemberView]
) -> MemberView | None:
    if picked == _BY_NUMBER:
        return await _typed(story, members)
    return picked if isinstance(picked, MemberView) else story.member


async def _typed(story: VoiceStory, members: Sequence[MemberView]) -> MemberView | None:
    numbers = {one.number.lstrip("0"): one for one in members}
    numbers |= {one.number: one for one in members}

    def found(typed: str) -> MemberView | None:
        return numbers.get(typed) or numbers.get(typed.lstrip("0"))

    def meaning(typed: str) -> str | None:
        member = found(typed)
        return _name(member) if member else None

    def hint() -> str:
        return _("The number of a member on this site, then Enter.")

    typed = await story.ask(DigitsPad(lambda: _("Which number?"), hint, meaning))
    return found(typed) if typed else None


def _ask_who(story: VoiceStory, members: Sequence[MemberView]) -> PickList[MemberView | str]:
    others = [one for one in members if one.uid != story.member.uid]
    return PickList(
        lambda: _("Who does it?"),
        lambda: [Choice(one, _name(one), _where(one)) for one in others],
        lambda: [
            *_nobody(story.voice),
            Choice(_MYSELF, _("I do it myself"), _name(story.member)),
            Choice(_BY_NUMBER, _("Number"), _("in digits")),
        ],
    )


def _nobody(voice: VoiceView) -> list[Choice[MemberView | str]]:
    """The way to take it from who has it."""
    if voice.public.state != "in_hand":
        return []
    note = _("take it from {name}").format(name=voice.owner)
    return [Choice(_NOBODY, _("Nobody for now"), note)]


def _name(member: MemberView) -> str:
    return f"{member.number} {member.name}"


def _where(member: MemberView) -> str:
    here = _("on site") if member.on_site_since else ""
    return " · ".join(filter(None, (here, member.job)))


async def set_due(story: VoiceStory) -> None:
    """Ask by when it is to be settled, and keep it."""
    today = await story.kiosk.read(story.kiosk.services.oversight.today)
    asked = PickList(
        lambda: _("Settled by when?"),
        lambda: [
            Choice(day, label, format_day(day))
            for day, label in zip(due_days(today), due_labels(), strict=True)
        ],
    )
    while (day := await story.ask(asked)) is not None:
        if await _store_due(story, day):
            return
        asked = asked.anew()


async def _store_due(story: VoiceStory, day: date) -> bool:
    told: Told = (
        lambda: _("due {day}").format(day=format_day(day)),
        lambda: _heading(story),
    )
    call = story.desk.set_due
    return await story.store(lambda _view: told, call, story.number, day, story.member.uid)


def _heading(story: VoiceStory) -> str:
    return heading_words(story.voice.public)
