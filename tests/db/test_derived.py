"""What is derived is held against the facts that it was derived from."""

from collections.abc import Callable
from pathlib import Path

import pytest

from db.connection import close_file, database, open_file, run_sql, transaction
from db.derived import find_differing_tables
from kiosk.service.entries import NewService
from kiosk.service.voices import Speaker, VoiceWords
from tests.builders import make_site, uid_of
from tests.every_fact import make_every_fact


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return make_every_fact(tmp_path)


@pytest.mark.parametrize(
    ("table", "statement"),
    [
        (
            "commitment_open",
            "INSERT INTO commitment_open SELECT uid, member_uid, due_on"
            " FROM commitment WHERE rhythm IS NULL",
        ),
        ("member_tally", "UPDATE member_tally SET count = count + 1 WHERE what = 'missed'"),
        ("member_tally", "UPDATE member_tally SET amount = amount - 1 WHERE what = 'services'"),
        ("member_tally", "UPDATE member_tally SET amount = amount + 1 WHERE what = 'touched'"),
        ("member_tally", "DELETE FROM member_tally WHERE what = 'days'"),
        ("member_tally", "UPDATE member_tally SET amount = amount + 1 WHERE what = 'hours'"),
        ("member_tally", "UPDATE member_tally SET count = 9 WHERE what = 'unknown'"),
        ("voice_standing", "UPDATE voice_standing SET state = 'open'"),
        ("voice_standing", "UPDATE voice_standing SET owner_uid = NULL"),
        ("voice_standing", "UPDATE voice_standing SET due_on = '2000-01-01'"),
        ("voice_standing", "UPDATE voice_standing SET shown = '灯不亮'"),
        ("voice_standing", "UPDATE voice_standing SET solved_at = 1"),
        ("voice_standing", "UPDATE voice_standing SET last_uid = NULL"),
        ("voice_standing", "DELETE FROM voice_standing"),
    ],
)
def test_a_derived_row_that_its_facts_do_not_come_to_is_found(
    record: Path, table: str, statement: str
) -> None:
    open_file(record)
    assert find_differing_tables(database.connection()) == ()
    before = run_sql(f"SELECT * FROM {table}")
    with transaction():
        run_sql(statement)
    assert run_sql(f"SELECT * FROM {table}") != before
    assert find_differing_tables(database.connection()) == (table,)
    close_file()


def test_a_commitment_that_is_open_and_not_listed_is_found(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    site.service.make_commitment(uid_of("001"), text="工完场清")
    assert find_differing_tables(database.connection()) == ()
    with transaction():
        run_sql("DELETE FROM commitment_open")
    assert find_differing_tables(database.connection()) == ("commitment_open",)


def test_a_voice_stands_as_its_steps_say_through_its_whole_life(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    for number in ("001", "002"):
        site.access.set_pin(uid_of(number), "supervisor", "246810")
    by, supervisor = Speaker(uid_of("001")), uid_of("001")
    site.voices.raise_voice("problem", VoiceWords(text="灯不亮,打13800138000"))
    voices = site.voices
    steps: tuple[Callable[[], object], ...] = (
        lambda: voices.set_due(1, site.oversight.today(), supervisor),
        lambda: voices.approve(1, supervisor),
        lambda: voices.assign(1, uid_of("002"), supervisor),
        lambda: voices.give_back(1, by),
        lambda: voices.assign(1, uid_of("003"), supervisor),
        lambda: voices.answer(1, "知道了", by),
        lambda: voices.solve(1, "换了灯", by),
        lambda: voices.hide(1, supervisor),
        lambda: voices.reopen(1, "又坏了", by),
        lambda: voices.solve(1, "又换了", by),
        lambda: voices.confirm(1, Speaker(uid_of("002"))),
    )
    for step in steps:
        step()
        assert find_differing_tables(database.connection()) == ()
    site.voices.raise_voice("problem", VoiceWords(text="水不热"))
    site.voices.decline(2, "夏天", supervisor)
    assert find_differing_tables(database.connection()) == ()


def test_minutes_are_summed_as_the_entries_and_what_was_said_of_them_come_to(
    tmp_path: Path,
) -> None:
    site = make_site(tmp_path)
    site.access.set_pin(uid_of("001"), "supervisor", "246810")
    desk, by = site.service, uid_of("001")
    entry = desk.log(uid_of("002"), NewService(30, text="修工具", for_kind="person")).uid
    steps: tuple[Callable[[], object], ...] = (
        lambda: desk.confirm_service(entry, None, 20, "touch"),
        lambda: desk.strike_service(entry, by, "记错了"),
        lambda: desk.restore_service(entry, by, "没记错"),
        lambda: desk.confirm_service(entry, by, 25),
        lambda: desk.strike_service(entry, by, "记错了"),
        lambda: desk.restore_service(entry, by, "没记错"),
    )
    for step in steps:
        step()
        assert find_differing_tables(database.connection()) == ()
    with transaction():
        run_sql("UPDATE member_tally SET amount = 30 WHERE what = 'confirmed'")
    assert find_differing_tables(database.connection()) == ("member_tally",)
