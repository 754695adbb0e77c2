"""The later parts of a member's own record on paper: what was said, asked, confirmed, raised."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from kiosk.exports.listing import Cell, Column, Section
from kiosk.exports.pages import BLACK
from kiosk.exports.typesetting import Type
from kiosk.i18n import _, current_language, format_minutes, format_time
from kiosk.oversight.views import SiteView
from kiosk.people.record_views import OwnData
from kiosk.service.usual_words import as_read
from kiosk.service.views import CommitmentView, ServiceView
from kiosk.service.voices_wording import kind_word, state_word, step_word
from kiosk.service.words import how_words, said_words, state_words

_WORDS = (Type(9.5, 6.5), Type(7.5, 5, lines=2))
Columns = Sequence[tuple[str, float, float]]
Row = tuple[str, ...]


def more_sections(data: OwnData, site: SiteView, most: int) -> list[Section]:
    """What stands behind commitments and services.

    Args:
        data: What is kept of the member.
        site: Where, with its zone.
        most: How many rows of a section are printed, the newest.
    """
    return [
        *_judged(data, site, most),
        *_done_for(data, site, most),
        *_confirmations(data, most),
        *_voices(data, site, most),
        *_said(data, site, most),
        *_corrections(data, site, most),
    ]


def make_section(heading: str, columns: Columns, rows: Sequence[Row]) -> list[Section]:
    """A section, or none where there is nothing in it."""
    if not rows:
        return []
    cells = tuple(tuple(Cell(text, _WORDS) for text in row) for row in rows)
    return [Section(heading, BLACK, tuple(Column(*column) for column in columns), cells)]


def spoken(one: CommitmentView | ServiceView) -> str:
    """Its words in the language now spoken."""
    return one.text_en if one.text_en and current_language() == "en" else one.text


def _judged(data: OwnData, site: SiteView, most: int) -> list[Section]:
    """Of repeated ones: what became of the others stands beside them."""
    heading = _("What became of commitments, occasion by occasion")
    return promise_section(heading, [one for one in data.judged if one.occasion][-most:], site)


def promise_section(
    heading: str, promises: Iterable[CommitmentView], site: SiteView
) -> list[Section]:
    """Promises with what became of them, who said so and when, and why."""
    columns = (
        *((_("Due"), 0, 24), ("", 26, 56), (_("State"), 84, 20), (_("Said"), 106, 38)),
        (_("Why"), 146, 32),
    )
    rows = [
        (
            *(one.due_on.isoformat(), spoken(one), state_words(one.state)),
            *(said_words(one, site.zone), as_read(one.reason)),
        )
        for one in promises
    ]
    return make_section(heading, columns, rows)


def _done_for(data: OwnData, site: SiteView, most: int) -> list[Section]:
    columns = ((_("Date"), 0, 24), ("", 26, 70), ("", 98, 34), (_("Claimed"), 134, 21))
    rows = [
        (_day(one.at, site), spoken(one), one.name, format_minutes(one.minutes))
        for one in data.done_for[-most:]
    ]
    return make_section(_("Services for you"), columns, rows)


def _confirmations(data: OwnData, most: int) -> list[Section]:
    columns = ((_("Date"), 0, 24), ("", 26, 40), ("", 68, 40), ("", 110, 60))
    rows = [
        (
            one.work_day.isoformat(),
            _("service {entry}").format(entry=one.entry),
            format_minutes(one.minutes),
            how_words(one.how),
        )
        for one in data.confirmations[-most:]
    ]
    return make_section(_("Services of others that you confirmed"), columns, rows)


def _voices(data: OwnData, site: SiteView, most: int) -> list[Section]:
    columns = ((_("Date"), 0, 24), ("", 26, 32), ("", 60, 92), (_("State"), 154, 24))
    rows: list[Row] = []
    for voice in data.voices[:most]:
        public = voice.public
        said = " · ".join(dict.fromkeys(filter(None, (voice.subject, voice.text, voice.where))))
        number = f"{public.number} {kind_word(public.kind)}"
        rows.append((_day(voice.at, site), number, said, state_word(public.state)))
        for step in voice.steps:
            told = " · ".join(filter(None, (step.by, step.owner, step.said)))
            rows.append((_day(step.at, site), "", told, step_word(step.kind)))
    return make_section(_("What you raised"), columns, rows)


def _said(data: OwnData, site: SiteView, most: int) -> list[Section]:
    columns = ((_("Date"), 0, 24), ("", 26, 32), ("", 60, 92), ("", 154, 24))
    rows = [
        (_day(one.at, site), str(one.number), as_read(one.text), step_word(one.kind))
        for one in data.said[-most:]
    ]
    return make_section(_("What you did about others' voices"), columns, rows)


def _corrections(data: OwnData, site: SiteView, most: int) -> list[Section]:
    columns = ((_("Date"), 0, 24), ("", 26, 40), ("", 68, 68), ("", 138, 40))
    rows = [
        (
            one.work_day.isoformat(),
            _asked(one.kind, one.happened_at, site),
            one.text,
            " · ".join(filter(None, (_ruling(one.ruling), one.reason))),
        )
        for one in data.corrections[-most:]
    ]
    return make_section(_("Corrections you asked for"), columns, rows)


def _asked(kind: str, at: datetime, site: SiteView) -> str:
    sentence = _("asked: came at {time}") if kind == "came" else _("asked: left at {time}")
    return sentence.format(time=format_time(at.astimezone(site.zone)))


def _ruling(ruling: str | None) -> str:
    if ruling is None:
        return _("nobody has ruled yet")
    words = {
        "accepted": _("correction accepted"),
        "changed": _("accepted with another time"),
        "refused": _("correction refused"),
        "superseded": _("settled otherwise"),
    }
    return words[ruling]


def _day(at: datetime, site: SiteView) -> str:
    return at.astimezone(site.zone).date().isoformat()
