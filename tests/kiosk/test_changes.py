"""Looking whether anybody wrote."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from db import connection
from db.errors import NotStored
from kiosk import changes
from kiosk.changes import Watch
from kiosk.errors import NotRecordedError
from kiosk.services import Services
from tests.builders import NOON, add_post, make_site, set_clock
from tests.builders import scan as scan_badge

SCAN = """
import sys
from pathlib import Path
from kiosk.attendance.views import Scan
from kiosk.clock import SetClock
from kiosk.config import Home
from kiosk.services import open_services
from tests.builders import NOON
services = open_services(Home(Path(sys.argv[1])), SetClock(NOON))
services.attendance.scan(Scan(services.people.badge_code("001"), "command"))
"""


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_site(tmp_path)


def test_another_processs_scan_changes_version_and_count(site: Services) -> None:
    watch = Watch(site)
    before = watch.look()
    assert (before.on_site, before.members) == (0, 3)
    assert watch.look() == before
    subprocess.run(
        [sys.executable, "-c", SCAN, str(site.context.home.folder)],
        check=True,
        cwd=Path(__file__).parents[2],
        env={"PYTHONPATH": ".", "PATH": ""},
    )
    after = watch.look()
    assert after.version != before.version
    assert (after.on_site, after.members) == (1, 3)


def test_empty_key_posts_are_counted(site: Services) -> None:
    add_post("3号塔吊", "001")
    add_post("深基坑", "002")
    add_post("宣传栏", "003", kind="")
    scan_badge(site, "001")
    status = Watch(site).look()
    assert (status.key_posts, status.empty_posts) == (2, 1)


def test_a_presence_that_grew_too_long_is_no_longer_counted(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "RECOUNT_EVERY", 2)
    scan_badge(site, "001")
    watch = Watch(site)
    assert watch.look().on_site == 1
    set_clock(site, NOON + timedelta(hours=17))
    assert watch.look().on_site == 0


def test_a_record_that_does_not_answer_is_said(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> int:
        raise NotStored("broken")

    monkeypatch.setattr(changes, "changes", broken)
    with pytest.raises(NotRecordedError):
        Watch(site).look()
    assert connection.changes() > 0
