"""The supervisor's list of badges, and what is done with them, through the screens."""

from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.attendance.views import CheckedIn, Refused, Scan
from kiosk.people.badges import Validity
from kiosk.services import Services
from screens.dialogs.pick_list import PickList
from screens.dialogs.words import WordsField
from screens.member.answer import AnswerScreen
from screens.supervisor.badge_changes import ReissueScreen, RevokeScreen, ValidityScreen
from screens.supervisor.badge_code import BadgeCode
from screens.supervisor.badge_meant import MeantDialog
from screens.supervisor.badge_page import BadgePage
from screens.supervisor.badge_print import PrintScreen
from screens.supervisor.badge_show import ShowBadgeScreen
from screens.supervisor.badges import BadgesScreen
from screens.supervisor.day import DayScreen
from screens.supervisor.menu import MenuScreen
from screens.widgets.notice import Notice
from tests.builders import NOON, make_site, scan, uid_of
from tests.screens.supervisor.desk import Desk, at_the_desk

DAY = timedelta(days=1)
TODAY = NOON.date()


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_site(tmp_path, members=6)


def kinds(site: Services) -> list[tuple[str, str]]:
    """The kinds and payloads of the ledger's entries about badges, in order."""
    from db.connection import run_sql

    sql = "SELECT kind, payload FROM ledger_entry WHERE kind LIKE 'badge_%' ORDER BY seq"
    return [(kind, payload) for kind, payload in run_sql(sql)]


async def to_badges(desk: Desk) -> None:
    await desk.press("full_stop", "2")
    await desk.until_on(BadgesScreen)
    await desk.until(lambda: bool(desk.list.chosen))


async def test_the_menu_leads_to_the_list_and_zero_leads_back(site: Services) -> None:
    async with at_the_desk(site) as desk:
        await to_badges(desk)
        assert "6人有效6" in desk.words
        await desk.press("0")
        await desk.until_on(MenuScreen)


async def test_each_state_has_its_words_and_its_sign(site: Services) -> None:
    badges = site.badges
    badges.set_validity(uid_of("002"), Validity(last=TODAY + DAY))
    badges.set_validity(uid_of("003"), Validity(last=TODAY - DAY))
    badges.set_validity(uid_of("004"), Validity(first=TODAY + DAY))
    badges.revoke(uid_of("005"), "借给了别人")
    async with at_the_desk(site) as desk:
        await desk.open(BadgesScreen())
        lines = ["".join(line.split()) for line in desk.seen().splitlines()]
        assert "✓有效第" in lines[0]
        assert "✓有效至11月21日周六" in lines[1]
        assert "▲已于11月19日周四过期" in lines[2]
        assert "○11月21日周六起" in lines[3]
        assert "✕已作废" in lines[4]
        await desk.press("2", "2", "2", "2")
        assert "已作废：借给了别人。按4补办。" in desk.words
        await desk.press("9")
        assert "003" in desk.seen()
        assert "002" not in desk.seen()
        assert "待办" in desk.words


async def test_a_reissued_badge_kills_the_older_code_at_once(site: Services) -> None:
    older = site.people.badge_code("002")
    async with at_the_desk(site) as desk:
        await desk.open(BadgesScreen())
        await desk.press("2", "4")
        await desk.until_on(ReissueScreen)
        await desk.press("1")
        await desk.until_said("旧胸牌马上作废")
        await desk.press("9")
        await desk.until_stored()
        await desk.app.scan(Scan(older, "wedge"))
        await desk.until_on(AnswerScreen)
    result = site.attendance.scan(Scan(older, "serial"))
    assert isinstance(result, Refused)
    assert result.reason == "badge_dead"
    assert isinstance(scan(site, "002"), CheckedIn)
    kind, payload = kinds(site)[-2]
    assert kind == "badge_replaced"
    assert "遗失" in payload
    assert str(uid_of("001")) in payload


