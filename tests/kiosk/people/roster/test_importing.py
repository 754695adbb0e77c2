"""A roster's whole way into the record: all of it or nothing."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from PIL import Image

from db.connection import run_sql
from db.errors import NotStored
from db.ledger import find_first_broken
from kiosk.people.roster import Outcome, RosterRefused, RosterReport, import_roster
from kiosk.people.roster.deciding import Decision
from kiosk.people.roster.writing import Writer
from kiosk.people.views import MemberView
from kiosk.services import Services, close_services
from tests.builders import NOON, add_member, add_post, add_team, make_site, set_clock, uid_of

Import = Callable[..., RosterReport]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Services]:
    yield make_site(tmp_path, members=2)
    close_services()


@pytest.fixture
def take(site: Services, tmp_path: Path) -> Import:
    def run(
        text: str | bytes, photos: Path | None = None, *, dry_run: bool = False
    ) -> RosterReport:
        path = tmp_path / "roster"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return import_roster(site.context, path, photos, dry_run=dry_run)

    return run


def record() -> list[list[tuple[Any, ...]]]:
    """Every row of every table that an import may write."""
    tables = "branch photo photo_rendition member post holding team team_member ledger_entry"
    return [run_sql(f"SELECT * FROM {table} ORDER BY 1, 2") for table in tables.split()]


def kinds() -> list[str]:
    return [kind for (kind,) in run_sql("SELECT kind FROM ledger_entry ORDER BY seq")]


def outcomes(report: RosterReport) -> list[str]:
    return [row.outcome.value for row in report.rows]


def member(site: Services, number: str) -> MemberView:
    return site.people.get_member(number)


def photo(colour: str = "red", size: tuple[int, int] = (300, 400)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, "JPEG")
    return file.getvalue()


FULL = (
    "职务,姓名,编号,支部,岗位,班组,身份,语言,电话\n"
    "焊工,张三,101,新支部,1号塔吊、门岗,先锋队,预备党员,en,138\n"
    "电工,李四,102,,门岗,,,,\n"
)


def test_new_members_stand_on_the_board(site: Services, take: Import) -> None:
    report = take(FULL)
    assert outcomes(report) == ["added", "added"]
    assert (report.committed, report.encoding, report.notes) == (True, "utf-8", ())
    first, second = member(site, "101"), member(site, "102")
    assert (first.name, first.initials, first.job) == ("张三", "zs zhangsan", "焊工")
    assert (first.branch, first.standing, first.language) == ("新支部", "probationary", "en")
    assert [post.name for post in first.posts] == ["1号塔吊", "门岗"]
    assert not any(post.is_key for post in first.posts)
    assert (second.branch, second.standing, second.photo) == ("临时支部", "member", None)
    listed = {view.number: view.teams for view in site.people.list_members()}
    assert listed["101"] == ("先锋队",)
    assert run_sql("SELECT phone FROM member WHERE number = '101'") == [("138",)]
    assert find_first_broken() is None


def test_columns_that_are_not_understood_are_named(site: Services, take: Import) -> None:
    report = take("编号,姓名,岗位,职务,岗位职责,,,血型\n101,王一,塔吊指挥,安全员,看塔吊,,x,A\n")
    assert report.notes == ("以下各列不认识，没有读取：岗位职责、第 G 列（没有表头）、血型。",)
    taken = member(site, "101")
    assert ([post.name for post in taken.posts], taken.job) == (["塔吊指挥"], "安全员")


def test_a_site_without_a_branch_lends_its_name(tmp_path: Path) -> None:
    site = make_site(tmp_path, members=0, branch="")
    path = tmp_path / "roster.csv"
    path.write_text("编号,姓名\n1,王工\n", "utf-8")
    import_roster(site.context, path)
    assert site.people.get_member("1").branch == "北岸安置房项目"
    close_services()


def test_each_change_is_one_entry_of_the_ledger(take: Import) -> None:
    take(FULL)
    entered = kinds()[2:]
    assert {kind: entered.count(kind) for kind in entered} == {
        "member_added": 2,
        "post_added": 2,
        "team_added": 1,
        "branch_added": 2,
    }
    take(FULL.replace("焊工", "木工"))
    assert kinds()[-1] == "member_changed"
    ((payload,),) = run_sql("SELECT payload FROM ledger_entry ORDER BY seq DESC LIMIT 1")
    assert payload == '{"job":["焊工","木工"]}'


def test_the_same_file_twice_changes_nothing(take: Import, tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "101.jpg").write_bytes(photo())
    take(FULL, folder)
    before = record()
    report = take(FULL, folder)
    assert outcomes(report) == ["unchanged", "unchanged"]
    assert report.committed
    assert record() == before


def test_a_dry_run_says_the_same_and_writes_nothing(take: Import, tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "101.jpg").write_bytes(photo())
    before = record()
    tried = take(FULL, folder, dry_run=True)
    assert (tried.committed, tried.dry_run) == (False, True)
    assert record() == before
    assert take(FULL, folder).rows == tried.rows


def test_a_changed_row_updates_its_member_and_says_what(site: Services, take: Import) -> None:
    take(FULL)
    uid = uid_of("101")
    report = take(
        "编号,姓名,职务,岗位,突击队,身份,语言\n101,章三,木工,3号塔吊,-,党员,-\n".replace(
            "101,章", "１０１,章"
        )
    )
    (row,) = report.rows
    assert row.outcome is Outcome.UPDATED
    assert "姓名、职务、岗位、突击队、身份、语言" in row.reasons[0]
    assert "张三" in row.reasons[1]
    now = member(site, "101")
    assert (now.uid, now.name, now.initials, now.job) == (uid, "章三", "zs zhangsan", "木工")
    assert (now.standing, now.language, now.branch) == ("member", "", "新支部")
    assert [post.name for post in now.posts] == ["3号塔吊"]
    assert {view.teams for view in site.people.list_members()} == {()}


def test_what_a_row_does_not_say_stays(site: Services, take: Import) -> None:
    take(FULL)
    report = take("编号,姓名,职务,岗位\n101,张三,,\n")
    assert outcomes(report) == ["unchanged"]
    assert member(site, "101").job == "焊工"


def test_a_post_left_yesterday_was_held_until_yesterday(site: Services, take: Import) -> None:
    add_post("旧岗", "001", since=NOON.date() - timedelta(days=9))
    add_post("今岗", "001")
    take("编号,姓名,岗位\n001,王工,新岗\n")
    held = run_sql(
        "SELECT p.name, h.since, h.until FROM holding h JOIN post p ON p.uid = h.post_uid"
        " WHERE h.until IS NULL OR h.until >= h.since ORDER BY h.since"
    )
    yesterday = (NOON.date() - timedelta(days=1)).isoformat()
    assert held == [("旧岗", "2026-11-11", yesterday), ("新岗", "2026-11-20", None)]
    set_clock(site, NOON + timedelta(days=3))
    assert outcomes(take("编号,姓名,岗位\n001,王工,新岗\n")) == ["unchanged"]


def test_names_are_spelt_as_they_stand_already(site: Services, take: Import) -> None:
    add_post("1号 塔吊")
    add_team("先锋队 A")
    report = take(
        "编号,姓名,支部,岗位,班组\n1a,甲,新支部,１号塔吊,先锋队ａ\n2a,乙,新 支部,1号塔吊,先锋队A\n"
    )
    assert outcomes(report) == ["added", "added"]
    assert [post.name for post in member(site, "2a").posts] == ["1号 塔吊"]
    assert member(site, "2a").branch == "新支部"
    assert run_sql("SELECT count(*) FROM team") == [(1,)]


def test_a_team_that_has_ended_takes_nobody(site: Services, take: Import) -> None:
    add_team("旧队")
    add_team("今天结束")
    today = NOON.date().isoformat()
    run_sql("UPDATE team SET until = '2026-11-19' WHERE name = '旧队'")
    run_sql("UPDATE team SET until = ? WHERE name = '今天结束'", (today,))
    assert take("编号,姓名,突击队\n001,王工,今天结束\n").committed
    report = take("编号,姓名,突击队\n001,王工,旧队\n")
    assert "旧队" in report.rows[0].reasons[0]
    assert not report.committed


def test_somebody_who_left_and_is_listed_again_is_back(site: Services, take: Import) -> None:
    run_sql("UPDATE member SET left_at = joined_at WHERE number = '001'")
    name = "李工001"
    report = take(f"编号,姓名\n001,{name}\n")
    assert outcomes(report) == ["updated"]
    assert "离场" in report.rows[0].reasons[0]
    assert member(site, "001").name == name
    assert kinds()[-1] == "member_changed"
    run_sql("UPDATE member SET left_at = joined_at WHERE number = '001'")
    report = take("编号,姓名,职务\n001,李一,木工\n")
    assert len(report.rows[0].reasons) == 3


def test_a_number_that_lost_its_zeros_is_not_a_new_member(site: Services, take: Import) -> None:
    report = take("编号,姓名\n1,王工\n")
    assert outcomes(report) == ["refused"]
    assert "001" in report.rows[0].reasons[0]


def test_a_number_in_another_case_is_the_same_member(site: Services, take: Import) -> None:
    add_member("A7", name="王工")
    assert outcomes(take("编号,姓名\na7,王工\n")) == ["unchanged"]


def test_one_bad_row_commits_nothing_and_every_bad_row_is_named(take: Import) -> None:
    before = record()
    report = take(
        "编号,姓名,身份\n001,新名,\n201,好人,\n202,,\n203,\x1b[2J,\n204,乙,群众\n205,=1,\n205,丁,\n"
    )
    assert outcomes(report) == ["updated", "added", *["refused"] * 5]
    assert not report.committed
    assert report.refused
    assert all(row.reasons for row in report.rows[2:])
    assert record() == before


def test_columns_and_photos_that_nobody_uses_are_noted(take: Import, tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "x.jpg").write_bytes(b"")
    report = take("备注,编号,姓名,血型\n,301,王工,A\n", folder)
    assert report.committed
    assert "备注、血型" in report.notes[0]
    assert "x.jpg" in report.notes[1]


def test_a_header_repeated_below_is_no_member(take: Import) -> None:
    report = take("编号,姓名\n301,王工\n工号,姓 名\n302,李四\n303\n")
    assert [row.number for row in report.rows] == ["301", "302", "303"]


@pytest.mark.parametrize("text", ["编号,姓名\n", "编号,姓名\n,,\n"])
def test_a_roster_without_members_is_refused(take: Import, text: str) -> None:
    with pytest.raises(RosterRefused) as caught:
        take(text)
    assert caught.value.code == "empty"


def test_an_excel_file_is_taken_like_text(site: Services, take: Import) -> None:
    book = Workbook()
    for row in (
        ["名册"],
        ["姓名", "编号", "入职"],
        ["王工", 7.0, date(2026, 1, 2)],
        ["李", "007a"],
    ):
        book.worksheets[0].append(row)
    file = io.BytesIO()
    book.save(file)
    report = take(file.getvalue())
    assert (report.committed, report.encoding) == (True, "xlsx")
    assert [(row.row, row.number) for row in report.rows] == [(3, "7"), (4, "007a")]


def zip_of(folder: Path, **photos: bytes) -> Path:
    with zipfile.ZipFile(folder / "photos.zip", "w") as archive:
        for name, data in photos.items():
            archive.writestr(name, data)
    return folder / "photos.zip"


def test_photos_hang_on_the_board_at_once(site: Services, take: Import, tmp_path: Path) -> None:
    same = photo("blue")
    photos = zip_of(tmp_path, **{"101.jpg": photo(), "李四.JPG": same, "001.jpg": same})
    report = take(FULL + ",李工001,001,,,,,,\n", photos)
    assert (report.committed, outcomes(report)) == (True, ["added", "added", "updated"])
    first, second = member(site, "101"), member(site, "102")
    assert first.photo != second.photo == member(site, "001").photo
    for size, pixels in {"thumb": (80, 100), "card": (160, 200), "large": (480, 600)}.items():
        jpeg = site.people.find_photo(first.photo, size)
        assert jpeg is not None
        assert Image.open(io.BytesIO(jpeg)).size == pixels
    assert run_sql("SELECT count(*) FROM photo") == [(2,)]


def test_another_photo_replaces_the_first_and_a_known_one_is_not_decoded_again(
    site: Services, take: Import, tmp_path: Path
) -> None:
    take(FULL, zip_of(tmp_path, **{"101.jpg": photo()}))
    red = member(site, "101").photo
    report = take(FULL, zip_of(tmp_path, **{"101.jpg": photo("green")}))
    assert outcomes(report) == ["updated", "unchanged"]
    assert "照片" in report.rows[0].reasons[0]
    assert member(site, "101").photo != red
    take(FULL, zip_of(tmp_path, **{"101.jpg": photo()}))
    assert member(site, "101").photo == red


def test_a_photo_that_was_not_approved_is_approved_by_the_roster(
    site: Services, take: Import, tmp_path: Path
) -> None:
    photos = zip_of(tmp_path, **{"101.jpg": photo()})
    take(FULL, photos)
    run_sql("UPDATE member SET photo_approved_at = NULL")
    assert member(site, "101").photo is None
    assert outcomes(take(FULL, photos)) == ["updated", "unchanged"]
    assert member(site, "101").photo


@pytest.mark.parametrize(
    "photos",
    [
        {"101.jpg": b"no photo"},
        {"101.gif": b"GIF89a"},
        {"101.jpg": photo()[:300]},
        {"101.jpg": photo(size=(20, 20))},
        {"101.jpg": photo("red"), "张三.jpg": photo("blue")},
    ],
)
def test_a_refused_photo_refuses_its_row_and_the_file(
    take: Import, tmp_path: Path, photos: dict[str, bytes]
) -> None:
    before = record()
    report = take(FULL, zip_of(tmp_path, **photos))
    assert outcomes(report) == ["refused", "added"]
    assert "101" in report.rows[0].reasons[0]
    assert not report.committed
    assert record() == before


def test_a_write_that_fails_in_the_middle_leaves_nothing(
    take: Import, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Writer.write

    def write_and_fail(writer: Writer, decisions: Sequence[Decision]) -> None:
        write(writer, decisions)
        raise NotStored("full")

    monkeypatch.setattr(Writer, "write", write_and_fail)
    before = record()
    with pytest.raises(NotStored):
        take(FULL, zip_of(tmp_path, **{"101.jpg": photo()}))
    assert record() == before


CELLS = st.one_of(
    st.sampled_from(
        ["001", "1", "101", "王工", "=1", "-", "党员", "群众", "岗", "\x1b[2J", "\u202e"]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    st.just("长" * 201),
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60
)
@given(rows=st.lists(st.lists(CELLS, min_size=1, max_size=6), max_size=5), dry_run=st.booleans())
def test_whatever_stands_in_the_cells_all_or_nothing_is_written(
    take: Import, *, rows: list[list[str]], dry_run: bool
) -> None:
    file = io.StringIO(newline="")
    csv.writer(file).writerows([["编号", "姓名", "身份", "岗位", "班组", "支部"], *rows])
    before = record()
    try:
        report = take(file.getvalue(), dry_run=dry_run)
    except RosterRefused:
        assert record() == before
        return
    assert report.committed is not (dry_run or report.refused)
    changes = report.committed and set(outcomes(report)) != {"unchanged"}
    assert (record() != before) is changes
    if report.committed:
        assert set(outcomes(take(file.getvalue()))) == {"unchanged"}
    assert find_first_broken() is None
