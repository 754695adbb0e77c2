"""Sections, promises and services as rows of a page that everybody reads."""

from zoneinfo import ZoneInfo

from kiosk.i18n import _, format_day, format_minutes, format_time
from kiosk.service.views import CommitmentView, ServiceView
from kiosk.service.words import confirmed_words
from screens.widgets.board.story import Block, Row, said_rows
from screens.widgets.board.words import STATE_SIGNS, spoken, state_word
from screens.widgets.lines import wrap

INDENT = "  "
MOST_LINES = 4
"""Lines of a text; the rest is cut."""


def section(title: str, blocks: list[Block], empty: str, width: int) -> list[Block]:
    """A heading with what stands under it; it never stands alone at the foot of a page.

    Args:
        title: The heading.
        blocks: What stands under it.
        empty: What is said when there is nothing: what will be here, and how to begin.
        width: Cells of a line.
    """
    found = blocks or [paragraph(empty, width, "faint")]
    return [[[], [(title, "heading")], *found[0]], *found[1:]]


def paragraph(text: str, width: int, look: str = "text") -> Block:
    """A text over as many lines as it takes, a few at most."""
    lines = wrap(text, max(2, width - len(INDENT)), MOST_LINES)
    return [[(INDENT + one, look)] for one in lines]


def promise_block(promise: CommitmentView, zone: ZoneInfo, width: int) -> Block:
    """A promise, what became of it, whose it is, who said that when; never why."""
    sign, room = STATE_SIGNS[promise.state], max(2, width - len(INDENT) - 2)
    texts = wrap(spoken(promise), room, MOST_LINES) or [""]
    rows: Block = [[(f"{INDENT}{sign} ", promise.state), (texts[0], "text")]]
    rows += [[(f"{INDENT}  {text}", "text")] for text in texts[1:]]
    word: Row = [(f"{INDENT}  {state_word(promise.state)}", promise.state)]
    facts: Row = [*word, (f" · {promise_facts(promise)}", "faint")]
    return [*rows, facts, *said_rows(promise, zone, width)]


def promise_facts(promise: CommitmentView) -> str:
    """Whose promise it is, how often, by when, at which post."""
    due = _("due {day}").format(day=format_day(promise.due_on))
    facts = (promise.name, rhythm_word(promise.rhythm), due, promise.post)
    return " · ".join(fact for fact in facts if fact)


def rhythm_word(rhythm: str) -> str:
    """How often a repeated promise comes round; empty for one that comes once."""
    words = {"shift": _("each shift"), "day": _("each day"), "week": _("each week")}
    return words.get(rhythm, "")


def service_block(service: ServiceView, zone: ZoneInfo, width: int) -> Block:
    """Something that was done, by whom, for whom, how long, and whether it is confirmed."""
    rows = paragraph(spoken(service), width)
    at = service.at.astimezone(zone)
    when = f"{format_day(at.date())} {format_time(at)}"
    facts = (service.name, when, service_minutes(service), service.whom, service.where)
    said = " · ".join(fact for fact in facts if fact)
    return [*rows, *paragraph(said, width, "faint")[:2]]


def service_minutes(service: ServiceView) -> str:
    """How long it took: as confirmed and by whom, else as its author says."""
    return confirmed_words(service) or format_minutes(service.minutes)
