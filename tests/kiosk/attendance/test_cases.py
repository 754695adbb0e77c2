"""What went wrong in other systems like this one, by number, and the tests that keep it from us.

Each case comes from another system's tests or its users' reports; `CASES` says where ours stand.
Those that had none elsewhere are below it.
"""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from db import base, oversight
from db import presence as stays
from db.connection import run_sql, transaction
from db.inspection import inspect_file
from kiosk.attendance.replay import find_first_difference
from kiosk.attendance.rulebook import Rulebook
from kiosk.attendance.views import CameBack, CheckedIn, CheckedOut, Refused, Repeated, Scan
from kiosk.errors import RefusedError
from kiosk.oversight.shifts import ShiftView, add_shift, change_shift
from kiosk.people.badges import Validity
from kiosk.services import Services
from tests.builders import FRIDAY, NOON, make_site, scan, set_clock, uid_of

TESTS = Path(__file__).parents[2]
HERE = "kiosk/attendance"
SERVICE = "kiosk/service"

CASES: dict[str, tuple[str, ...]] = {
    "1 the same scan delivered twice is one fact with one answer": (
        f"{HERE}/test_cases.py::test_case_1_a_scan_delivered_twice_is_one_fact_with_one_answer",
        f"{HERE}/test_deliveries.py::test_case_1_the_same_nonce_is_one_fact_and_gets_the_same_answer",
        f"{HERE}/test_pairs.py::test_pairs_over_four_processes_are_one_fact_each",
    ),
    "2 one badge read by several sources or terminals inside the window is one fact": (
        f"{HERE}/test_cases.py::test_case_2_one_badge_at_several_sources_and_terminals_is_one_fact",
    ),
    "8 a member who left is refused; their open presence ends with that reason": (
        f"{HERE}/test_cases.py::test_case_8_who_left_for_good_is_refused_and_no_longer_on_site",
    ),
    "9 validity dates gate coming in, never going out": (
        f"{HERE}/test_afterthoughts.py::test_case_9_a_break_is_ended_by_a_badge_that_lets_nobody_in",
        f"{HERE}/test_badges_at_the_gate.py::test_who_came_in_goes_out_after_the_last_day",
    ),
    "11 undo: same terminal, 15 minutes, with a reason; the refused attempt is kept": (
        f"{HERE}/test_afterthoughts.py::test_case_11_a_scan_is_undone_within_15_minutes_with_a_reason",
        f"{HERE}/test_afterthoughts.py::test_case_11_a_scan_of_another_terminal_is_not_undone_here",
        f"{HERE}/test_afterthoughts.py::test_case_11_beyond_15_minutes_or_before_the_scan_it_is_too_late",
    ),
    "12 in against a refusal: a supervisor and a reason; asking and needing are both kept": (
        f"{HERE}/test_cases.py::test_case_12_letting_in_against_a_refusal_keeps_both_and_needs_a_reason",
    ),
    "13 an answer in the member's language, then the kiosk is back in its own": (
        "screens/test_app.py::test_a_member_is_answered_in_their_language_and_the_kiosk_keeps_its_own",
        "screens/member/test_own_language.py::test_case_13_a_service_is_logged_in_the_members_language_then_the_kiosk_has_its_own",
        "screens/member/test_own_language.py::test_case_13_whoever_walks_away_in_the_middle_leaves_the_kiosk_in_its_own_language",
    ),
    "15 in at 23:00, out at 07:00: one presence of the first day, the next one apart": (
        f"{HERE}/test_zones.py::test_case_15_and_23_a_night_shift_is_one_presence_of_its_first_day_and_elapsed_time",
    ),
    "16 ranges that touch do not overlap; a minute beyond the margin is beyond": (
        f"{HERE}/test_corrections.py::test_case_16_leaving_at_the_moment_of_the_next_coming_only_touches",
        f"{HERE}/test_rules.py::test_one_minute_beyond_the_longest_presence_is_beyond",
        "kiosk/oversight/test_shifts.py::test_case_16_shifts_that_only_touch_do_not_overlap",
    ),
    "17 forgotten: closed by rule on its own day, once, without a time of leaving": (
        f"{HERE}/test_closing.py::test_case_17_a_forgotten_presence_is_closed_by_rule_once_and_without_a_time",
        f"{HERE}/test_closing.py::test_after_a_week_off_each_day_is_closed_once_and_on_its_own_day",
    ),
    "18 the day turns at 00:00, 23:00 and inside an hour skipped or repeated": (
        f"{HERE}/test_zones.py::test_case_18_the_work_day_turns_at_its_hour_in_any_zone",
        f"{HERE}/test_zones.py::test_case_18_a_turn_inside_a_skipped_hour_is_the_first_instant_behind_it",
        f"{HERE}/test_zones.py::test_case_18_a_turn_inside_a_repeated_hour_follows_the_hands",
        f"{HERE}/test_zones.py::test_case_18_a_day_that_turns_at_midnight_or_at_23_keeps_a_night_shift_whole",
    ),
    "19 hours today count in the site's zone": (
        f"{HERE}/test_zones.py::test_case_19_a_day_counts_in_the_sites_zone",
    ),
    "20 out before in, a second presence, none or 24 hours: refused, nothing changes": (
        f"{HERE}/test_corrections.py::test_case_20_what_can_not_be_is_refused_and_changes_nothing",
        f"{HERE}/test_corrections.py::test_case_20_a_second_presence_inside_another_is_refused",
        f"{HERE}/test_corrections.py::test_case_20_a_leaving_behind_the_next_coming_is_refused",
    ),
    "21 a rule or shift changed at noon leaves the morning under the old one": (
        f"{HERE}/test_zones.py::test_case_21_a_change_at_noon_leaves_the_morning_as_it_was",
        f"{HERE}/test_cases.py::test_case_21_a_shift_changed_at_noon_leaves_the_morning_under_the_old_one",
    ),
    "22 a clock behind the record: people check in, facts are marked, supervisors told": (
        f"{HERE}/test_desk.py::test_a_clock_behind_the_record_lets_people_in_and_marks_the_fact",
        f"{HERE}/test_corrections.py::test_case_22_a_clock_behind_the_record_is_for_a_supervisor_to_look_at",
    ),
    "23 over a clock change durations are elapsed time": (
        f"{HERE}/test_zones.py::test_case_15_and_23_a_night_shift_is_one_presence_of_its_first_day_and_elapsed_time",
    ),
    "24 only legal changes; keeping twice, or one that was withdrawn, is refused": (
        f"{SERVICE}/test_cases.py::test_case_24_keeping_twice_or_one_that_was_withdrawn_is_refused",
        f"{SERVICE}/test_commitment_states.py::test_what_may_follow_what",
        "screens/member/test_promise.py::test_judging_twice_is_refused_with_its_sentence",
    ),
    "25 late is late, not refused; a no-show needs who and why, passers-by never see why": (
        f"{SERVICE}/test_cases.py::test_case_25_late_is_late_and_a_miss_needs_who_and_why",
    ),
    "26 one bad line of many commits nothing, and every bad line is named": (
        f"{SERVICE}/test_cases.py::test_case_26_one_bad_line_commits_nothing_and_every_bad_one_is_named",
        "kiosk/commands/test_services.py::test_case_26_a_bulk_commits_nothing_and_names_every_bad_one",
    ),
    "27 claimed and confirmed minutes are two things": (
        f"{SERVICE}/test_cases.py::test_case_27_claimed_and_confirmed_minutes_are_two_things",
    ),
    "28 a rating is not traced, not stuffed from one place, not given about oneself": (
        f"{SERVICE}/test_rating_traces.py::test_case_28_no_row_says_when_a_rating_was_given",
        f"{SERVICE}/test_rating_traces.py::test_case_28_not_even_the_bytes_of_the_file_and_its_log_say_when",
        f"{SERVICE}/test_rating_traces.py::test_case_28_no_row_names_a_rating_together_with_anybody_but_the_rated",
        f"{SERVICE}/test_rating_traces.py::test_case_28_the_key_of_a_rating_tells_no_time",
        f"{SERVICE}/test_rating_traces.py::test_case_28_the_ledger_has_no_rating_beside_who_was_there",
        f"{SERVICE}/test_rating_traces.py::test_case_28_giving_one_never_empties_the_box_for_it_would_tell_when",
        f"{SERVICE}/test_rating_traces.py::test_case_28_who_watches_the_means_never_learns_of_a_single_rating",
        f"{SERVICE}/test_rating_traces.py::test_case_28_who_compares_means_does_not_learn_what_is_not_shown",
        f"{SERVICE}/test_rating_traces.py::test_case_28_a_ruling_does_not_give_the_rating_away_either",
        f"{SERVICE}/test_rating_traces.py::test_case_28_a_place_can_not_stuff_the_box",
        f"{SERVICE}/test_rating_traces.py::test_case_28_what_a_ruling_hides_again_is_in_no_posts_mean_either",
        f"{SERVICE}/test_rating_traces.py::test_case_28_one_hand_counts_once_for_a_member_and_all_their_services",
        f"{SERVICE}/test_rating_traces.py::test_case_28_one_hand_that_gives_many_silences_nobody",
        f"{SERVICE}/test_rating_traces.py::test_case_28_nobody_rates_themself_nor_their_own_service",
        "screens/public/test_workers.py::test_nobody_rates_themself_in_their_own_session",
    ),
    "32 an entry is struck, not deleted; restoring is logged": (
        f"{SERVICE}/test_confirming.py::test_case_32_struck_not_deleted_and_restored_on_record",
    ),
}
"""Number and words of a case, with the tests that hold it."""


