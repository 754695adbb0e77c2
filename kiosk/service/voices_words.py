"""The look-up word: four digits that show an author everything, and nobody else."""

import hmac
import math
import secrets
import unicodedata
from datetime import datetime, timedelta
from uuid import UUID

from db import voice_guesses as records
from db.connection import transaction
from db.voices import VoiceLine
from kiosk.context import Context
from kiosk.errors import RefusedError
from kiosk.i18n import _, ngettext
from kiosk.people.waiting import FREE_FAILURES, wait_after
from kiosk.service.voices_reading import get_line
from kiosk.text import clean_line

WORD_DIGITS = 4
MOST_GUESSES = 5
"""So many wrong words may be given for a voice in an hour: 10,000 would take months."""

_LONGEST_TYPED = 40
_GUESS_SPAN = timedelta(hours=1)

FREE_AT_TERMINAL = 9
"""So many wrong words a day at a terminal, whatever the number, cost no wait; the next one does."""

_TERMINAL_SPAN = timedelta(days=1)


def new_word() -> str:
    """A new look-up word."""
    return f"{secrets.randbelow(10**WORD_DIGITS):0{WORD_DIGITS}}"


def digest_of(secret: bytes, voice_uid: UUID, word: str) -> bytes:
    """The digest of a voice's word, under the site's secret: the file alone tells nobody the word.

    The word of each voice is digested with its key, so that equal words do not show. Digits of
    full width are as good as others.
    """
    plain = unicodedata.normalize("NFKC", clean_line(word, _LONGEST_TYPED))
    return hmac.digest(secret, b"voice word\n" + voice_uid.bytes + plain.encode(), "sha256")


def check_word(context: Context, number: int, word: str) -> VoiceLine:
    """The voice of which this is the word. A wrong one is kept, so that nobody tries them all.

    Raises:
        RefusedError: `unknown_voice`, `wrong_word`, `too_many_guesses`.
        NotStored: It was not recorded.
    """
    with transaction():
        line = get_line(number)
        uid, now = line.voice.uid, context.moment().at
        records.drop_guesses_before(now - _TERMINAL_SPAN)
        _check_may_guess(context, uid, now)
        is_right = hmac.compare_digest(
            line.voice.word_digest, digest_of(context.secret(), uid, word)
        )
        if is_right:
            records.drop_guesses(uid)
        else:
            records.add_guess(uid, context.terminal_uid, now)
    # Said after the commit: a refusal that leaves the transaction would undo the guess's row.
    if not is_right:
        raise RefusedError("wrong_word", _("These are not the digits of this number."))
    return line


def _check_may_guess(context: Context, voice_uid: UUID, now: datetime) -> None:
    wait_s = _left_s(context.terminal_uid, now)
    if wait_s > 0:
        sentence = ngettext(
            "Too many wrong digits at this terminal; wait {seconds} second, then try again.",
            "Too many wrong digits at this terminal; wait {seconds} seconds, then try again.",
            wait_s,
        )
        raise RefusedError("too_many_guesses", sentence.format(seconds=wait_s))
    if records.count_guesses(voice_uid, now - _GUESS_SPAN, now) >= MOST_GUESSES:
        raise RefusedError(
            "too_many_guesses",
            _("Too many wrong digits for this number; try again in an hour."),
        )


def _left_s(terminal_uid: UUID, now: datetime) -> int:
    """Seconds still to wait at a terminal, as after wrong PINs; from the last wrong word on."""
    count, last = records.find_guesses_at(terminal_uid, now - _TERMINAL_SPAN, now)
    wait = timedelta(seconds=wait_after(count - FREE_AT_TERMINAL + FREE_FAILURES))
    return 0 if last is None else max(0, math.ceil((last + wait - now).total_seconds()))
