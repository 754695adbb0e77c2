"""`posts list`: the key posts as they are set; with a filter or `--all` the other posts too."""

import sys
from argparse import Namespace, _SubParsersAction
from typing import TYPE_CHECKING

from kiosk.commands.day import read_day
from kiosk.commands.posts_shape import other_line, post_line, term_words, whole_shape
from kiosk.commands.site import opened_site
from kiosk.commands.telling import print_json, print_table
from kiosk.errors import Exit
from kiosk.i18n import _

if TYPE_CHECKING:
    from kiosk.commands.arguments import Parser
    from kiosk.people.posts.views import PostLine
    from kiosk.services import Services

_STATES = ("held", "vacant", "ended")


def add_parser(verbs: "_SubParsersAction[Parser]", options: "Parser") -> None:
    """Declare the verb."""
    parser = verbs.add_parser("list", parents=[options], help=_("the key posts as they are set"))
    parser.add_argument("--all", action="store_true", help=_("the posts that are no key posts too"))
    parser.add_argument("--member", metavar=_("MEMBER"), help=_("all posts that this member holds"))
    parser.add_argument("--state", choices=_STATES, default="", help=_("all posts that are so"))
    parser.add_argument("--on", metavar=_("DAY"), help=_("all posts as they were held on a day"))
    parser.set_defaults(run=run, opens_kiosk=False)


def run(args: Namespace) -> Exit:
    """The posts by name."""
    with opened_site(args) as services:
        posts = _chosen(args, services)
        if args.json:
            print_json({"posts": _shapes(args, services, posts)})
        else:
            print_table(_lines(args, services, posts))
    if not posts and not args.json:
        print(_empty(args), file=sys.stderr)
    return Exit.DONE


def _is_filtered(args: Namespace) -> bool:
    return bool(args.member is not None or args.state or args.on is not None)


def _chosen(args: Namespace, services: "Services") -> "list[PostLine]":
    member = None if args.member is None else services.people.get_member(args.member).uid
    day = None if args.on is None else read_day(args.on, services.oversight.today())
    found = services.posts.list_posts(day, member=member, state=args.state)
    if _is_filtered(args):
        return list(found)
    standing = [post for post in found if post.state != "ended"]
    keys = [post for post in standing if post.is_key]
    return [*keys, *(post for post in standing if args.all and not post.is_key)]


def _shapes(
    args: Namespace, services: "Services", posts: "list[PostLine]"
) -> list[dict[str, object]]:
    settings = {one.uid: one for one in services.coverage.all_posts()}
    return [
        whole_shape(post, settings.get(post.uid), None if args.on is None else post.holders)
        for post in posts
    ]


def _lines(args: Namespace, services: "Services", posts: "list[PostLine]") -> list[tuple[str, ...]]:
    settings = {one.uid: one for one in services.coverage.all_posts()}
    zone, now = services.oversight.site().zone, services.context.clock.now()
    lines = []
    for post in posts:
        setting = settings.get(post.uid)
        if setting is not None and post.is_key:
            line = post_line(setting, now, zone)
        else:
            line = other_line(post, setting)
        if args.on is not None:
            names = " ".join(map(term_words, post.holders)) or _("nobody")
            line = (*line[:4], names, "")
        lines.append(line)
    return lines


def _empty(args: Namespace) -> str:
    if _is_filtered(args):
        return _("There is no such post; `posts list --all` shows all.")
    if args.all:
        return _("There is no post yet; `posts add POST --kind none --by NUMBER` makes one.")
    return _("There is no key post yet; `posts add` and `posts kind` make one.")