@pytest.mark.parametrize(("case", "tests"), CASES.items(), ids=[case.split()[0] for case in CASES])
def test_every_case_has_the_tests_that_are_named(case: str, tests: tuple[str, ...]) -> None:
    assert tests, case
    for test in tests:
        file, name = test.split("::")
        written = (TESTS / file).read_text("utf-8")
        assert re.search(rf"^(async )?def {name}\(", written, re.MULTILINE), test


def test_every_case_of_which_there_are_tests_is_in_the_list() -> None:
    written = {
        number
        for file in TESTS.rglob("test_*.py")
        for said in re.findall(r"def test_case_(\d+(?:_and_\d+)*)_", file.read_text("utf-8"))
        for number in said.split("_and_")
    }
    assert written - {case.split()[0] for case in CASES} == set()


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_site(tmp_path)


def later(site: Services, **span: float) -> None:
    set_clock(site, site.context.clock.now() + timedelta(**span))


def facts() -> list[tuple[object, ...]]:
    return run_sql("SELECT (SELECT count(*) FROM punch), (SELECT count(*) FROM presence_mark)")


def test_case_1_a_scan_delivered_twice_is_one_fact_with_one_answer(site: Services) -> None:
    for hours, counted in ((0, CheckedIn), (4, CheckedOut), (1, CheckedIn)):  # in and out and in
        later(site, hours=hours)
        first = scan(site, "001")
        assert isinstance(first, counted)
        before = facts()
        later(site, seconds=9.9)
        again = scan(site, "001")
        assert isinstance(again, Repeated)
        assert (again.at, again.work_day, again.scan) == (first.at, first.work_day, first.scan)
        assert again.direction == ("out" if counted is CheckedOut else "in")
        assert facts() == before


