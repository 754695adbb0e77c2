"""What a member's card tells: identity, duty, commitments, services, as blocks of rows.

A row is pieces of text with the name of a look each; a block is rows that stay together.
"""

from zoneinfo import ZoneInfo

from kiosk.i18n import _, format_day, format_minutes, format_time
from kiosk.people.views import MemberPage, MemberView, PostView
from kiosk.service.masking import mask_phones
from kiosk.service.ratings_wording import mean_words, steps_words
from kiosk.service.scoring import RatingView
from kiosk.service.views import CommitmentView, ServiceView
from kiosk.service.words import confirmed_words, said_words
from screens.widgets.board.card_text import AWAY, KEY_POST, ON_SITE
from screens.widgets.board.words import (
    STATE_SIGNS,
    basis_word,
    honour_word,
    kind_word,
    spoken,
    standing_word,
    state_word,
)
from screens.widgets.lines import wrap

Row = list[tuple[str, str]]
"""Pieces of a line: text and the name of its look."""

Block = list[Row]
"""Lines that are not torn apart."""

_INDENT = "  "
_MOST_LINES = 4
_NEEDS = {"overdue": 0, "open": 1}


def tell(
    page: MemberPage, zone: ZoneInfo, width: int, rating: RatingView | None = None
) -> list[Block]:
    """The card's sections.

    Args:
        page: The member.
        zone: The site's, for times of day.
        width: Cells of a line, for breaking texts.
        rating: What workers say of them; None below five ratings: then it is said from when on.
    """
    waiting_first = sorted(page.commitments, key=lambda one: _NEEDS.get(one.state, len(_NEEDS)))
    promises = [promise_block(promise, zone, width) for promise in waiting_first]
    services = [service_block(service, zone, width) for service in page.services]
    posts = [_post(post, width) for post in page.member.posts]
    return [
        *section(_("Identity"), [_identity(page.member, zone, width)]),
        *section(_("Duties"), posts or [nothing(_("Holds no post today."))]),
        *section(_("Commitments"), promises or [nothing(_("Has made no commitment yet."))]),
        *section(_("Services"), services or [nothing(_("Has not logged a service yet."))]),
        *section(_("What workers say"), [rating_block(rating, width)]),
    ]


def flow(blocks: list[Block], height: int) -> list[Block]:
    """Blocks over columns of a height; a block goes on in the next one only if it must.

    Args:
        blocks: In order.
        height: Lines of a column, at least 1.
    """
    columns: list[Block] = [[]]
    for block in blocks:
        if columns[-1] and len(columns[-1]) + len(block) > height:
            columns.append([])
        rows = block if columns[-1] else _without_leading_blank(block)
        while len(rows) > height:
            columns[-1] = rows[:height]
            rows = rows[height:]
            columns.append([])
        columns[-1] = columns[-1] + rows
    return columns


