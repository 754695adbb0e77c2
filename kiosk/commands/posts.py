"""`posts`: the posts as they are set, and setting them: words, hours, least number, holders."""

from argparse import Namespace, _SubParsersAction
from typing import TYPE_CHECKING
from uuid import UUID

from kiosk.commands import posts_list, posts_page, posts_sign
from kiosk.commands.arguments import UsageError
from kiosk.commands.by import add_by, who
from kiosk.commands.day import read_day
from kiosk.commands.posts_shape import post_sentences, whole_shape
from kiosk.commands.site import opened_site
from kiosk.commands.telling import print_json
from kiosk.errors import Exit, RefusedError
from kiosk.i18n import _

if TYPE_CHECKING:
    from datetime import date

    from kiosk.attendance.coverage.changing import HoursChange
    from kiosk.attendance.coverage.hours import ShiftHours, WeeklyHours
    from kiosk.commands.arguments import Parser
    from kiosk.services import Services

_NONE = "none"
_KINDS = ("post", "procedure", "link", "moment", _NONE)
_BASES = ("need", "task", "person")
_HONOURS = ("vanguard", "model", _NONE)


def add_parser(commands: "_SubParsersAction[Parser]", options: "Parser") -> None:
    """Declare the command."""
    parser = commands.add_parser("posts", parents=[options], help=_("list and set the posts"))
    verbs = parser.add_subparsers(metavar=_("VERB"), required=True)
    posts_list.add_parser(verbs, options)
    posts_page.add_parser(verbs, options)
    posts_sign.add_parser(verbs, options)
    _add_making(verbs, options)
    _add_hours(verbs, options)
    least = _add_verb(verbs, options, "least", _("how many holders a key post needs at least"))
    least.add_argument("least", metavar="N", type=int)
    least.set_defaults(run=set_least)
    for name, told, run in (
        ("assign", _("let a member hold a post"), assign),
        ("release", _("let a member hold a post no longer"), release),
        ("deputy", _("let a member stand in at a key post, or no longer"), deputy),
    ):
        verb = _add_verb(verbs, options, name, told)
        verb.add_argument("member", metavar=_("MEMBER"), help=_("the member's number"))
        verb.set_defaults(run=run)
        _add_terms(verb, name)


def _add_verb(
    verbs: "_SubParsersAction[Parser]", options: "Parser", name: str, told: str
) -> "Parser":
    verb = verbs.add_parser(name, parents=[options], help=told)
    verb.add_argument("post", metavar=_("POST"), help=_("the post's name"))
    verb.set_defaults(opens_kiosk=False)
    add_by(verb, required=True)
    return verb


def _add_making(verbs: "_SubParsersAction[Parser]", options: "Parser") -> None:
    making = _add_verb(verbs, options, "add", _("make a post that nobody holds yet"))
    making.add_argument("--kind", choices=_KINDS, default="post", help=_("what key post it is"))
    _add_words(making)
    making.set_defaults(run=add)
    setting = _add_verb(verbs, options, "set", _("change what is set for a post"))
    setting.add_argument("--name", metavar=_("NAME"), help=_("another name"))
    setting.add_argument("--kind", choices=_KINDS, help=_("what key post it is from now on"))
    _add_words(setting)
    setting.set_defaults(run=set_words)
    ending = _add_verb(verbs, options, "end", _("give a post up; nobody holds it any more"))
    ending.set_defaults(run=end)
    kind = _add_verb(verbs, options, "kind", _("make a post a key post, or none again"))
    kind.add_argument("kind", choices=_KINDS, help=_("what key post it is from now on"))
    kind.set_defaults(run=set_kind)


def _add_words(verb: "Parser") -> None:
    verb.add_argument("--zone", metavar=_("ZONE"), help=_("the part of the site"))
    verb.add_argument("--duty", metavar=_("TEXT"), help=_("what its holder is responsible for"))
    verb.add_argument("--standard", metavar=_("TEXT"), help=_("what good service means here"))
    verb.add_argument("--basis", choices=_BASES, help=_("set up by need, for a task, for a person"))
    verb.add_argument("--honour", choices=_HONOURS, help=_("vanguard post or model post"))


def _add_hours(verbs: "_SubParsersAction[Parser]", options: "Parser") -> None:
    hours = _add_verb(verbs, options, "hours", _("when a key post must not stand empty"))
    rhythm = hours.add_mutually_exclusive_group()
    rhythm.add_argument(
        "--weekly",
        metavar=_("SPAN"),
        nargs="+",
        action="extend",
        help=_("such as mon-sun/08:00-18:00 or 6,7/19:00-07:00, in place of those it had"),
    )
    rhythm.add_argument(
        "--shifts", action="store_true", help=_("the shifts in which it is held, again")
    )
    rhythm.add_argument(
        "--moments-only", action="store_true", help=_("its moments and nothing else")
    )
    hours.add_argument(
        "--moment",
        metavar=_("SPAN"),
        action="append",
        default=[],
        help=_('once more, such as "2026-11-24 06:00/14:00"'),
    )
    hours.add_argument("--name", metavar=_("NAME"), help=_("what these moments are"))
    hours.add_argument(
        "--end-moment",
        metavar=_("TIME"),
        action="append",
        default=[],
        help=_('end the moment that begins at "2026-11-24 06:00"'),
    )
    hours.set_defaults(run=set_hours)


def _add_terms(verb: "Parser", name: str) -> None:
    if name == "assign":
        verb.add_argument("--shift", metavar=_("SHIFT"), help=_("only in this shift"))
    if name == "deputy":
        verb.add_argument("--end", action="store_true", help=_("no longer"))
    if name != "release":
        verb.add_argument("--since", metavar=_("DAY"), help=_("the first day; today without"))
    if name != "assign":
        verb.add_argument("--until", metavar=_("DAY"), help=_("the last day; today without"))


