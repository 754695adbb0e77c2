"""What a member's own page tells: hours, posts, promises, services, ratings, standing."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from kiosk.i18n import _, format_day, format_minutes, format_number, ngettext
from kiosk.people.record_views import HoursView, MemberRecord, StandingView, TermLine
from kiosk.service.totals import totals_words
from kiosk.service.usual_words import as_read
from kiosk.service.views import ServiceView
from screens.widgets.board.story import (
    Block,
    Row,
    labelled,
    nothing,
    promise_block,
    rating_block,
    section,
    service_block,
)
from screens.widgets.board.words import STATE_SIGNS, standing_word, state_word
from screens.widgets.lines import wrap

_INDENT = "  "


def tell_record(record: MemberRecord, zone: ZoneInfo, width: int) -> list[Block]:
    """The sections of a member's own page.

    Args:
        record: What they did here.
        zone: The site's.
        width: Cells of a line.
    """
    promises = [promise_block(one, zone, width) for one in record.commitments]
    services = [_service(one, zone, width) for one in record.services]
    return [
        *section(_("On site"), [_hours(record, width)]),
        *section(_("Posts and teams"), _terms(record, width)),
        *section(_("Commitments"), [_states(record), *promises]),
        *section(_("Services"), [_totals(record, width), *services]),
        *section(_("What workers say"), _said(record, width)),
        *section(_("Standing"), [_standings(record.standings, zone, width)]),
    ]


def _hours(record: MemberRecord, width: int) -> Block:
    rows = labelled(_("In the last 30 days"), _hours_words(record.recent_hours), width)
    rows += labelled(_("In all"), _hours_words(record.hours), width)
    if record.hours.unknown:
        count = record.hours.unknown
        said = ngettext(
            "Of {count} stay nobody knows the end; it is not counted.",
            "Of {count} stays nobody knows the end; they are not counted.",
            count,
        ).format(count=count)
        rows += [[(_INDENT + text, "faint")] for text in wrap(said, width - 2, 2)]
    return rows


def _hours_words(hours: HoursView) -> str:
    days = ngettext("{count} day", "{count} days", hours.days).format(
        count=format_number(hours.days)
    )
    return f"{days} · {format_minutes(hours.minutes)}"


def _states(record: MemberRecord) -> Block:
    pieces: Row = [(_INDENT, "text")]
    for state, sign in STATE_SIGNS.items():
        count = record.states.get(state, 0)
        if count:
            pieces.append((f"{sign} {state_word(state)} {format_number(count)}   ", state))
    if len(pieces) == 1:
        return nothing(_("No commitment yet. Make one: key 1 under the answer to your scan."))
    return [pieces]


def _totals(record: MemberRecord, width: int) -> Block:
    totals = record.totals
    if not totals.entries and not record.services:
        return nothing(_("No service yet. Log one: key 2 under the answer to your scan."))
    entries = ngettext("{count} entry", "{count} entries", totals.entries).format(
        count=format_number(totals.entries)
    )
    return labelled(_("In all"), f"{entries} · {totals_words(totals)}", width)


def _service(one: ServiceView, zone: ZoneInfo, width: int) -> Block:
    rows = service_block(one, zone, width)
    if one.is_struck:
        said = _("struck: {reason}").format(reason=as_read(one.struck_because))
        rows += [[(_INDENT + text, "missed")] for text in wrap(said, width - 2, 2)]
    return rows


def _said(record: MemberRecord, width: int) -> list[Block]:
    if record.rating is None:
        return [rating_block(None, width)]
    words = (wrap(f"“{word}”", width - 2, 3) for word in record.words)
    said: list[Block] = [[[(_INDENT + text, "text")] for text in lines] for lines in words]
    return [rating_block(record.rating, width), *said]


def _terms(record: MemberRecord, width: int) -> list[Block]:
    terms = [*record.posts, *record.teams]
    if not terms:
        return [nothing(_("Your posts and teams will stand here; a supervisor sets them."))]
    return [_term(one, width) for one in terms]


def _term(term: TermLine, width: int) -> Block:
    until = format_day(term.until) if term.until else _("today")
    span = " · ".join(filter(None, (term.shift, f"{format_day(term.since)} – {until}")))
    sign = "◆ " if term.is_key else ""
    lines = wrap(f"{sign}{term.name}", width - 2, 2)
    return [[(_INDENT + text, "text")] for text in lines] + [[(_INDENT + span, "faint")]]


def _standings(standings: Iterable[StandingView], zone: ZoneInfo, width: int) -> Block:
    rows: Block = []
    for one in standings:
        day = format_day(one.since.astimezone(zone).date())
        promoted = f" · ▲ {_('promoted')}" if one.is_promotion else ""
        rows += labelled(day, standing_word(one.standing) + promoted, width)
    return rows
