"""A member's own record on A4: what they did here, for them to take home."""

from collections.abc import Sequence
from datetime import date

from kiosk.exports.fonts import find_fonts
from kiosk.exports.listing import Section, flow
from kiosk.exports.own_record_more import make_section, more_sections, promise_section, spoken
from kiosk.exports.own_record_traces import trace_sections
from kiosk.exports.pages import Box, Look, Paper, Rgb
from kiosk.exports.typesetting import Type
from kiosk.i18n import _, format_minutes, format_number
from kiosk.oversight.views import SiteView
from kiosk.people.record_views import HoursView, MemberRecord, OwnData, TermLine
from kiosk.service.ratings_wording import mean_words, steps_words
from kiosk.service.views import ServiceView
from kiosk.service.words import confirmed_words, standing_words, state_words

A4 = (210.0, 297.0)
MARGIN = 16.0
"""White at both sides, in millimetres."""
MOST_ROWS = 200
"""So many commitments and services are printed, the newest; all of them are in the JSON."""
_WIDTH = A4[0] - 2 * MARGIN
_ACCENT: Rgb = (178, 30, 36)
_QUIET: Rgb = (96, 96, 100)
_RULE: Rgb = (190, 190, 194)
_BAND, _TOP, _LATER_TOP, _BOTTOM, _FOOT = 20.0, 78.0, 18.0, 279.0, 289.0
_FACT_STEP = 6.2
_LABEL_WIDTH = 34.0


def make_own_record_pdf(data: OwnData, site: SiteView, made_on: date) -> bytes:
    """A member's record as a document, in the language now spoken.

    Args:
        data: What is kept of them; the phone number is not printed.
        site: Where they did it, with its zone.
        made_on: The local day.

    Raises:
        KioskError: `no_font`.
    """
    record = data.record
    paper = Paper(find_fonts(), _("Personal record"), made_on)
    pages = flow(_sections(data, site), (_TOP, _LATER_TOP, _BOTTOM), 0)
    for number, page in enumerate(pages, 1):
        paper.add_page(*A4)
        if number == 1:
            _draw_head(paper, record, site)
        for placed in page.lines:
            placed.draw(paper, MARGIN, _WIDTH)
        _draw_foot(paper, record, made_on, f"{number} / {len(pages)}")
    return paper.finished()


def _draw_head(paper: Paper, record: MemberRecord, site: SiteView) -> None:
    paper.fill(Box(0, 0, A4[0], _BAND), _ACCENT)
    title = Look(18, bold=True, colour=(255, 255, 255))
    paper.write((MARGIN, _BAND / 2 + 2.4), _("Personal record"), title)
    name = paper.fit(f"{site.name} · {site.branch}", _WIDTH / 2, Type(10.5, 6))
    white = Look(name.size_pt, colour=(255, 255, 255), to_the_right_end=True)
    paper.write_lines((A4[0] - MARGIN, _BAND / 2 + 1.3), name, white)
    y = _BAND + 9
    for label, value in _facts(record):
        paper.write((MARGIN, y), label, Look(9, colour=_QUIET))
        fitted = paper.fit(value, _WIDTH - _LABEL_WIDTH, Type(10.5, 6))
        paper.write_lines((MARGIN + _LABEL_WIDTH, y), fitted, Look(fitted.size_pt))
        y += _FACT_STEP


def _facts(record: MemberRecord) -> list[tuple[str, str]]:
    member, totals, rating = record.member, record.totals, record.rating
    services = _("{count}, {minutes} claimed, {confirmed} confirmed").format(
        count=format_number(totals.entries),
        minutes=format_minutes(totals.claimed_minutes),
        confirmed=format_minutes(totals.confirmed_minutes),
    )
    if totals.touched:
        touched = _("{minutes} by a touch on the spot")
        services += _(", ") + touched.format(minutes=format_minutes(totals.touched_minutes))
    states = (
        f"{state_words(state)} {format_number(count)}" for state, count in record.states.items()
    )
    said = _("fewer than five ratings so far")
    if rating is not None:
        said = f"{mean_words(rating)} · {steps_words()}"
    return [
        (_("Name"), f"{member.number}  {member.name}"),
        (_("Job, branch"), " · ".join(filter(None, (member.job, member.branch)))),
        (_("Standing"), standing_words(member.standing)),
        (_("On site in all"), _hours(record.hours)),
        (_("In the last 30 days"), _hours(record.recent_hours)),
        (_("Commitments"), " · ".join(states) or "—"),
        (_("Services"), services),
        (_("Workers say"), said),
    ]


def _hours(hours: HoursView) -> str:
    sentence = _("{days} days, {hours}")
    return sentence.format(days=format_number(hours.days), hours=format_minutes(hours.minutes))


def _sections(data: OwnData, site: SiteView) -> list[Section]:
    record = data.record
    return [
        *_standings(record, site),
        *_terms(_("Posts"), record.posts),
        *_terms(_("Teams"), record.teams),
        *promise_section(_("Commitments"), record.commitments[:MOST_ROWS], site),
        *_services(record.services[:MOST_ROWS], site),
        *more_sections(data, site, MOST_ROWS),
        *trace_sections(data, site.zone, MOST_ROWS),
        *make_section(
            _("What workers said"), (("", 0, _WIDTH),), [(word,) for word in record.words]
        ),
    ]


def _standings(record: MemberRecord, site: SiteView) -> list[Section]:
    columns = ((_("From"), 0, 30), ("", 32, 60), ("", 94, 60))
    rows = [
        (
            one.since.astimezone(site.zone).date().isoformat(),
            standing_words(one.standing),
            _("promoted") if one.is_promotion else "",
        )
        for one in record.standings
    ]
    return make_section(_("Standing"), columns, rows)


def _terms(heading: str, terms: Sequence[TermLine]) -> list[Section]:
    columns = (("", 0, 80), (_("Shift"), 82, 30), (_("From"), 114, 30), (_("Until"), 146, 32))
    rows = [
        (one.name, one.shift, one.since.isoformat(), one.until.isoformat() if one.until else "")
        for one in terms
    ]
    return make_section(heading, columns, rows)


def _services(services: Sequence[ServiceView], site: SiteView) -> list[Section]:
    columns = (
        (_("Date"), 0, 24),
        ("", 26, 70),
        (_("For whom"), 98, 34),
        (_("Claimed"), 134, 21),
        (_("Confirmed"), 157, 21),
    )
    rows = [
        (
            one.at.astimezone(site.zone).date().isoformat(),
            spoken(one),
            one.whom,
            format_minutes(one.minutes),
            _confirmed(one),
        )
        for one in services
    ]
    return make_section(_("Services"), columns, rows)


def _confirmed(one: ServiceView) -> str:
    if one.is_struck:
        return _("struck")
    return confirmed_words(one) or "—"


def _draw_foot(paper: Paper, record: MemberRecord, made_on: date, place: str) -> None:
    paper.line((MARGIN, _FOOT - 5), (A4[0] - MARGIN, _FOOT - 5), _RULE)
    words = f"{record.member.number} {record.member.name} · {made_on.isoformat()}"
    paper.write((MARGIN, _FOOT), words, Look(8, colour=_QUIET))
    right = Look(8, colour=_QUIET, to_the_right_end=True)
    paper.write((A4[0] - MARGIN, _FOOT), place, right)