def add(args: Namespace) -> Exit:
    """Make a post; its hours are those of the shifts in which it will be held."""
    from kiosk.people.admin import NewPost

    with opened_site(args) as services:
        new = NewPost(args.post, _told(args.kind), **_words(args))
        uid = services.posts.make_post(new, who(args))
        return _tell(services, uid, args)


def set_words(args: Namespace) -> Exit:
    """Change what is named of a post; the rest stays."""
    from kiosk.people.posts.views import PostChange

    named = {} if args.kind is None else {"kind": _told(args.kind)}
    change = PostChange(name=args.name, **named, **_words(args))
    if change == PostChange():
        raise UsageError(_("Name something to change, such as --duty; see posts set --help."))
    with opened_site(args) as services:
        uid = services.coverage.post_named(args.post)
        services.posts.set_post(uid, change, who(args))
        return _tell(services, uid, args)


def end(args: Namespace) -> Exit:
    """Give a post up."""
    with opened_site(args) as services:
        uid = services.coverage.post_named(args.post)
        services.posts.end_post(uid, who(args))
        return _tell(services, uid, args)


def _words(args: Namespace) -> dict[str, str]:
    """What is named of a post, by field."""
    given = {name: getattr(args, name) for name in ("zone", "duty", "standard", "basis", "honour")}
    return {name: _told(text) for name, text in given.items() if text is not None}


def _told(word: str) -> str:
    """`none` is said as nothing where one of several words can be chosen."""
    return "" if word == _NONE else word


def set_kind(args: Namespace) -> Exit:
    """Make a post a key post of a kind, or none, from now on."""
    with opened_site(args) as services:
        uid = services.coverage.post_named(args.post)
        services.coverage.set_kind(uid, _told(args.kind), who(args))
        return _tell(services, uid, args)


def set_hours(args: Namespace) -> Exit:
    """Change the hours that are named; the others stay."""
    with opened_site(args) as services:
        uid = services.coverage.post_named(args.post)
        services.coverage.change_hours(uid, _change(args, services), who(args))
        return _tell(services, uid, args)


def _change(args: Namespace, services: "Services") -> "HoursChange":
    from kiosk.attendance.coverage.changing import HoursChange
    from kiosk.attendance.coverage.hours_text import read_beginning, read_moment

    zone = services.oversight.site().zone
    rhythm = _rhythm(args)
    if rhythm is None and not args.moment and not args.end_moment:
        raise RefusedError(
            "no_hours",
            _("A post needs hours: write --weekly mon-sun/08:00-18:00, --shifts or --moment."),
        )
    return HoursChange(
        rhythm,
        [read_moment(text, args.name or args.post, zone) for text in args.moment],
        [read_beginning(text, zone) for text in args.end_moment],
    )


def _rhythm(args: Namespace) -> "list[WeeklyHours | ShiftHours] | None":
    from kiosk.attendance.coverage.hours import ShiftHours
    from kiosk.attendance.coverage.hours_text import read_weekly

    if args.weekly is not None:
        return [read_weekly(text) for text in args.weekly]
    if args.shifts:
        return [ShiftHours()]
    return [] if args.moments_only else None


def set_least(args: Namespace) -> Exit:
    """Say how many holders a key post needs."""
    with opened_site(args) as services:
        uid = services.coverage.post_named(args.post)
        services.coverage.set_least(uid, args.least, who(args))
        return _tell(services, uid, args)


def assign(args: Namespace) -> Exit:
    """Let a member hold a post."""
    with opened_site(args) as services:
        uid, member = _found(args, services)
        shift = _shift(services, args.shift) if args.shift is not None else None
        since = _day(args.since, services)
        services.coverage.assign(uid, member, since=since, shift_uid=shift, by=who(args))
        return _tell(services, uid, args)


def _shift(services: "Services", name: str) -> UUID:
    for shift in services.coverage.shifts():
        if shift.name == name:
            return shift.uid
    raise RefusedError("unknown_shift", _("There is no shift {name}.").format(name=name))


def release(args: Namespace) -> Exit:
    """Let a day be the last on which a member holds a post."""
    with opened_site(args) as services:
        uid, member = _found(args, services)
        services.coverage.end(uid, member, until=_day(args.until, services), by=who(args))
        return _tell(services, uid, args)


def deputy(args: Namespace) -> Exit:
    """Let a member stand in at a key post from a day on, or until one."""
    if args.end and args.since is not None:
        raise UsageError(_("--end takes --until, not --since."))
    if not args.end and args.until is not None:
        raise UsageError(_("--until needs --end."))
    with opened_site(args) as services:
        uid, member = _found(args, services)
        if args.end:
            until = _day(args.until, services)
            services.coverage.end_deputy(uid, member, until=until, by=who(args))
        else:
            since = _day(args.since, services)
            services.coverage.add_deputy(uid, member, since=since, by=who(args))
        return _tell(services, uid, args)


def _found(args: Namespace, services: "Services") -> tuple[UUID, UUID]:
    post = services.coverage.post_named(args.post)
    return post, services.people.get_member(args.member).uid


def _day(text: str | None, services: "Services") -> "date":
    today = services.oversight.today()
    return today if text is None else read_day(text, today)


def _tell(services: "Services", uid: UUID, args: Namespace) -> Exit:
    """Tell how the post is set now."""
    post = services.posts.page(uid).post
    setting = services.coverage.find_set(uid)
    if args.json:
        print_json(whole_shape(post, setting))
    else:
        zone, now = services.oversight.site().zone, services.context.clock.now()
        print("\n".join(post_sentences(post, setting, now, zone)))
    return Exit.DONE
