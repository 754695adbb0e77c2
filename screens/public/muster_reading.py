"""What is typed into the roll call's fields on a keypad: a number stands for a person."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kiosk.i18n import _
from kiosk.people.views import MemberView
from kiosk.text import clean_line

LONGEST = 40
"""Characters of a name."""

LONGEST_REASON = 120

LEAST_HIDDEN = 4
"""Digits from which on a number that is nobody's may be a PIN that was meant for another page."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What typed words come to.

    Attributes:
        words: What Enter answers; empty: nothing yet.
        note: What is said about it under the field; may be empty.
        is_sure: Whether Enter alone answers; else a digit has to say so as well.
    """

    words: str
    note: str = ""
    is_sure: bool = True


Read = Callable[[str], Reading]
"""Reads what was typed."""


def may_be_pin(typed: str) -> bool:
    """Whether a number that is nobody's must not be read on the screen."""
    words = typed.strip()
    return words.isdigit() and len(words) >= LEAST_HIDDEN


def shown_words(typed: str) -> str:
    """What was typed, as it may be said again."""
    return "●" * len(typed.strip()) if may_be_pin(typed) else typed.strip()


def read_warden(typed: str, members: Sequence[MemberView]) -> Reading:
    """Who marks by hand: a member by number, else a name.

    Args:
        typed: As it stands in the field.
        members: Whose numbers count.
    """
    words = clean_line(typed, LONGEST)
    member = next((one for one in members if one.number.lower() == words.lower()), None)
    if member is not None and words:
        who = clean_line(f"{member.name} {member.number}", LONGEST)
        return Reading(who, f"✓ {who}")
    if words.isdigit():
        return Reading(
            "", "▲ " + _("Nobody has the number {number}.").format(number=shown_words(words))
        )
    return Reading(words)


def read_visitor(typed: str, visitors: int) -> Reading:
    """A visitor's name; who can't type one takes the next number, and says so by a digit.

    Args:
        typed: As it stands in the field.
        visitors: How many are on the roll already.
    """
    words = clean_line(typed, LONGEST)
    if words and not words.isdigit():
        return Reading(words)
    if may_be_pin(words):
        return Reading("", "▲ " + _("A number is no name."))
    name = _("Visitor {number}").format(number=words or visitors + 1)
    return Reading(name, _("Without a name: {name}").format(name=name), is_sure=False)


def read_reason(typed: str) -> Reading:
    """Why a mark was wrong, in words."""
    words = clean_line(typed, LONGEST_REASON)
    if words.isdigit():
        return Reading("", "▲ " + _("A number is no reason."))
    return Reading(words)


def ask_warden(about: Callable[[], str]) -> str:
    """Who marks?

    Args:
        about: What they are about to do, in the language now spoken.
    """
    who = _("Who marks by hand? Type your number or name, or scan your badge.")
    return f"{about()}\n{who}"


def mark_words(member: MemberView) -> str:
    """What a warden is about to say of somebody."""
    who = f"{member.name} {member.number}".strip()
    return _("Mark {who} as seen").format(who=who)


def visitor_here() -> str:
    """What is done for a visitor who stands there."""
    return _("A visitor is here")


def visitor_missing() -> str:
    """What is done for a visitor who is looked for."""
    return _("A visitor is missing")


def take_back() -> str:
    """What is done about a wrong mark."""
    return _("Take a mark back")


def other_name() -> str:
    """What the next warden does."""
    return _("Somebody else marks now")


def ask_unnamed() -> str:
    """Shall a visitor be on the roll without a name?"""
    return _("Nobody will know whom to look for without a name. Add them all the same?")


def ask_visitor() -> str:
    """Who is the visitor?"""
    return _("The visitor's name")


def ask_wrong() -> str:
    """Which mark?"""
    return _("Which mark was wrong?")


def ask_reason() -> str:
    """Why?"""
    return _("Why was the mark wrong? Both stay in the record.")
