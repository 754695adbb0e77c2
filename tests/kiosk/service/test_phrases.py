"""Words to pick where letters can't be typed: learnt from use, and one's own for oneself alone."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from db.connection import run_sql, transaction
from kiosk.errors import RefusedError
from kiosk.i18n import use_language
from kiosk.service.phrases import FOR_WHOM, MOST_KEPT, PLACE, UsedPhrase
from kiosk.services import Services
from tests.builders import NOON, add_item, make_site, set_clock, uid_of


@pytest.fixture
def site(tmp_path: Path) -> Services:
    services = make_site(tmp_path, 3)
    with transaction():
        add_item("service", "送水", "Brought water", 20, 1)
        add_item("service", "修工具", "Mended a tool", 30, 2)
    return services


def use(site: Services, number: str, kind: str, text: str, *, is_own: bool = False) -> None:
    site.phrases.remember(uid_of(number), [UsedPhrase(kind, text, is_own)])


def offered(site: Services, kind: str, number: str | None = "001", *usual: str) -> list[str]:
    member = uid_of(number) if number else None
    return [one.said for one in site.phrases.list_phrases(kind, member, usual)]


def refusal(action: Callable[[], object]) -> str:
    with pytest.raises(RefusedError) as refused:
        action()
    assert refused.value.sentence
    return refused.value.code


def test_what_is_used_most_comes_first(site: Services) -> None:
    assert offered(site, "service") == ["送水", "修工具"]
    item = site.service.list_service_items()[1]
    site.service.log_service(uid_of("002"), 30, item_uid=item.uid)
    assert offered(site, "service") == ["修工具", "送水"]
    for _time in range(2):
        use(site, "001", "service", "通下水道", is_own=True)
    assert offered(site, "service") == ["通下水道", "修工具", "送水"]


def test_what_is_used_equally_often_and_was_used_last_comes_first(site: Services) -> None:
    use(site, "001", PLACE, "食堂")
    set_clock(site, NOON + timedelta(minutes=1))
    use(site, "001", PLACE, "大门口")
    assert offered(site, PLACE, "002") == ["大门口", "食堂"]


def test_what_a_member_wrote_is_offered_to_nobody_else(site: Services) -> None:
    use(site, "001", "service", "给老陈家修水管", is_own=True)
    assert "给老陈家修水管" in offered(site, "service", "001")
    assert "给老陈家修水管" not in offered(site, "service", "002")
    assert "给老陈家修水管" not in offered(site, "service", None)


def test_what_is_picked_from_a_list_is_learnt_for_everybody(site: Services) -> None:
    use(site, "001", PLACE, "食堂")
    assert offered(site, PLACE, "002", "施工区", "食堂") == ["食堂", "施工区"]
    assert offered(site, PLACE, None, "施工区") == ["食堂", "施工区"]
    assert offered(site, "something else", "001", "别的") == ["别的"]


def test_own_words_that_are_in_the_catalogue_stand_there_once(site: Services) -> None:
    use(site, "001", "service", "修工具", is_own=True)
    assert offered(site, "service") == ["修工具", "送水"]
    use_language("en")
    assert offered(site, "service") == ["Mended a tool", "Brought water"]
    first = site.phrases.list_phrases("service")[0]
    assert (first.said, first.read) == ("Brought water", ("bw", "broughtwater"))
    use_language("zh_CN")
    assert first.read == ("ss", "songshui")


def test_a_list_stands_in_the_order_of_its_use_with_ones_own_words(site: Services) -> None:
    use(site, "002", PLACE, "食堂")
    use(site, "002", PLACE, "3号楼顶层", is_own=True)
    for _time in range(2):
        use(site, "001", PLACE, "5号楼地下室", is_own=True)
    use(site, "001", PLACE, "食堂", is_own=True)
    learnt = site.phrases.learnt(PLACE, uid_of("001"))
    usual = ["施工区", "食堂", "大门口"]
    assert set(learnt.in_order(usual)[:2]) == {"食堂", "5号楼地下室"}
    assert learnt.in_order(usual)[2:] == ["施工区", "大门口"]
    assert learnt.own == ("5号楼地下室", "食堂")
    assert site.phrases.learnt(FOR_WHOM, uid_of("001")).in_order(["工友"]) == ["工友"]


def test_only_so_many_are_kept_and_those_used_last(site: Services) -> None:
    for place in range(MOST_KEPT + 3):
        set_clock(site, NOON + timedelta(minutes=place))
        use(site, "001", PLACE, f"{place}号楼", is_own=True)
    kept = offered(site, PLACE)
    assert len(kept) == MOST_KEPT
    assert f"{MOST_KEPT + 2}号楼" in kept
    assert "2号楼" not in kept


def test_bad_input(site: Services) -> None:
    assert refusal(lambda: use(site, "001", "name", "张三")) == "unknown_kind"
    assert refusal(lambda: site.phrases.remember(uuid4(), [])) == "unknown_member"
    site.keeping.let_go(uid_of("003"), "完工")
    assert refusal(lambda: use(site, "003", PLACE, "食堂")) == "member_left"
    use(site, "001", PLACE, " \x1b[2J\u202e ")
    use(site, "001", PLACE, "[b]楼\x1b]0;x\x07\n" + "长" * 300)
    ((text,),) = run_sql("SELECT text FROM phrase")
    assert text.startswith("[b]楼 长")
    assert len(text) == 120
    counted = [UsedPhrase(PLACE, "好", is_own=False), UsedPhrase("name", "坏", is_own=False)]
    assert refusal(lambda: site.phrases.remember(uid_of("001"), counted)) == "unknown_kind"
    assert offered(site, PLACE) == [text]


def test_counting_leaves_no_trace_in_the_ledger_and_ends_with_the_member(site: Services) -> None:
    before = run_sql("SELECT count(*) FROM ledger_entry")
    use(site, "001", "service", "给老陈家修水管", is_own=True)
    use(site, "001", PLACE, "食堂")
    assert run_sql("SELECT count(*) FROM ledger_entry") == before
    site.keeping.let_go(uid_of("001"), "完工")
    site.forgetting.forget(uid_of("001"), now=True, reason="本人要求")
    assert run_sql("SELECT kind, text FROM phrase") == [(PLACE, "食堂")]


def test_who_does_not_sign_is_counted_for_what_the_lists_offer_and_for_nothing_else(
    site: Services,
) -> None:
    used = [UsedPhrase(PLACE, "食堂", is_own=False), UsedPhrase(PLACE, "老王宿舍", is_own=True)]
    site.phrases.remember(None, used)
    assert offered(site, PLACE, None) == offered(site, PLACE, "002") == ["食堂"]
    assert site.phrases.learnt(PLACE, None).in_order(["大门口", "食堂"]) == ["食堂", "大门口"]
