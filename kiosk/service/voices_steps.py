"""What is done about a voice: given to somebody, answered, solved, shown, doubted."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from db import voices as records
from db.base import new_uid
from db.connection import transaction
from db.recorded import find_recording
from db.voices import Standing, VoiceLine, VoiceStep
from kiosk.context import Context
from kiosk.errors import RefusedError
from kiosk.i18n import _
from kiosk.service.checking import check_member, is_supervisor
from kiosk.service.escalation import FARTHEST_DUE, due_day
from kiosk.service.masking import mask_phones
from kiosk.service.voice_states import NEEDS_WORDS, Role, State, Step, may, next_state
from kiosk.service.voices_reading import get_line, kept_view
from kiosk.service.voices_views import VoiceView
from kiosk.service.voices_who import good_line, good_text
from kiosk.service.voices_wording import state_word
from kiosk.service.voices_words import check_word

LONGEST_REPLY = 1000
LONGEST_PLACE = 60
LONGEST_NAME = 60

NAME_WITHIN = timedelta(minutes=10)
"""So long after it was raised its author can say who they are."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who takes a step.

    Attributes:
        by: The member; None for somebody without a name.
        word: The author's four digits, or empty.
    """

    by: UUID | None = None
    word: str = ""


@dataclass(frozen=True, slots=True)
class _Deed:
    kind: Step
    text: str = ""
    owner_uid: UUID | None = None
    due_on: date | None = None


class VoiceSteps:
    """The use cases of what is done about a voice.

    Each is refused where the state does not allow it (`not_now`) or the speaker is not the one to
    do it (`not_allowed`); each tells `unknown_voice`, for a `Speaker` with a word `wrong_word` and
    `too_many_guesses`, for one with a member `unknown_member` and `member_left`; all of them
    `NotStored` when nothing was recorded.
    """

    def __init__(self, context: Context) -> None:
        """Work under these circumstances."""
        self._context = context

    def assign(
        self, number: int, owner_uid: UUID, by: UUID, due_on: date | None = None
    ) -> VoiceView:
        """Give a voice to a member, who has it in hand from now on; supervisors do.

        Args:
            number: Which.
            owner_uid: To whom.
            by: The supervisor.
            due_on: By when, local day; None: as it was.

        Raises:
            RefusedError: Also `due_in_the_past`, `due_too_far`.
        """
        check_member(owner_uid)
        deed = _Deed("assigned", owner_uid=owner_uid, due_on=self._due(due_on))
        return self._take(number, Speaker(by), deed)

    def give_back(self, number: int, who: Speaker) -> VoiceView:
        """Say that nobody has it in hand any more: its owner or a supervisor."""
        return self._take(number, who, _Deed("released"))

    def release_all_of(self, owner_uid: UUID, by: UUID | None) -> None:
        """Take every voice out of the hands of who leaves the site; a hazard is loud again.

        Call it in the transaction that lets them go.

        Args:
            owner_uid: Who leaves.
            by: The supervisor who lets them go, or None.
        """
        for number in records.list_numbers_in_hand(owner_uid):
            self._write(get_line(number), _Deed("released"), "open", (by, False))

    def set_due(self, number: int, due_on: date, by: UUID) -> VoiceView:
        """Say by when a voice is to be settled; supervisors do.

        Raises:
            RefusedError: Also `due_in_the_past`, `due_too_far`.
        """
        return self._take(number, Speaker(by), _Deed("due", due_on=self._due(due_on)))

    def answer(self, number: int, text: str, who: Speaker) -> VoiceView:
        """Say something to a voice: its author, its owner or a supervisor.

        Raises:
            RefusedError: Also `no_words`, `too_long`.
        """
        return self._take(number, who, _Deed("reply", text))

    def tell_place(self, number: int, place: str, who: Speaker) -> VoiceView:
        """Say where it is, in place of what was told before: its author, its owner, a supervisor.

        Everybody reads a place of the site's list; one in own words stays with who may read all.

        Raises:
            RefusedError: Also `no_words`, `too_long`.
        """
        return self._take(number, who, _Deed("placed", good_line(place, LONGEST_PLACE)))

    def tell_name(self, number: int, name: str, who: Speaker) -> VoiceView:
        """Say who raised it, where no name was given; what was said last counts.

        Its author does, at the same terminal and within ten minutes: later it could be anybody who
        found the digits. Like the words it stays with who may read all.

        Raises:
            RefusedError: Also `has_author`, `other_terminal`, `too_late`, `no_words`, `too_long`.
        """
        return self._take(number, who, _Deed("named", good_line(name, LONGEST_NAME)))

    def solve(self, number: int, text: str, who: Speaker) -> VoiceView:
        """Say that it is solved, and how: its owner or a supervisor.

        Raises:
            RefusedError: Also `no_words`, `too_long`.
        """
        return self._take(number, who, _Deed("solved", text))

    def confirm(self, number: int, who: Speaker) -> VoiceView:
        """Say that it really is solved: its author or a supervisor, but not who solved it.

        Raises:
            RefusedError: Also `own_work`.
        """
        return self._take(number, who, _Deed("confirmed"))

    def decline(self, number: int, reason: str, by: UUID) -> VoiceView:
        """Say that nothing will be done, and why; supervisors do.

        Raises:
            RefusedError: Also `no_words`, `too_long`.
        """
        return self._take(number, Speaker(by), _Deed("declined", reason))

    def reopen(self, number: int, text: str, who: Speaker) -> VoiceView:
        """Say that it is not really solved, or must not be declined: its author or a supervisor.

        It is due anew, as if it were raised today, and nobody has it in hand.

        Raises:
            RefusedError: Also `no_words`, `too_long`.
        """
        return self._take(number, who, _Deed("reopened", text))

    def approve(self, number: int, by: UUID, text: str | None = None) -> VoiceView:
        """Let everybody read a voice; supervisors do. Phone numbers are masked all the same.

        Args:
            number: Which.
            by: The supervisor.
            text: The words that are shown; None: those that were written or picked.

        Raises:
            RefusedError: Also `no_words`, `too_long`.
        """
        voice = get_line(number).voice
        shown = (voice.text or voice.subject) if text is None else text
        return self._take(number, Speaker(by), _Deed("shown", shown))

    def hide(self, number: int, by: UUID) -> VoiceView:
        """Let nobody read a voice any more that was approved for showing; supervisors do."""
        return self._take(number, Speaker(by), _Deed("hidden"))

    def _due(self, due_on: date | None) -> date | None:
        today = self._context.moment().work_day
        if due_on is not None and due_on < today:
            raise RefusedError("due_in_the_past", _("It is due today or later."))
        if due_on is not None and due_on - today > FARTHEST_DUE:
            raise RefusedError("due_too_far", _("It is due within a year."))
        return due_on

    def _take(self, number: int, who: Speaker, deed: _Deed) -> VoiceView:
        text = good_text(deed.text, LONGEST_REPLY)
        if not text and deed.kind in NEEDS_WORDS:
            raise RefusedError("no_words", _("Say it in a few words."))
        if who.word:
            check_word(self._context, number, who.word)  # keeps a wrong one by a commit of its own
        with transaction():
            line = get_line(number)
            roles, by_uid = _speaking(line, who)
            if not may(roles, deed.kind):
                raise _not_allowed()
            state = next_state(line.standing.state, deed.kind)
            if state is None:
                raise _not_now(line)
            if deed.kind == "confirmed":
                _check_did_not_solve_it(line, by_uid)
            elif deed.kind == "named":
                self._check_is_still_there(line)
            is_author = "author" in roles and may(frozenset({"author"}), deed.kind)
            self._write(line, replace(deed, text=text), state, (by_uid, is_author))
            return kept_view(self._context, get_line(number))

    def _check_is_still_there(self, line: VoiceLine) -> None:
        """Whether whoever speaks for a voice's author is likely to be who has just raised it."""
        if line.voice.author_uid is not None:
            raise RefusedError("has_author", _("It was said under a member's name."))
        recorded = find_recording(line.voice.seq)
        if recorded is None or recorded[0] != self._context.terminal_uid:
            sentence = _("A name is given at the terminal where it was said.")
            raise RefusedError("other_terminal", sentence)
        if not timedelta(0) <= self._context.moment().at - line.voice.at <= NAME_WITHIN:
            sentence = _("A name is given within ten minutes; say it in a reply instead.")
            raise RefusedError("too_late", sentence)

    def _write(
        self, line: VoiceLine, deed: _Deed, state: State, speaker: tuple[UUID | None, bool]
    ) -> None:
        moment, uid = self._context.moment(), new_uid()
        is_anew = deed.kind == "reopened"
        due_on = due_day(line.voice.kind, moment.work_day) if is_anew else deed.due_on
        text = mask_phones(deed.text) if deed.kind == "shown" else deed.text
        told = {
            "voice": str(line.voice.uid),
            "kind": deed.kind,
            "text": text,
            "owner": str(deed.owner_uid) if deed.owner_uid else None,
            "due_on": due_on.isoformat() if due_on else None,
            "by": str(speaker[0]) if speaker[0] else None,
            "is_author": speaker[1],
            "work_day": moment.work_day.isoformat(),
        }
        seq = self._context.enter(moment, "voice_step", uid, told)
        what = (deed.kind, text, deed.owner_uid, due_on, *speaker, line.standing.last_uid)
        when = (moment.at, moment.work_day, moment.zone)
        step = VoiceStep(uid, seq, line.voice.uid, *what, *when)
        records.add_step(step, standing_after(line.standing, step, state))


