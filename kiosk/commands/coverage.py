"""`coverage [--at TIME]`: which key posts are held, thin or empty, now or at another time."""

from argparse import Namespace, _SubParsersAction
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kiosk.commands.onsite import read_time
from kiosk.commands.site import site_to_read
from kiosk.commands.telling import iso, print_json, print_table
from kiosk.errors import Exit
from kiosk.i18n import _, ngettext

if TYPE_CHECKING:
    from kiosk.attendance.coverage.views import PostCoverageView
    from kiosk.commands.arguments import Parser
    from kiosk.people.views import MemberView

STRIP_CELLS = 48
"""Half an hour each."""


def add_parser(commands: "_SubParsersAction[Parser]", options: "Parser") -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "coverage", parents=[options], help=_("say which key posts are held")
    )
    parser.add_argument(
        "--at",
        metavar=_("TIME"),
        help=_("at another time: 06:55 today, or 2026-11-22T06:55, with a zone or in the site's"),
    )
    parser.set_defaults(run=run, opens_kiosk=False)


def run(args: Namespace) -> Exit:
    """Say how each key post stands; what needs somebody first."""
    from kiosk.attendance.clocks import present

    with site_to_read(args) as services:
        zone = services.oversight.site().zone
        now = present(services.context)
        at = read_time(args.at, now.astimezone(zone), zone) if args.at is not None else now
        posts = services.coverage.now(at)
    if args.json:
        print_json({"at": iso(at), "posts": [post_shape(post) for post in posts]})
        return Exit.DONE
    local = at.astimezone(zone)
    due = [post for post in posts if post.is_due]
    empty = sum(post.is_empty for post in due)
    words = ngettext(
        "{empty} of {due} key post stands empty at {time}",
        "{empty} of {due} key posts stand empty at {time}",
        len(due),
    )
    print(words.format(empty=empty, due=len(due), time=f"{local:%Y-%m-%d %H:%M}"))
    print_table([_line(post, zone, local.date()) for post in posts], "  ")
    return Exit.DONE


def post_shape(post: "PostCoverageView") -> dict[str, object]:
    """A key post as programs read it."""
    return {
        "name": post.name,
        "kind": post.kind,
        "state": post.state,
        "since": iso(post.since),
        "least": post.least,
        "holders": [_holder(member, post) for member in post.holders],
        "planned": [_person(member) for member in post.planned],
        "deputies": [_person(member) for member in post.deputies],
    }


def day_shape(post: "PostCoverageView") -> dict[str, object]:
    """A key post over a work day as programs read it."""
    return {
        "name": post.name,
        "kind": post.kind,
        "covered_minutes": post.covered_min,
        "thin_minutes": post.thin_min,
        "empty_minutes": post.empty_min,
        "gaps": [{"from": iso(begins), "to": iso(ends)} for begins, ends in post.gaps],
        "asked": [
            {
                "at": iso(one.at),
                "name": one.leaver,
                "answer": one.answer,
                "taker": one.taker or None,
            }
            for one in post.asked
        ],
    }


def _person(member: "MemberView") -> dict[str, object]:
    return {"number": member.number, "name": member.name}


def _holder(member: "MemberView", post: "PostCoverageView") -> dict[str, object]:
    return _person(member) | {"on_break": member.uid in post.resting}


def _line(post: "PostCoverageView", zone: ZoneInfo, today: date) -> tuple[str, ...]:
    from kiosk.attendance.coverage.words import MARKS, since_words, state_word, strip_text

    span = post.parts[0].begins, post.parts[-1].ends
    who = " ".join(post.holder_words(_("{name} (on a break)")))
    planned = " ".join(member.name for member in post.planned)
    if not who and planned:
        who = _("due: {names}").format(names=planned) if post.is_due else planned
    return (
        MARKS[post.state],
        post.name,
        state_word(post.state),
        since_words(post.since, zone, today) if post.is_due else "",
        who,
        strip_text(post.parts, span, STRIP_CELLS),
    )