def test_case_1_a_return_from_a_break_delivered_twice_is_one_fact(site: Services) -> None:
    scan(site, "001")
    later(site, hours=1)
    site.afterthoughts.begin_break(uid_of("001"))
    later(site, hours=1)
    back = scan(site, "001")
    assert isinstance(back, CameBack)
    before = facts()
    again = scan(site, "001")
    assert isinstance(again, Repeated)
    assert (again.at, again.scan, again.direction) == (back.at, back.scan, "back")
    assert facts() == before


def test_case_2_one_badge_at_several_sources_and_terminals_is_one_fact(site: Services) -> None:
    with transaction():
        other = base.new_uid()
        oversight.Terminal.insert(uid=other, name="2号门", made_at=NOON).execute()
    here, results = site.context.terminal_uid, []
    for terminal in (here, other):
        site.context.terminal_uid = terminal
        for source in ("wedge", "serial", "camera"):
            later(site, seconds=1)
            results.append(type(scan(site, "001", source)))
    assert results == [CheckedIn] + [Repeated] * 5
    assert facts() == [(1, 0)]
    later(site, seconds=5)  # 10 seconds behind the first one: it counts again
    assert isinstance(scan(site, "001", "camera"), CheckedOut)


def test_case_8_who_left_for_good_is_refused_and_no_longer_on_site(site: Services) -> None:
    scan(site, "001")
    code = site.people.badge_code("001")
    later(site, hours=3)
    site.keeping.let_go(uid_of("001"), "调走")
    (stay,) = stays.list_all_presences(uid_of("001"))
    assert (stay.out_at, stay.closed) == (NOON + timedelta(hours=3), "scan")
    sources = run_sql("SELECT source FROM punch WHERE direction = 'out'")
    assert sources == [("member_left",)]
    later(site, minutes=1)
    answer = site.attendance.scan(Scan(code, "wedge"))
    assert isinstance(answer, Refused)
    assert answer.reason == "member_left"
    assert run_sql("SELECT reason FROM refused_scan") == [("member_left",)]
    assert site.attendance.on_site() == []