def standing_after(before: Standing, step: VoiceStep, state: State) -> Standing:
    """How a voice stands after a step that led to a state."""
    shown = {"shown": step.text, "hidden": ""}.get(step.kind, before.shown)
    is_solved = state in {"solved", "confirmed"}
    solved_at = step.at if step.kind == "solved" else before.solved_at
    is_nobodys = step.kind in {"released", "reopened"}
    owner_uid = None if is_nobodys else step.owner_uid or before.owner_uid
    return Standing(
        state,
        owner_uid,
        step.due_on or before.due_on,
        shown,
        solved_at if is_solved else None,
        step.uid,
    )


def _speaking(line: VoiceLine, who: Speaker) -> tuple[frozenset[Role], UUID | None]:
    """As what somebody speaks, and the member that is kept with it.

    The four digits speak for the author and say no more of them than the voice itself does.
    """
    author = line.voice.author_uid
    if who.word:
        return frozenset({"author"}), author
    if who.by is None:
        return frozenset(), None
    check_member(who.by)
    roles: dict[Role, bool] = {
        "author": who.by == author,
        "owner": who.by == line.standing.owner_uid,
        "supervisor": is_supervisor(who.by),
    }
    return frozenset(role for role, has_it in roles.items() if has_it), who.by


def _check_did_not_solve_it(line: VoiceLine, by_uid: UUID | None) -> None:
    if line.solver_uid == by_uid:
        sentence = _(
            "You said that it is solved; somebody else confirms it: who raised it, or another"
            " supervisor."
        )
        raise RefusedError("own_work", sentence)


def check_may_read(line: VoiceLine, member_uid: UUID) -> None:
    """Whether a member may read all of a voice.

    Raises:
        RefusedError: `not_allowed`, `unknown_member`, `member_left`.
    """
    if not _speaking(line, Speaker(member_uid))[0]:
        raise _not_allowed()


def _not_allowed() -> RefusedError:
    return RefusedError(
        "not_allowed",
        _("This is for who raised it, who has it in hand or a supervisor; ask one of them."),
    )


def _not_now(line: VoiceLine) -> RefusedError:
    return RefusedError(
        "not_now",
        _("Voice {number} is {state}; that can't be done with it now.").format(
            number=line.voice.number, state=state_word(line.standing.state)
        ),
    )
