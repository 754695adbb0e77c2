"""What a member is told of voices at their scan: what is due in their hands, what was solved."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from kiosk.i18n import _, ngettext, speaking
from kiosk.service.voices_views import VoiceView
from kiosk.service.voices_wording import kind_word
from screens.member.answer_refused import URGENT
from screens.member.answer_words import MOST_LINES, Answer


def with_voices(answer: Answer, voices: Sequence[VoiceView]) -> Answer:
    """An answer that tells of the voices that need its member; a question is left as it is."""
    member = answer.member
    if not voices or member is None or answer.is_question:
        return answer
    with speaking(member.language):
        told = _line(voices, member.uid)
    whole = answer.whole if answer.whole is None else answer.whole + 1
    lines = (told, *answer.lines)[:MOST_LINES]
    return replace(answer, lines=lines, whole=whole, has_more=True)


def _line(voices: Sequence[VoiceView], uid: UUID) -> str:
    """The first of them, and how many there are beside it: a queue reads no more."""
    first = voices[0].public
    if voices[0].owner_uid == uid and first.state == "in_hand":
        words = _("{kind} {number} is in your hands and due: 7, then 2")
    else:
        words = _("{kind} {number} that you raised: is it really solved? 7, then 2")
    told = words.format(kind=kind_word(first.kind), number=first.number)
    more = len(voices) - 1
    if more:
        others = ngettext("{count} more voice", "{count} more voices", more).format(count=more)
        told = f"{told} · {others}"
    return URGENT + told
