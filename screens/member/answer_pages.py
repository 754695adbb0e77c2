"""What the keys under an answer open, each imported when it is pressed."""

from textual.screen import Screen

from kiosk.attendance.views import Answered, CameBack, CheckedOut
from kiosk.people.views import MemberView
from screens.member.answer_words import MY_PAGE_KEY, has_forgotten, is_check_out


def answered_page(key: str, member: MemberView, result: Answered) -> Screen[None]:
    """The page that stores the answer to a question: 1 leaving, 2 coming."""
    from screens.member.correction import ComesScreen
    from screens.member.question import GoesScreen

    return (GoesScreen if key == "1" else ComesScreen)(member, result)


def leaving_page(result: CheckedOut, *, leaves_empty: bool) -> Screen[None]:
    """The page on which a leaver says who takes over, and what became of what was due."""
    from screens.member.due import AsksDue, DueScreen
    from screens.member.handover import HandoverScreen

    page: AsksDue = (HandoverScreen if leaves_empty else DueScreen)(result.member)
    page.were_due = result.due
    return page


def page_of(key: str, member: MemberView, result: Answered) -> Screen[None]:
    """The page that a key opens.

    Args:
        key: As printed under the answer.
        member: Who scanned.
        result: What was answered.
    """
    if key == "3":
        return _third(member, result)
    pages = {
        "1": _make_promise,
        "2": _log_service,
        "4": _judge_promises,
        MY_PAGE_KEY: my_page,
    }
    return pages[key](member) if key in pages else _something_wrong(member, result)


def _make_promise(member: MemberView) -> Screen[None]:
    from screens.member.promise import PromiseScreen

    return PromiseScreen(member)


def _log_service(member: MemberView) -> Screen[None]:
    from screens.member.log import LogScreen

    return LogScreen(member)


def _judge_promises(member: MemberView) -> Screen[None]:
    from screens.member.promise import MyPromisesScreen

    return MyPromisesScreen(member)


def _third(member: MemberView, result: Answered) -> Screen[None]:
    from screens.member.question import LeaveInsteadScreen, RestInsteadScreen

    if isinstance(result, CameBack):
        return LeaveInsteadScreen(member, result)
    if is_check_out(result):
        return RestInsteadScreen(member, result)
    from screens.member.take_post import TakePostScreen

    return TakePostScreen(member)


def my_page(member: MemberView) -> Screen[None]:
    """What the member did here, for themself."""
    from screens.member.my_page import MyPageScreen

    return MyPageScreen(member)


def _something_wrong(member: MemberView, result: Answered) -> Screen[None]:
    from screens.member.correction import AfterScanScreen, WhenLeftScreen

    return (WhenLeftScreen if has_forgotten(result) else AfterScanScreen)(member, result)
