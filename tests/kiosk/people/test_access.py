"""Who gets in with which PIN, and how wrong ones slow everybody down."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import ledger, people
from db.base import new_uid
from db.errors import NotStored
from kiosk.errors import RefusedError
from kiosk.i18n import use_language
from kiosk.people import access as access_module
from kiosk.people.access import Access, WaitError
from kiosk.people.waiting import LONGEST_WAIT_S, Waits, failures_in_a_row, wait_after
from kiosk.services import Services, close_services, open_services
from tests.builders import NOON, make_site, set_clock, uid_of

PIN = "246810"


class Ticks:
    """Monotonic seconds that pass when told to."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    use_language("en")
    yield
    use_language("zh_CN")


@pytest.fixture
def ticks() -> Ticks:
    return Ticks()


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    yield make_site(tmp_path)
    close_services()


@pytest.fixture
def access(services: Services, ticks: Ticks) -> Access:
    desk = Access(services.context, ticks)
    desk.set_pin(uid_of("001"), "supervisor", PIN)
    desk.set_pin(uid_of("002"), "admin", "135791")
    return desk


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(RefusedError) as refused:
        call()
    return refused.value.code


def fail(desk: Access, times: int, number: str = "001") -> None:
    for _time in range(times):
        assert code_of(lambda: desk.check_pin(number, "000000")) == "wrong_pin"


def wait_of(desk: Access, number: str = "001", pin: str = PIN) -> int:
    with pytest.raises(WaitError) as refused:
        desk.check_pin(number, pin)
    assert str(refused.value.seconds) in refused.value.sentence
    assert refused.value.code == "must_wait"
    return refused.value.seconds


def test_the_right_pin_names_its_member(access: Access) -> None:
    assert access.check_pin("001", PIN).number == "001"
    assert access.check_pin(" 002 ", "135791").number == "002"


@pytest.mark.parametrize(
    "pin", ["", " ", "246811", "24681", "2468100", "２４６８１０", "1" * 10_000]
)
def test_wrong_blank_and_missing_pins_are_refused(access: Access, pin: str) -> None:
    assert code_of(lambda: access.check_pin("001", pin)) == "wrong_pin"


@pytest.mark.parametrize("number", ["", "999", "003", "001\x1b[2J9"])
def test_an_unknown_number_and_a_member_without_access_hear_the_same_as_a_wrong_pin(
    access: Access, number: str
) -> None:
    assert code_of(lambda: access.check_pin(number, PIN)) == "wrong_pin"
    assert code_of(lambda: access.check_pin(number, "no PIN is like this")) == "wrong_pin"