def test_case_12_letting_in_against_a_refusal_keeps_both_and_needs_a_reason(
    site: Services,
) -> None:
    member, boss = uid_of("001"), uid_of("003")
    site.badges.set_validity(member, Validity(None, FRIDAY - timedelta(days=1)))
    refused = scan(site, "001")
    assert isinstance(refused, Refused)
    assert refused.reason == "badge_expired"
    with pytest.raises(RefusedError) as needed:
        site.corrections.correct(member, "came", NOON, boss, " ")
    assert needed.value.code == "no_reason"
    assert site.attendance.on_site() == []
    site.corrections.correct(member, "came", NOON, boss, "临时进场，项目经理同意")
    assert [who.number for who in site.attendance.on_site()] == ["001"]
    asked = run_sql("SELECT member_uid, reason FROM refused_scan")
    let_in = run_sql("SELECT member_uid, by_uid, reason FROM presence_mark")
    assert asked == [(member.bytes, "badge_expired")]
    assert let_in == [(member.bytes, boss.bytes, "临时进场，项目经理同意")]
    assert find_first_difference() is None
    looked = inspect_file(site.context.home.database)
    assert (looked.broken_seq, looked.changed_seq) == (None, None)


def test_case_21_a_shift_changed_at_noon_leaves_the_morning_under_the_old_one(
    site: Services,
) -> None:
    morning = NOON - timedelta(hours=5)
    set_clock(site, morning - timedelta(days=1))
    add_shift(site.context, ShiftView("白班", 7 * 60, 19 * 60))
    set_clock(site, morning)
    scan(site, "001")
    before = site.oversight.day(FRIDAY).presences
    set_clock(site, NOON)
    change_shift(site.context, ShiftView("白班", 13 * 60, 21 * 60))
    begins = [
        [shift.from_minute for shift in Rulebook(site.context.site()).at(at).shifts]
        for at in (morning, NOON - timedelta(microseconds=1), NOON)
    ]
    assert begins == [[7 * 60], [7 * 60], [13 * 60]]
    assert site.oversight.day(FRIDAY).presences == before