def balanced(blocks: list[Block], height: int, across: int) -> list[Block]:
    """As `flow`; what fits on one page with several columns fills them evenly.

    Args:
        blocks: In order.
        height: Lines of a column, at least 1.
        across: Columns of a page, at least 1.
    """
    columns = flow(blocks, height)
    if across == 1 or len(columns) > across:
        return columns
    lines = sum(len(block) for block in blocks)
    longest = max((len(block) for block in blocks), default=1)
    lowest = max(1, longest, -(-lines // across))
    fitting = (flow(blocks, low) for low in range(lowest, height))
    return next((found for found in fitting if len(found) <= across), columns)


def _without_leading_blank(block: Block) -> Block:
    return block[1:] if block and not block[0] else block


def section(title: str, blocks: list[Block]) -> list[Block]:
    """Blocks under a heading."""
    # The heading stays with the first block, so that it never stands alone at the foot of a page.
    return [[[], [(title, "heading")], *blocks[0]], *blocks[1:]]


def nothing(text: str) -> Block:
    """What is said where there is nothing."""
    return [[(_INDENT + text, "faint")]]


def nothing_more(text: str, width: int) -> Block:
    """What is said where there is nothing yet, over as many lines as it takes."""
    lines = wrap(text, max(2, width - len(_INDENT)), _MOST_LINES)
    return [[(_INDENT + one, "faint")] for one in lines]


def labelled(label: str, value: str, width: int) -> Block:
    """A fact under its name, in lines of a width."""
    lines = wrap(f"{label}  {value}", max(2, width - len(_INDENT)), _MOST_LINES)
    first = lines[0][len(label) :] if lines else ""
    return [
        [(_INDENT + label, "faint"), (first, "text")],
        *([(_INDENT + text, "text")] for text in lines[1:]),
    ]


def _identity(member: MemberView, zone: ZoneInfo, width: int) -> Block:
    rows: Block = [_light(member, zone)]
    facts = [
        (_("Number"), member.number),
        (_("Job"), member.job),
        (_("Branch"), member.branch),
        (_("Standing"), standing_word(member.standing)),
        (_("Team"), "、".join(member.teams)),
    ]
    for label, value in facts:
        if value:
            rows += labelled(label, value, width)
    return rows


def rating_block(rating: RatingView | None, width: int) -> Block:
    """The mean of ratings with their count and when it changes; or from when on it stands here."""
    if rating is None:
        unsaid = _("What workers say will stand here: {steps}.").format(steps=steps_words())
        return nothing_more(unsaid, width)
    return [
        [(f"{_INDENT}★ ", "light"), (mean_words(rating), "name")],
        [(f"{_INDENT}  {steps_words()}", "faint")],
    ]


def _light(member: MemberView, zone: ZoneInfo) -> Row:
    since = member.on_site_since
    if since is None:
        return [(f"{_INDENT}{AWAY} ", "faint"), (_("Not on site"), "faint")]
    local = since.astimezone(zone)
    words = _("On site since {time}").format(time=format_time(local))
    return [(f"{_INDENT}{ON_SITE} ", "light"), (words, "name")]


def _post(post: PostView, width: int) -> Block:
    sign = f"{KEY_POST} " if post.is_key else ""
    words = (kind_word(post.kind), honour_word(post.honour), basis_word(post.basis))
    notes = " · ".join(word for word in words if word)
    rows: Block = [[(_INDENT + sign, "light"), (post.name, "name"), ("  " + _shift(post), "faint")]]
    inner = max(2, width - 2 * len(_INDENT))
    rows += [[(_INDENT * 2 + text, "faint")] for text in wrap(notes, inner, 2)]
    rows += [
        [(_INDENT * 2 + text, "text")] for text in wrap(mask_phones(post.duty), inner, _MOST_LINES)
    ]
    if post.standard:
        said = _("Standard: {standard}").format(standard=mask_phones(post.standard))
        rows += [[(_INDENT * 2 + text, "text")] for text in wrap(said, inner, _MOST_LINES)]
    return rows


def _shift(post: PostView) -> str:
    parts = [post.zone, post.shift]
    if post.from_minute is not None and post.to_minute is not None:
        parts.append(f"{_clock(post.from_minute)}–{_clock(post.to_minute)}")
    return " · ".join(part for part in parts if part)


def _clock(minute: int) -> str:
    return f"{minute // 60 % 24:02}:{minute % 60:02}"


def promise_block(promise: CommitmentView, zone: ZoneInfo, width: int) -> Block:
    """A promise with its state, its day, and who said that when, in lines of a width."""
    sign, word = STATE_SIGNS[promise.state], state_word(promise.state)
    due = _("due {day}").format(day=format_day(promise.due_on))
    often = {"shift": _("Each shift"), "day": _("Each day"), "week": _("Each week")}
    told = " · ".join(filter(None, (due, often.get(promise.rhythm, ""), promise.post)))
    texts = wrap(spoken(promise), max(2, width - len(_INDENT) - 2), _MOST_LINES)
    rows: Block = [[(f"{_INDENT}{sign} ", promise.state), (texts[0] if texts else "", "text")]]
    rows += [[(f"{_INDENT}  {text}", "text")] for text in texts[1:]]
    rows.append([(f"{_INDENT}  {word}", promise.state), (f" · {told}", "faint")])
    return rows + said_rows(promise, zone, width)


def said_rows(promise: CommitmentView, zone: ZoneInfo, width: int) -> Block:
    """Who said what became of a promise, and when; no row where nobody has."""
    lines = wrap(said_words(promise, zone), max(2, width - len(_INDENT) - 2), 2)
    return [[(f"{_INDENT}  {text}", "faint")] for text in lines]


def service_block(service: ServiceView, zone: ZoneInfo, width: int) -> Block:
    """A service with its time, its minutes, and how many are confirmed and by whom."""
    at = service.at.astimezone(zone)
    when = f"{format_day(at.date())} {format_time(at)}"
    minutes = format_minutes(service.minutes)
    facts = (when, minutes, confirmed_words(service), service.whom, service.where)
    inner = max(2, width - len(_INDENT))
    rows: Block = [[(_INDENT + text, "text")] for text in wrap(spoken(service), inner, _MOST_LINES)]
    said = " · ".join(part for part in facts if part)
    return rows + [[(_INDENT + text, "faint")] for text in wrap(said, inner, 2)]
