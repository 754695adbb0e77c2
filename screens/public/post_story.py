"""What a post's page tells: duty and standard, who is there, promises, services, who was before."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from kiosk.attendance.coverage.views import PostCoverageView
from kiosk.attendance.coverage.words import MARKS, since_words, state_word
from kiosk.i18n import _
from kiosk.people.posts.views import HolderView, PostPage
from kiosk.people.posts.words import basis_word, honour_word, kind_word
from kiosk.people.posts.words import state_word as post_word
from kiosk.service.masking import mask_phones
from kiosk.service.ratings_wording import mean_words, steps_words
from kiosk.service.views import ServiceView
from screens.public.post_rows import (
    INDENT,
    paragraph,
    promise_block,
    section,
    service_block,
)
from screens.widgets.board.card_text import AWAY, ON_SITE
from screens.widgets.board.story import Block, Row

_NEEDS = {"overdue": 0, "open": 1}


def tell_post(page: PostPage, now: datetime, zone: ZoneInfo, width: int) -> list[Block]:
    """The sections of a post's page.

    Args:
        page: The post.
        now: The time, UTC.
        zone: The site's.
        width: Cells of a line, for breaking texts.
    """
    promises = sorted(page.commitments, key=lambda one: _NEEDS.get(one.state, len(_NEEDS)))
    return [
        [[(INDENT + _marks(page), "faint")]],
        *_people(page, now.astimezone(zone).date(), zone, width),
        *_duty(page, width),
        *section(
            _("Commitments"),
            [promise_block(one, zone, width) for one in promises],
            _("No promise is tied to this post yet. Whoever holds it scans and makes one."),
            width,
        ),
        *section(
            _("Services"),
            [_service_block(one, zone, width) for one in page.services],
            _("What its holders do will stand here. Scan to log a service."),
            width,
        ),
        *_rating(page, width),
        *_before(page, width),
    ]


def _service_block(service: ServiceView, zone: ZoneInfo, width: int) -> Block:
    """What was done, and why it is on this page: for a promise, or while they held the post."""
    promise = _("for the commitment: {words}").format(words=service.commitment)
    why = promise if service.commitment else _("done while holding the post")
    return [*service_block(service, zone, width), *paragraph(why, width, "faint")[:1]]


def _marks(page: PostPage) -> str:
    post = page.post
    words = (honour_word(post.honour), kind_word(post.kind), basis_word(post.basis), post.zone)
    return " · ".join(word for word in words if word)


def _people(page: PostPage, today: date, zone: ZoneInfo, width: int) -> list[Block]:
    first = [_standing(page, today, zone)]
    holders = [_holder_block(one) for one in page.post.holders]
    ahead = [_days_row(one, _("from {day}").format(day=_day(one.since))) for one in page.ahead]
    if page.post.state != "ended" and not holders:
        first += paragraph(_("Nobody is set for it. A supervisor sets who holds it."), width)
    return section(_("Who is there now"), [first, *holders, *([ahead] if ahead else [])], "", width)


def _standing(page: PostPage, today: date, zone: ZoneInfo) -> Row:
    if page.coverage is None:
        return [(INDENT + post_word(page.post.state), "name")]
    state = page.coverage.state
    look = "overdue" if state in {"empty", "thin"} else "name"
    said = f"{MARKS[state]} {state_word(state)} {_since(page.coverage, today, zone)}"
    names = _(", ").join(one.name for one in page.coverage.holders)
    return [(INDENT + said.rstrip(), look), (f"   {names}" if names else "", "text")]


def _since(coverage: PostCoverageView, today: date, zone: ZoneInfo) -> str:
    return since_words(coverage.since, zone, today) if coverage.is_empty else ""


def _holder_block(holder: HolderView) -> Block:
    member = holder.member
    light = ON_SITE if member.on_site_since else AWAY
    facts = (holder.shift, member.job, _("since {day}").format(day=_day(holder.since)))
    said = " · ".join(fact for fact in facts if fact)
    return [[(f"{INDENT}{light} ", "light"), (member.name, "name"), (f"  {said}", "faint")]]


def _duty(page: PostPage, width: int) -> list[Block]:
    post = page.post
    unsaid = _("Not written yet. A supervisor writes it on the post's page.")
    hours = paragraph(_("; ").join(page.hours), width) if page.hours else []
    return [
        *section(_("Duty of the post"), _texts(post.duty, width), unsaid, width),
        *section(_("Standard of service"), _texts(post.standard, width), unsaid, width),
        *(section(_("Hours"), [hours], "", width) if hours else []),
    ]


def _texts(text: str, width: int) -> list[Block]:
    return [paragraph(mask_phones(text), width)] if text else []


def _rating(page: PostPage, width: int) -> list[Block]:
    steps = paragraph(steps_words(), width, "faint")
    said = [[*paragraph(mean_words(page.rating), width, "name"), *steps]] if page.rating else []
    how = _("Shown {steps}. To rate: open the card of a holder, then 5.")
    unsaid = how.format(steps=steps_words())
    return section(_("What workers say"), said, unsaid, width)


def _before(page: PostPage, width: int) -> list[Block]:
    rows = [[_days_row(one, _span(one))] for one in page.history]
    unsaid = _("Nobody held it before.")
    return section(_("Held it before"), rows, unsaid, width)


def _span(holder: HolderView) -> str:
    until = _day(holder.until) if holder.until else ""
    return f"{_day(holder.since)} – {until}"


def _days_row(holder: HolderView, days: str) -> Row:
    facts: Sequence[str] = (holder.shift, days)
    said = " · ".join(fact for fact in facts if fact)
    return [(f"{INDENT}{holder.member.name}", "text"), (f"  {said}", "faint")]


def _day(day: date) -> str:
    return day.isoformat()
