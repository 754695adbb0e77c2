"""The desk of voices: raised by anybody, looked up by their authors, listed for everybody."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from db import voices as records
from db import voices_loud as loud_records
from db.base import new_uid
from db.catalogue import find_item, find_item_of
from db.connection import transaction
from db.voices import Voice, VoiceFilter, VoiceLine
from kiosk.errors import RefusedError
from kiosk.i18n import _
from kiosk.service.catalogue import HELP_ON_THE_SPOT
from kiosk.service.checking import check_member
from kiosk.service.escalation import Level, due_day
from kiosk.service.places import listed_places
from kiosk.service.voice_states import KINDS, STILL_OPEN
from kiosk.service.voices_reading import full_view, get_line, kept_view, public_view
from kiosk.service.voices_steps import (
    LONGEST_NAME,
    LONGEST_PLACE,
    Speaker,
    VoiceSteps,
    check_may_read,
)
from kiosk.service.voices_views import (
    KeptPage,
    Kind,
    LoudVoices,
    PublicPage,
    PublicVoice,
    RaisedVoice,
    VoiceView,
)
from kiosk.service.voices_who import good_line, good_text
from kiosk.service.voices_words import check_word, digest_of, new_word

LONGEST_TEXT = 1000
MOST_ESCALATED = 200

__all__ = ["LONGEST_NAME", "Speaker", "VoiceFilter", "VoiceWords", "Voices"]


@dataclass(frozen=True, slots=True)
class VoiceWords:
    """What somebody says.

    Attributes:
        item_uid: Picked from the catalogue of the voice's kind, or None.
        text: In own words; without an item they must not be empty.
        place: Where, or empty.
        author_uid: The member who says it; None for anybody else.
        author_name: The name that another person gives, or empty.
    """

    item_uid: UUID | None = None
    text: str = ""
    place: str = ""
    author_uid: UUID | None = None
    author_name: str = ""


class Voices(VoiceSteps):
    """The use cases of voices."""

    def raise_voice(self, kind: Kind, words: VoiceWords) -> RaisedVoice:
        """Say something; its number and the four digits are for its author.

        Raises:
            RefusedError: `unknown_kind`, `no_words`, `too_long`, `unknown_item`, `unknown_member`,
                `member_left`.
            NotStored: It was not recorded.
        """
        if kind not in KINDS:
            raise RefusedError(
                "unknown_kind", _("Choose a suggestion, a problem, a hazard or help.")
            )
        clean = replace(
            words,
            text=good_text(words.text, LONGEST_TEXT),
            place=good_line(words.place, LONGEST_PLACE),
            author_name="" if words.author_uid else good_line(words.author_name, LONGEST_NAME),
        )
        with transaction():
            if clean.author_uid is not None:
                check_member(clean.author_uid)
            subject = _subject(kind, clean.item_uid)
            if not subject and not clean.text:
                raise RefusedError("no_words", _("Choose something or write it in your own words."))
            number, word = self._add(kind, subject, clean)
            return RaisedVoice(self.find_public(number), word)

    def _add(self, kind: Kind, subject: str, words: VoiceWords) -> tuple[int, str]:
        moment, uid, word = self._context.moment(), new_uid(), new_word()
        number, due_on = records.next_number(), due_day(kind, moment.work_day)
        told = {
            "number": number,
            "kind": kind,
            "item": str(words.item_uid) if words.item_uid else None,
            "subject": subject,
            "text": words.text,
            "place": words.place,
            "author": str(words.author_uid) if words.author_uid else None,
            "author_name": words.author_name,
            "due_on": due_on.isoformat(),
            "work_day": moment.work_day.isoformat(),
        }
        seq = self._context.enter(moment, "voice", uid, told)
        digest = digest_of(self._context.secret(), uid, word)
        said = (words.item_uid, subject, words.text, words.place)
        rest = (words.author_uid, words.author_name, digest, due_on, moment.at)
        last = (moment.work_day, moment.zone)
        records.add_voice(Voice(uid, seq, number, kind, *(*said, *rest, *last)))
        return number, word

    def find_public(self, number: int) -> PublicVoice:
        """What everybody sees of a voice.

        Raises:
            RefusedError: `unknown_voice`.
        """
        return public_view(get_line(number), listed_places())

    def look_up(self, number: int, word: str) -> VoiceView:
        """All of a voice, for its author; call it on the thread that may write.

        Args:
            number: The voice's number.
            word: The four digits that its author was given.

        Raises:
            RefusedError: `unknown_voice`, `wrong_word`, `too_many_guesses` after five wrong ones
                in an hour.
            NotStored: It was not recorded that the word was wrong.
        """
        return kept_view(self._context, check_word(self._context, number, word))

    def read(self, number: int, member_uid: UUID) -> VoiceView:
        """All of a voice, for a member in their own session.

        Raises:
            RefusedError: `unknown_voice`, `unknown_member`, `member_left`, `not_allowed` for who
                neither raised it nor has it in hand nor is a supervisor.
        """
        line = get_line(number)
        check_may_read(line, member_uid)
        return kept_view(self._context, line)

    def find_item(self, kind: Kind, text: str) -> UUID:
        """The catalogue's item of a kind of voice with these words.

        Raises:
            RefusedError: `unknown_item`.
        """
        item = find_item_of(kind, text)
        if item is None:
            raise _no_item()
        uid: UUID = item.uid
        return uid

    def get_kept(self, number: int) -> VoiceView:
        """All of a voice, for supervisors.

        Raises:
            RefusedError: `unknown_voice`.
        """
        return kept_view(self._context, get_line(number))

    def list_public(
        self, kind: str = "", state: str = "", before: int | None = None, most: int = 20
    ) -> PublicPage:
        """A page of the public list, the largest number first.

        Args:
            kind: Only of a kind; empty: all.
            state: Only in a state, or `settled`: solved, confirmed or not; empty: all.
            before: Only smaller numbers: the last one of the page before; None: the first page.
            most: How many to a page.
        """
        listed = listed_places()
        lines = records.list_voices(VoiceFilter(kind, state, before=before), most + 1)
        page = tuple(public_view(line, listed) for line in lines[:most])
        return PublicPage(page, len(lines) > most)

    def list_kept(self, asked: VoiceFilter, most: int = 100) -> KeptPage:
        """A page of the supervisors' list, the largest number first; without the steps."""
        lines = records.list_voices(asked, most + 1)
        return KeptPage(self._views(lines[:most]), len(lines) > most)

    def list_escalated(self, least: Level = Level.OWNER) -> tuple[VoiceView, ...]:
        """What is overdue and has risen to a level at least, the highest first."""
        lines = records.list_overdue(self._context.moment().work_day, MOST_ESCALATED)
        return tuple(one for one in self._views(lines) if one.level >= least)

    def list_needing(self) -> tuple[VoiceView, ...]:
        """What a supervisor's day tells of: what is loud, then what is overdue, the highest first.

        Without the steps. Of each 200 at most: `count_needing` says how many there are.
        """
        loud = self._views(loud_records.list_loud(HELP_ON_THE_SPOT, MOST_ESCALATED))
        found = {one.public.number: one for one in (*loud, *self.list_escalated())}
        return tuple(sorted(found.values(), key=_urgency))

    def count_needing(self) -> int:
        """How many loud and overdue voices there are."""
        today = self._context.moment().work_day
        return loud_records.count_needing(HELP_ON_THE_SPOT, today)

    def list_urgent(self, most: int = 200) -> tuple[VoiceView, ...]:
        """What somebody has still something to do about, the most urgent first.

        What is loud, then what is overdue, the longest first, then what nobody
        has in hand, then by due day. Without the steps.

        Args:
            most: How many at most.
        """
        lines = records.list_overdue(self._context.moment().work_day, most)
        for state in sorted(STILL_OPEN):
            lines += records.list_voices(VoiceFilter(state=state), most)
        lines += loud_records.list_loud(HELP_ON_THE_SPOT, most)
        found = self._views(list({line.voice.number: line for line in lines}.values()))
        return tuple(sorted(found, key=_urgency)[:most])

    def list_own(self, member_uid: UUID, most: int = 20) -> tuple[VoiceView, ...]:
        """What a member has in hand or raised by name, what needs them first; without the steps.

        First what they have in hand, the first due first; then what they raised and is said to be
        solved; then what else they raised, the newest first.

        Args:
            member_uid: Who.
            most: How many at most.
        """
        found = self._views(records.list_voices(VoiceFilter(member_uid=member_uid), most))
        return tuple(sorted(found, key=lambda view: _needs_them(view, member_uid)))

    def list_waiting_for(self, member_uid: UUID) -> tuple[VoiceView, ...]:
        """What a member is told of when they scan.

        That is what they have in hand and is due by today, and what they raised by name that is
        said to be solved.
        """
        today = self._context.moment().work_day
        return tuple(one for one in self.list_own(member_uid) if _waits(one, member_uid, today))

    def list_solved(self, most: int) -> tuple[PublicVoice, ...]:
        """The voices that were solved last, as everybody sees them, newest first."""
        listed = listed_places()
        return tuple(public_view(line, listed) for line in records.list_solved(most))

    def count_solved(self) -> int:
        """How many voices are solved, whether that was confirmed or not."""
        return records.count_solved()

    def loud(self, most: int = 3) -> LoudVoices:
        """Hazards, and help wanted on the spot, in nobody's hands: how many, and the newest."""
        listed, counts = listed_places(), loud_records.count_loud(HELP_ON_THE_SPOT)
        lines = loud_records.list_loud(HELP_ON_THE_SPOT, most)
        newest = tuple(public_view(line, listed) for line in lines)
        return LoudVoices(counts.get("hazard", 0), counts.get("help", 0), newest)

    def _views(self, lines: list[VoiceLine]) -> tuple[VoiceView, ...]:
        listed, today = listed_places(), self._context.moment().work_day
        return tuple(full_view(line, listed, today) for line in lines)


def _urgency(view: VoiceView) -> tuple[bool, int, bool, date, int]:
    voice = view.public
    return not voice.is_loud, -view.level, voice.state != "open", voice.due_on, voice.number


def _has_in_hand(view: VoiceView, member_uid: UUID) -> bool:
    return view.public.state == "in_hand" and view.owner_uid == member_uid


def _waits(view: VoiceView, member_uid: UUID, today: date) -> bool:
    is_due = _has_in_hand(view, member_uid) and view.public.due_on <= today
    return is_due or view.asks(member_uid)


def _needs_them(view: VoiceView, member_uid: UUID) -> tuple[int, int]:
    if _has_in_hand(view, member_uid):
        return 0, view.public.due_on.toordinal()
    return (1 if view.asks(member_uid) else 2), -view.public.number


def _subject(kind: str, item_uid: UUID | None) -> str:
    if item_uid is None:
        return ""
    item = find_item(item_uid)
    if item is None or item.kind != kind or item.retired_at is not None:
        raise _no_item()
    text: str = item.text
    return text


def _no_item() -> RefusedError:
    return RefusedError("unknown_item", _("This is no longer in the catalogue."))