def test_an_unknown_number_costs_the_same_work(
    access: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    fits = access_module._fits

    def watched(hashed: str, pin: str) -> bool:
        looked.append(hashed)
        return fits(hashed, pin)

    monkeypatch.setattr(access_module, "_fits", watched)
    for number in ("001", "003", "999"):
        code_of(lambda number=number: access.check_pin(number, "000000"))  # type: ignore[misc]
    assert [hashed.split(",p=")[0] for hashed in looked] == ["$argon2id$v=19$m=19456,t=2"] * 3


def test_a_member_who_left_has_no_access_and_without_the_pin_learns_nothing(access: Access) -> None:
    people.Member.update(left_at=NOON).where(people.Member.number == "001").execute()
    assert code_of(lambda: access.check_pin("001", PIN)) == "no_access"
    assert code_of(lambda: access.check_pin("001", "000000")) == "wrong_pin"


@pytest.mark.parametrize("pin", ["", "12345", "abcdef", "12 3456", "１２３４５６", "1" * 65])
def test_weak_pins_are_refused_and_change_nothing(access: Access, pin: str) -> None:
    assert code_of(lambda: access.set_pin(uid_of("001"), "supervisor", pin)) == "pin_too_weak"
    assert access.check_pin("001", PIN).number == "001"


def test_a_new_pin_replaces_the_old_one(access: Access) -> None:
    access.set_pin(uid_of("001"), "admin", "975310")
    assert access.check_pin("001", "975310").number == "001"
    assert code_of(lambda: access.check_pin("001", PIN)) == "wrong_pin"
    found = people.find_access(uid_of("001"))
    assert found is not None
    assert found.role == "admin"


def test_access_is_given_to_members_on_the_books_and_known_roles_only(
    access: Access, services: Services
) -> None:
    stranger = services.context.terminal_uid
    assert code_of(lambda: access.set_pin(stranger, "admin", PIN)) == "unknown_member"
    assert code_of(lambda: access.set_pin(uid_of("001"), "boss", PIN)) == "unknown_role"
    people.Member.update(left_at=NOON).where(people.Member.number == "003").execute()
    assert code_of(lambda: access.set_pin(uid_of("003"), "admin", PIN)) == "member_left"


def test_each_try_is_entered_and_no_pin_is_kept(access: Access) -> None:
    access.check_pin("001", PIN)
    fail(access, 1)
    fail(access, 1, "999")
    assert [passed for _seq, passed in people.list_newest_pin_tries(9)] == [False, False, True]
    entries = list(ledger.LedgerEntry.select().where(ledger.LedgerEntry.kind == "pin_try"))
    assert [entry.payload for entry in entries][2] == '{"member":null,"passed":false}'
    everything = "".join(str(entry.payload) for entry in ledger.LedgerEntry.select())
    assert PIN not in everything
    assert "000000" not in everything
    assert ledger.find_first_broken() is None


def test_the_fifth_failure_makes_the_member_wait_even_with_the_right_pin(
    access: Access, ticks: Ticks
) -> None:
    fail(access, 5)
    assert wait_of(access) == 30
    ticks.now_s += 29.5
    assert wait_of(access) == 1
    ticks.now_s += 0.5
    assert access.check_pin("001", PIN).number == "001"


def test_a_wait_is_not_made_longer_by_asking_and_each_failure_doubles_it(
    access: Access, ticks: Ticks
) -> None:
    fail(access, 5)
    for _time in range(20):
        wait_of(access)
    for expected in (60, 120, 240, 480, 900, 900, 900):
        ticks.now_s += 900
        fail(access, 1)
        assert wait_of(access) == expected


def test_failures_of_different_numbers_make_the_terminal_wait(access: Access) -> None:
    for number in ("001", "002", "003", "998", "999"):
        fail(access, 1, number)
    assert wait_of(access) == 30
    assert wait_of(access, "997") == 30


def test_somebody_elses_right_pin_does_not_end_a_members_wait(access: Access, ticks: Ticks) -> None:
    fail(access, 4)
    access.check_pin("002", "135791")
    fail(access, 1)
    assert wait_of(access) == 30
    assert access.check_pin("002", "135791").number == "002"
    ticks.now_s += 30
    assert access.check_pin("001", PIN).number == "001"


def test_a_restart_begins_the_wait_again_whatever_the_clock_says(
    access: Access, services: Services, ticks: Ticks
) -> None:
    fail(access, 5)
    set_clock(services, NOON + timedelta(days=400))
    assert wait_of(access) == 30
    home, clock = services.context.home, services.context.clock
    close_services()
    again = open_services(home, clock)
    later = Ticks()
    later.now_s = 3.0
    restarted = Access(again.context, later)
    assert wait_of(restarted) == 30
    later.now_s += 30
    assert restarted.check_pin("001", PIN).number == "001"


def test_a_clock_set_back_does_not_forget_failures(
    access: Access, services: Services, ticks: Ticks
) -> None:
    fail(access, 4)
    set_clock(services, NOON - timedelta(days=400))
    fail(access, 1)
    assert wait_of(access) == 30


def test_failures_of_another_process_count_from_when_they_are_seen(
    access: Access, services: Services, ticks: Ticks
) -> None:
    other = Access(services.context, Ticks())
    fail(other, 5)
    ticks.now_s += 10_000
    assert wait_of(access) == 30


def test_nobody_comes_in_when_the_try_can_not_be_recorded(
    access: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_kwargs: object) -> None:
        raise NotStored("full")

    monkeypatch.setattr(people, "add_pin_try", broken)
    with pytest.raises(NotStored):
        access.check_pin("001", PIN)
    assert people.list_newest_pin_tries(9) == []


@given(st.lists(st.booleans(), max_size=20))
def test_only_the_failures_since_the_last_success_count(outcomes: list[bool]) -> None:
    failures = failures_in_a_row(outcomes)
    assert not any(outcomes[:failures])
    assert failures == len(outcomes) or outcomes[failures]


@given(st.integers(0, 10_000))
def test_a_wait_never_shrinks_with_more_failures_and_has_an_end(failures: int) -> None:
    assert wait_after(failures) <= wait_after(failures + 1) <= LONGEST_WAIT_S
    assert (wait_after(failures) == 0) == (failures < 5)


@given(
    st.lists(
        st.tuples(st.sampled_from(["fail", "pass", "restart"]), st.floats(0, 2000)), max_size=30
    )
)
def test_no_try_is_taken_before_its_wait_is_over(steps: list[tuple[str, float]]) -> None:
    """Whatever happens in between, restarts included, the whole wait lies behind a try."""
    ticks, tries = Ticks(), list[tuple[int, bool]]()
    waits = Waits(ticks, 0)
    last_s = ticks.now_s
    for what, after_s in steps:
        ticks.now_s += after_s
        if what == "restart":
            waits = Waits(ticks, tries[0][0] if tries else 0)
        elif waits.left_s(None, tries) == 0:
            failures = failures_in_a_row([passed for _seq, passed in tries])
            assert ticks.now_s - last_s >= wait_after(failures) - 1e-6
            tries.insert(0, (len(tries) + 1, what == "pass"))
            waits.left_s(None, tries)
            last_s = ticks.now_s


# Taken away again


def test_a_pin_that_was_taken_away_opens_nothing(access: Access) -> None:
    assert (access.role_of(uid_of("001")), access.role_of(uid_of("002"))) == ("supervisor", "admin")
    access.end(uid_of("001"))
    assert access.role_of(uid_of("001")) is None
    assert code_of(lambda: access.check_pin("001", PIN)) == "wrong_pin"
    entry = ledger.LedgerEntry.select().where(ledger.LedgerEntry.kind == "pin_ended").get()
    assert (entry.subject, entry.payload) == (uid_of("001"), '{"role":"supervisor"}')
    assert code_of(lambda: access.end(uid_of("001"))) == "no_role"
    assert code_of(lambda: access.end(new_uid())) == "unknown_member"


def test_the_last_pin_can_not_be_taken_away(services: Services, access: Access) -> None:
    services.keeping.let_go(uid_of("002"), "x")
    assert code_of(lambda: access.end(uid_of("001"))) == "last_supervisor"
    assert access.check_pin("001", PIN).number == "001"


def test_a_session_is_over_once_its_supervisor_has_left(services: Services, access: Access) -> None:
    assert not access.is_over(uid_of("001"))
    services.keeping.let_go(uid_of("001"), "x")
    assert access.is_over(uid_of("001"))
    assert not access.is_over(uid_of("002"))
