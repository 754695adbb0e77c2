"""`posts show POST`: a post with its duty, holders of today and before, promises and services."""

from argparse import Namespace, _SubParsersAction
from typing import TYPE_CHECKING

from kiosk.commands.posts_shape import post_sentences, term_words, terms_shape, whole_shape
from kiosk.commands.site import site_to_read
from kiosk.commands.telling import print_json
from kiosk.errors import Exit
from kiosk.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zoneinfo import ZoneInfo

    from kiosk.attendance.coverage.posts import SetPost
    from kiosk.commands.arguments import Parser
    from kiosk.people.posts.views import HolderView, PostPage


def add_parser(verbs: "_SubParsersAction[Parser]", options: "Parser") -> None:
    """Declare the verb."""
    parser = verbs.add_parser(
        "show", parents=[options], help=_("a post: its duty, its holders, what was promised there")
    )
    parser.add_argument("post", metavar=_("POST"), help=_("the post's name"))
    parser.set_defaults(run=run, opens_kiosk=False)


def run(args: Namespace) -> Exit:
    """Show a post, also one that is no more."""
    with site_to_read(args) as services:
        uid = services.coverage.post_named(args.post)
        page, setting = services.posts.page(uid), services.coverage.find_set(uid)
        zone, now = services.oversight.site().zone, services.context.clock.now()
        if args.json:
            print_json(page_shape(page, setting))
        else:
            print("\n".join([*post_sentences(page.post, setting, now, zone), *_more(page, zone)]))
    return Exit.DONE


def page_shape(page: "PostPage", setting: "SetPost | None") -> dict[str, object]:
    """An opened post as programs read it."""
    from kiosk.commands.ratings_shape import rating_shape
    from kiosk.commands.shapes import commitment_shape, service_shape

    return whole_shape(page.post, setting) | {
        "hours": list(page.hours),
        "coverage": page.coverage.state if page.coverage else None,
        "history": terms_shape(page.history),
        "commitments": [commitment_shape(one) for one in page.commitments],
        "services": [service_shape(one) for one in page.services],
        "rating": rating_shape(page.rating),
    }


def _more(page: "PostPage", zone: "ZoneInfo") -> list[str]:
    from kiosk.attendance.coverage.words import state_word
    from kiosk.commands.ratings_shape import mean_words
    from kiosk.commands.wording import commitment_lines, service_lines

    lines = []
    if page.coverage is not None:
        lines.append("  " + _("Now: {state}").format(state=state_word(page.coverage.state)))
    if page.rating is not None:
        told = _("What workers say: {mean}").format(mean=mean_words(page.rating))
        lines.append(f"  {told}")
    lines += _part(_("Held it before"), (_time_words(one) for one in page.history))
    lines += _part(_("Commitments"), map("  ".join, commitment_lines(page.commitments, zone)))
    lines += _part(_("Services"), map("  ".join, service_lines(page.services, zone)))
    return lines


def _part(heading: str, lines: "Iterable[str]") -> list[str]:
    """Lines under a heading; nothing where there are none."""
    found = [f"    {line.rstrip()}" for line in lines]
    return [f"  {heading}", *found] if found else []


def _time_words(one: "HolderView") -> str:
    return f"{one.since.isoformat()}  {term_words(one)}"
