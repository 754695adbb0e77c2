"""What can become of a voice: which step is legal in which state, and who may take it."""

from typing import Literal

from kiosk.service.catalogue import HELP_ON_THE_SPOT

State = Literal["open", "in_hand", "solved", "confirmed", "declined"]
Step = Literal[
    "assigned",
    "released",
    "due",
    "reply",
    "placed",
    "named",
    "solved",
    "confirmed",
    "declined",
    "reopened",
    "shown",
    "hidden",
]
Role = Literal["author", "owner", "supervisor"]

STATES: tuple[State, ...] = ("open", "in_hand", "solved", "confirmed", "declined")
KINDS = ("suggestion", "problem", "hazard", "help")
"""建议、问题、隐患、求助."""

STILL_OPEN: frozenset[State] = frozenset({"open", "in_hand"})
"""States in which somebody has still something to do."""

_LEGAL: dict[Step, dict[State, State]] = {
    "assigned": {"open": "in_hand", "in_hand": "in_hand"},
    "released": {"in_hand": "open"},
    "due": {"open": "open", "in_hand": "in_hand"},
    "reply": {state: state for state in STATES},
    "placed": {"open": "open", "in_hand": "in_hand"},
    "named": {"open": "open", "in_hand": "in_hand"},
    "solved": {"open": "solved", "in_hand": "solved"},
    "confirmed": {"solved": "confirmed"},
    "declined": {"open": "declined", "in_hand": "declined"},
    "reopened": {"solved": "open", "declined": "open"},
    "shown": {state: state for state in STATES},
    "hidden": {state: state for state in STATES},
}

_ALLOWED: dict[Step, frozenset[Role]] = {
    "assigned": frozenset({"supervisor"}),
    "released": frozenset({"owner", "supervisor"}),
    "due": frozenset({"supervisor"}),
    "reply": frozenset({"author", "owner", "supervisor"}),
    "placed": frozenset({"author", "owner", "supervisor"}),
    "named": frozenset({"author"}),
    "solved": frozenset({"owner", "supervisor"}),
    # Who had it done does not say that it is really done.
    "confirmed": frozenset({"author", "supervisor"}),
    "declined": frozenset({"supervisor"}),
    "reopened": frozenset({"author", "supervisor"}),
    "shown": frozenset({"supervisor"}),
    "hidden": frozenset({"supervisor"}),
}

NEEDS_WORDS: frozenset[Step] = frozenset(
    {"reply", "placed", "named", "solved", "declined", "reopened", "shown"}
)
"""Steps that say something."""


def is_urgent(kind: str, origin: str) -> bool:
    """Whether the board shouts of a voice while nobody has it in hand: a hazard, or help at once.

    Args:
        kind: One of `KINDS`.
        origin: The words with which the catalogue's item began; empty for own words.
    """
    return kind == "hazard" or (kind == "help" and origin in HELP_ON_THE_SPOT)


def next_state(state: State, step: Step) -> State | None:
    """The state after a step; None where the step is not legal."""
    return _LEGAL[step].get(state)


def may(roles: frozenset[Role], step: Step) -> bool:
    """Whether somebody with these roles may take a step."""
    return not roles.isdisjoint(_ALLOWED[step])