async def test_enter_alone_changes_nothing(site: Services) -> None:
    older = site.people.badge_code("001")
    async with at_the_desk(site) as desk:
        await desk.open(BadgesScreen())
        await desk.press("4")
        await desk.until_on(ReissueScreen)
        await desk.press("1")
        await desk.until_said("确定补办")
        await desk.press("enter")
        await desk.until_on(BadgesScreen)
    assert site.people.badge_code("001") == older


async def test_several_are_marked_with_a_keypad_and_changed_together(site: Services) -> None:
    before = [site.people.badge_code(number) for number in ("001", "002", "003")]
    async with at_the_desk(site) as desk:
        await desk.open(BadgesScreen())
        await desk.press("5", "5")
        assert "已选2" in desk.words
        await desk.press("4")
        await desk.until_on(MeantDialog)
        assert "刘工003003" in desk.words
        await desk.press("2")
        await desk.until_on(ReissueScreen)
        assert "001、" in desk.words
        await desk.press("2")
        await desk.until_said("确定补办")
        await desk.press("9")
        await desk.until_stored()
    after = [site.people.badge_code(number) for number in ("001", "002", "003")]
    assert [old == new for old, new in zip(before, after, strict=True)] == [False, False, True]


async def test_one_who_cannot_be_revoked_leaves_all_as_they_were(site: Services) -> None:
    site.badges.revoke(uid_of("002"), "遗失")
    async with at_the_desk(site) as desk:
        await desk.open(BadgesScreen())
        await desk.press("5", "space", "8", "6")
        await desk.until_on(RevokeScreen)
        await desk.press("1")
        await desk.until_said("确定作废")
        await desk.press("9")
        await desk.until_refused()
        assert "002张工002:这名成员没有有效胸牌" in desk.words
        assert "001李工001:" not in desk.words
    assert isinstance(scan(site, "001"), CheckedIn)


async def test_a_revoked_member_gets_no_badge_by_printing_or_showing(site: Services) -> None:
    async with at_the_desk(site) as desk:
        await desk.open(BadgesScreen())
        await desk.press("2", "6")
        await desk.until_on(RevokeScreen)
        await desk.press("3")
        await desk.until_said("确定作废")
        await desk.press("9")
        await desk.until_stored()
        await desk.press("enter")
        await desk.until_on(BadgesScreen)
        await desk.press("1")
        await desk.until_on(PrintScreen)
        await desk.press("1")
        await desk.until_refused()
        assert "002" in desk.words
        await desk.press("enter")
        await desk.until_on(BadgesScreen)
        await desk.press("3")
        await desk.until_on(ShowBadgeScreen)
        await desk.until_said("▲")
        assert not desk.app.screen.query(BadgeCode)
    assert [kind for kind, _payload in kinds(site)][-1] == "badge_revoked"
    assert "002" not in {str(view.member_uid) for view in site.badges.list_living().values()}


async def test_the_filter_narrows_and_escape_shows_everybody(site: Services) -> None:
    async with at_the_desk(site) as desk:
        await desk.open(BadgesScreen())
        await desk.press("slash", "0", "0", "4", "enter")
        assert desk.seen().count("工") == 1
        await desk.press("5")
        assert "已选1" in desk.words
        await desk.press("0")
        assert desk.seen().count("工") == 6
        await desk.press("9", "9")
        assert desk.seen().count("工") == 1
        await desk.press("slash", *"zz")
        assert "没有找到" in desk.words
        await desk.press("escape")
        await desk.until(lambda: desk.list.display)


async def test_all_are_marked_and_unmarked_by_one_key(site: Services) -> None:
    async with at_the_desk(site) as desk:
        await desk.open(BadgesScreen())
        await desk.press("full_stop")
        assert "已选6" in desk.words
        await desk.press("full_stop")
        assert "已选" not in desk.words
        await desk.press("9")
        assert "人人都有有效胸牌" in desk.words
        await desk.press("1", "3", "enter", "5")
        assert isinstance(desk.app.screen, BadgesScreen)


