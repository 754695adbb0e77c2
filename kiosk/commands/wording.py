"""The words in which several commands tell the same things."""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kiosk.i18n import _, current_language, format_day, format_minutes, format_time
from kiosk.text import fit

if TYPE_CHECKING:
    from kiosk.people.views import PostView
    from kiosk.service.views import CommitmentView, ServiceView

_TEXT_CELLS = 46


def standing_word(standing: str) -> str:
    """A member's standing."""
    words = {
        "member": _("full member"),
        "probationary": _("probationary member"),
        "activist": _("activist"),
    }
    return words.get(standing, standing)


def state_word(state: str) -> str:
    """A commitment's state, with a sign that needs no colour."""
    words = {
        "open": _("○ open"),
        "overdue": _("! overdue"),
        "kept": _("✓ kept"),
        "partly_kept": _("◐ partly kept"),
        "missed": _("✗ missed"),
        "withdrawn": _("– withdrawn"),
    }
    return words.get(state, state)


def rhythm_word(rhythm: str) -> str:
    """How often a commitment is due; empty for once."""
    words = {"shift": _("each shift"), "day": _("each day"), "week": _("each week")}
    return words.get(rhythm, rhythm)


def refusal_sentence(reason: str) -> str:
    """Why a scan was refused and what to do."""
    sentences = {
        "unknown_code": _("This badge is not known here; ask the supervisor for one."),
        "wrong_check_digits": _("The code was misread; scan again."),
        "cut_code": _("Only part of the code was read; scan again, a little slower."),
        "too_long": _("Too much was read at once; scan one badge at a time."),
        "not_a_code": _("This is no badge; hold the badge's QR code to the scanner."),
        "other_version": _("This badge is of a version that is not in use; get a new one."),
        "badge_dead": _("This badge was replaced or revoked; use the newer one or get one."),
        "badge_not_yet": _("This badge is not valid yet; ask the supervisor when it begins."),
        "badge_expired": _("This badge has run out; ask the supervisor to extend it."),
        "member_left": _("This member has left the site; see the supervisor."),
        "muster_over": _("The roll call has just ended; scan again in a minute."),
        "muster_missed": _("The roll call ended without this member; tell a warden at once."),
    }
    return sentences.get(reason, reason)


def in_language(text: str, text_en: str) -> str:
    """A text of the catalogue in the language now spoken, where it is kept in it."""
    return text_en if text_en and current_language() == "en" else text


def post_line(post: "PostView") -> tuple[str, ...]:
    """A post: a mark for key posts, its name, its shift, its duty."""
    return ("★" if post.is_key else " ", post.name, post.shift, fit(post.duty, _TEXT_CELLS))


def commitment_lines(
    commitments: Iterable["CommitmentView"], zone: ZoneInfo
) -> list[tuple[str, ...]]:
    """Commitments of one member: state, due day, text, who said what became of it and when."""
    from kiosk.service.words import said_words

    return [
        (
            state_word(one.state),
            format_day(one.due_on),
            in_language(one.text, one.text_en),
            said_words(one, zone),
        )
        for one in commitments
    ]


def service_lines(entries: Iterable["ServiceView"], zone: ZoneInfo) -> list[tuple[str, ...]]:
    """Services of one member: when, how long, how much of it is confirmed, what, for whom."""
    from kiosk.service.words import confirmed_words

    lines: list[tuple[str, ...]] = []
    for entry in entries:
        at = entry.at.astimezone(zone)
        when = f"{format_day(at.date())} {format_time(at)}"
        words = in_language(entry.text, entry.text_en)
        minutes = format_minutes(entry.minutes)
        lines.append((when, minutes, confirmed_words(entry), words, entry.whom))
    return lines
