"""A new site: whole or not at all, and never over another."""

import errno
import os
import tempfile
import time
from pathlib import Path

import pytest

from db.connection import close_file, run_sql, transaction
from db.errors import NotStored
from db.ledger import find_first_broken
from kiosk.clock import SystemClock
from kiosk.config import Home
from kiosk.errors import KioskError, NotRecordedError, RefusedError
from kiosk.oversight.new_file import make_durable
from kiosk.oversight.setup import NewSite, NewSupervisor, add_supervisor, make_site, set_up_site
from kiosk.services import open_services
from tests.builders import make_site as make_small_site

CLOCK = SystemClock()
BOSS = NewSupervisor("001", "王工", "246810")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "deep" / "home")


def names(home: Home) -> set[str]:
    return {path.name for path in home.folder.iterdir()}


def test_a_new_site_has_all_it_needs(home: Home) -> None:
    set_up_site(home, CLOCK, name=" 北岸\x1b[31m ", branch="临时支部", turn_hour=5, supervisor=BOSS)
    assert names(home) == {"kiosk.db", "secret.key"}
    services = open_services(home)
    site = services.oversight.site()
    assert (site.name, site.branch, site.zone.key) == ("北岸", "临时支部", "Asia/Shanghai")
    assert (site.turn_hour, site.debounce_s, site.longest_h, site.is_demo) == (5, 10, 16, False)
    assert len(services.service.list_commitment_items()) == 10
    assert len(services.service.list_service_items()) == 10
    assert services.access.check_pin("001", "246810").branch == "临时支部"
    kinds = [kind for (kind,) in run_sql("SELECT kind FROM ledger_entry ORDER BY seq")]
    assert kinds == [
        "site_set_up",
        "terminal_set_up",
        "rule_version",
        "catalogue_set_up",
        "branch_added",
        "member_added",
        "pin_set",
        "pin_try",
    ]
    assert find_first_broken() is None


def test_without_a_branch_it_has_the_sites_name(home: Home) -> None:
    set_up_site(home, CLOCK, name="北岸", branch="")
    assert open_services(home).oversight.site().branch == "北岸"


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"name": " \x00 "}, "no_name"),
        ({"zone": "Mars/Olympus"}, "unknown_zone"),
        ({"zone": "../../etc/passwd"}, "unknown_zone"),
        ({"zone": ""}, "unknown_zone"),
        ({"turn_hour": 24}, "bad_turn_hour"),
        ({"turn_hour": -1}, "bad_turn_hour"),
        ({"supervisor": NewSupervisor("001", "王工", "1234")}, "pin_too_weak"),
        ({"supervisor": NewSupervisor("001", "王工", "246810", "king")}, "unknown_role"),
        ({"supervisor": NewSupervisor("001", "", "246810")}, "no_name"),
        ({"supervisor": NewSupervisor("", "王工", "246810")}, "no_number"),
    ],
)
def test_what_makes_no_site_makes_nothing(
    home: Home, columns: dict[str, object], code: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        set_up_site(home, CLOCK, **({"name": "北岸", "branch": ""} | columns))  # type: ignore[arg-type]
    assert refused.value.code == code
    assert home.is_empty()
    set_up_site(home, CLOCK, name="北岸", branch="")


def test_a_site_is_never_replaced(home: Home) -> None:
    set_up_site(home, CLOCK, name="北岸", branch="")
    before = home.database.read_bytes()
    with pytest.raises(RefusedError) as refused:
        set_up_site(home, CLOCK, name="南岸", branch="")
    assert refused.value.code == "site_exists"
    assert home.database.read_bytes() == before


@pytest.mark.parametrize("has_links", [True, False])
def test_of_two_set_ups_at_once_the_first_wins(
    home: Home, monkeypatch: pytest.MonkeyPatch, has_links: bool
) -> None:
    if not has_links:
        monkeypatch.setattr(os, "link", refuse)
    with pytest.raises(RefusedError), make_site(home, CLOCK, NewSite("北岸", "")):
        home.database.write_bytes(b"the other one's")
    assert home.database.read_bytes() == b"the other one's"
    assert names(home) == {"kiosk.db", "secret.key"}


def refuse(*_arguments: object) -> None:
    raise OSError(errno.EPERM, "no links here")


def test_a_file_system_without_links_will_do(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", refuse)
    set_up_site(home, CLOCK, name="北岸", branch="")
    assert open_services(home).oversight.site().name == "北岸"


def test_a_folder_that_can_not_be_opened_is_no_harm(tmp_path: Path) -> None:
    make_durable(tmp_path / "nothing")


def test_an_interruption_leaves_an_empty_home(home: Home) -> None:
    with pytest.raises(KeyboardInterrupt), make_site(home, CLOCK, NewSite("北岸", "")):
        raise KeyboardInterrupt
    assert names(home) == {"secret.key"}
    secret = home.secret()
    set_up_site(home, CLOCK, name="北岸", branch="")
    assert home.secret() == secret


def test_a_full_disk_leaves_an_empty_home(home: Home) -> None:
    with pytest.raises(NotRecordedError), make_site(home, CLOCK, NewSite("北岸", "")):
        raise NotStored("full")
    assert home.is_empty()


def test_what_a_power_cut_left_is_cleared_away_later(home: Home) -> None:
    home.folder.mkdir(parents=True)
    old, young = home.folder / ".set-up-old", home.folder / ".set-up-young"
    for folder in (old, young):
        folder.mkdir()
        (folder / "kiosk.db.new").write_bytes(b"half")
    os.utime(old, (time.time() - 3600, time.time() - 3600))
    set_up_site(home, CLOCK, name="北岸", branch="")
    assert names(home) == {"kiosk.db", "secret.key", ".set-up-young"}


def test_a_secret_that_was_cut_is_put_aside(home: Home) -> None:
    home.folder.mkdir(parents=True)
    home.secret_file.write_text("abc")
    set_up_site(home, CLOCK, name="北岸", branch="")
    assert home.secret_file.with_suffix(".broken").read_text() == "abc"
    assert len(home.secret()) == 32


def test_a_home_that_can_not_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(KioskError) as refused:
        set_up_site(Home(tmp_path / "file" / "home"), CLOCK, name="北岸", branch="")
    assert refused.value.code == "no_home"


def test_a_folder_that_takes_nothing_is_not_recorded(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "mkdtemp", lambda **_how: refuse())
    with pytest.raises(NotRecordedError):
        set_up_site(home, CLOCK, name="北岸", branch="")


def test_a_member_becomes_a_supervisor(tmp_path: Path) -> None:
    services = make_small_site(tmp_path)
    uid = add_supervisor(services.context, NewSupervisor("002", "", "975310", "admin"))
    assert uid == services.people.get_member("002").uid
    assert services.access.check_pin("002", "975310").number == "002"


def test_a_supervisor_is_whole_or_not_at_all(tmp_path: Path) -> None:
    services = make_small_site(tmp_path)
    with pytest.raises(RefusedError):
        add_supervisor(services.context, NewSupervisor("009", "新人", "1"))
    with transaction():
        assert run_sql("SELECT count(*) FROM member WHERE number = '009'") == [(0,)]
    close_file()