async def test_a_touch_at_the_edge_marks_and_a_touch_elsewhere_chooses(site: Services) -> None:
    async with at_the_desk(site) as desk:
        await desk.open(BadgesScreen())
        await desk.pilot.click(desk.list, offset=(20, 2))
        assert desk.list.chosen is not None
        assert desk.list.chosen.key == str(uid_of("003"))
        await desk.pilot.click(desk.list, offset=(0, 4))
        await desk.pilot.pause()
        assert "已选1" in desk.words
        assert "■" in desk.seen().splitlines()[4]


async def test_the_list_stays_where_it_is_when_the_language_changes(site: Services) -> None:
    async with at_the_desk(site) as desk:
        await desk.open(BadgesScreen())
        await desk.press("2", "2", "f2")
        await desk.until_said("Thebadgeletsinandout.")
        assert desk.list.chosen is not None
        assert desk.list.chosen.key == str(uid_of("003"))
        await desk.press("f2")


async def test_a_members_page_tells_the_story_of_their_badges(site: Services) -> None:
    site.badges.record_printed([uid_of("002")], "file")
    site.badges.reissue(uid_of("002"))
    async with at_the_desk(site) as desk:
        await desk.open(BadgesScreen())
        await desk.press("2", "enter")
        await desk.until_on(BadgePage)
        await desk.until_said("已补办新牌")
        assert "没有打印过" in desk.words
        assert "打印或出示1次，最近11月20日周五12:00" in desk.words
        await desk.press("f2")
        await desk.until_said("replacedbyanewerone")
        await desk.press("f2", "7")
        await desk.until_on(ValidityScreen)
        await desk.press("0")
        await desk.until_on(BadgePage)
        site.badges.revoke(uid_of("002"), "遗失")
        await desk.app.tell_screens()
        await desk.until_said("✕已作废")


async def test_a_member_who_never_had_one_is_told_so(site: Services) -> None:
    from db.connection import transaction
    from tests.builders import add_member

    with transaction():
        add_member("777")
    async with at_the_desk(site) as desk:
        await desk.open(BadgesScreen())
        await desk.press("+")
        assert "还没有发过胸牌。按1打印一张。" in desk.words
        await desk.press("enter")
        await desk.until_said("还没有发过胸牌。按1打印一张。")


async def test_own_words_are_a_reason_and_the_way_back_asks_again(site: Services) -> None:
    async with at_the_desk(site) as desk:
        await desk.open(BadgesScreen())
        await desk.open(RevokeScreen([site.people.get_member("002")]))
        await desk.until_said("为什么作废")
        await desk.press("9")
        await desk.until(lambda: bool(desk.app.screen.query(WordsField)))
        await desk.press("enter")
        await desk.until(lambda: bool(desk.app.screen.query(PickList)))
        await desk.press("9")
        await desk.until(lambda: bool(desk.app.screen.query(WordsField)))
        await desk.press(*"abc", "enter")
        await desk.until_said("确定作废")
        await desk.press("0")
        await desk.until_on(BadgesScreen)
        assert "badge_revoked" not in [kind for kind, _payload in kinds(site)]
        await desk.open(RevokeScreen([site.people.get_member("002")]))
        await desk.press("9")
        await desk.until(lambda: bool(desk.app.screen.query(WordsField)))
        await desk.press(*"abc", "enter")
        await desk.until_said("确定作废")
        await desk.press("9")
        await desk.until_stored()
    assert site.badges.history(uid_of("002"))[0].dead_because == "abc"


async def test_a_record_that_cannot_be_read_is_told(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kiosk.recording import not_recorded

    def fail(_badges: object, *_arguments: object) -> object:
        raise not_recorded("damaged")

    async with at_the_desk(site) as desk:
        monkeypatch.setattr(type(site.badges), "list_living", fail)
        await desk.app.push_screen(BadgesScreen())
        await desk.until(lambda: bool(desk.app.screen.query(Notice)))
        monkeypatch.setattr(type(site.badges), "history", fail)
        await desk.app.push_screen(BadgePage(site.people.get_member("001")))
        await desk.until(lambda: bool(desk.app.screen.query(Notice)))
        assert DayScreen in [type(screen) for screen in desk.app.screen_stack]


async def test_key_1_after_a_reissue_prints_exactly_those(site: Services) -> None:
    async with at_the_desk(site) as desk:
        await desk.open(BadgesScreen())
        await desk.press("5", "5", "8", "4")
        await desk.until_on(ReissueScreen)
        await desk.press("1")
        await desk.until_said("确定补办")
        await desk.press("9")
        await desk.until_stored()
        await desk.press("f2", "f2", "1")
        await desk.until_on(PrintScreen)
        screen = desk.app.screen
        assert isinstance(screen, PrintScreen)
        assert [member.number for member in screen.members] == ["001", "002"]
        await desk.press("0")
        await desk.until_on(BadgesScreen)
        await desk.until_said("待打印2")
        assert "已选" not in desk.words
        assert "▲已补办，还没打印" in "".join(desk.seen().split())
        await desk.press("9")
        assert desk.seen().count("工") == 2
        site.badges.record_printed([uid_of("001")], "screen")
        site.badges.record_printed([uid_of("002")], "file")
        await desk.app.tell_screens()
        await desk.until_said("1人待办")
        assert "001" in desk.seen()


async def test_marks_that_a_filter_hides_are_left_alone(site: Services) -> None:
    async with at_the_desk(site) as desk:
        await desk.open(BadgesScreen())
        await desk.press("5", "5", "slash", *"004", "enter")
        assert "已选2（其中2人没显示，不处理）" in desk.words
        await desk.press("6")
        await desk.until_on(RevokeScreen)
        screen = desk.app.screen
        assert isinstance(screen, RevokeScreen)
        assert [member.number for member in screen.members] == ["004"]


async def test_the_first_way_back_only_takes_the_marks_away(site: Services) -> None:
    async with at_the_desk(site) as desk:
        await desk.open(BadgesScreen())
        await desk.press("5", "5", "9", "9")
        assert "已选中的" in desk.words
        await desk.press("0")
        await desk.until(lambda: bool(desk.app.screen.query(Notice)))
        assert isinstance(desk.app.screen, BadgesScreen)
        assert desk.seen().count("工") == 6
        await desk.press("0")
        await desk.until_on(DayScreen)


@pytest.mark.parametrize("keys", [("1",), ("0",), ("f2", "f2", "escape")])
async def test_it_is_asked_who_is_meant(site: Services, keys: tuple[str, ...]) -> None:
    async with at_the_desk(site) as desk:
        await desk.open(BadgesScreen())
        await desk.press("5", "7")
        await desk.until_on(MeantDialog)
        await desk.press(*keys)
        if keys == ("1",):
            await desk.until_on(ValidityScreen)
            screen = desk.app.screen
            assert isinstance(screen, ValidityScreen)
            assert [member.number for member in screen.members] == ["002"]
        else:
            await desk.until_on(BadgesScreen)
            assert "已选1" in desk.words


async def test_a_revoked_badge_gets_no_days_and_somebody_gone_gets_nothing(site: Services) -> None:
    site.badges.revoke(uid_of("002"), "遗失")
    gone = site.people.get_member("003")
    site.keeping.let_go(gone.uid, "调走")
    async with at_the_desk(site) as desk:
        await desk.open(BadgesScreen())
        await desk.press("2", "7")
        await desk.until_refused()
        assert "请先补办" in desk.words
        await desk.press("enter")
        await desk.until_on(BadgesScreen)
        page = BadgePage(gone)
        await desk.app.push_screen(page)
        await desk.until_said("已离开工地")
        await desk.press("1", "4")
        assert desk.app.screen is page
        assert "打印一张" not in desk.words
