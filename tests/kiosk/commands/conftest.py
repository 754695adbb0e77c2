"""A small real site behind the command line, and a way to call it."""

import io
import sys
from pathlib import Path

import pytest

from kiosk.clock import SystemClock
from kiosk.commands import main
from kiosk.config import Home
from kiosk.services import Services, close_services, open_services
from tests.builders import add_item, add_post, make_site, scan, uid_of
from tests.kiosk.commands.calling import Call, CodeOf, Ended


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The home of a site with members 001 to 003."""
    services = make_site(tmp_path, 3, clock=SystemClock())
    fill(services)
    close_services()
    return tmp_path / "home"


def fill(services: Services) -> None:
    """001 is on site, has made a promise and logged a service."""
    add_post("塔吊指挥", "001", since=services.oversight.today())
    add_post("空着的岗")
    item = add_item("commitment", "工完场清", "Leave it clean")
    scan(services, "001")
    member = services.people.get_member("001").uid
    services.service.make_commitment(member, item_uid=item)
    services.service.log_service(member, 75, text="帮工友修工具", for_whom="木工班", place="A区")


@pytest.fixture
def call(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Call a command on the home; `stdin` are the bytes it may read, `at` another home."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "KIOSK_HOME", "KIOSK_DEBUG"):
        monkeypatch.delenv(name, raising=False)

    def call_it(*arguments: str, stdin: bytes = b"", at: Path | None = None) -> Ended:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capsys.readouterr()
        code = main(["--home", str(at or home), *arguments])
        told = capsys.readouterr()
        return Ended(code, told.out, told.err)

    return call_it


@pytest.fixture
def supervisor(home: Path) -> None:
    """001 is a supervisor."""
    services = open_services(Home(home))
    services.access.set_pin(uid_of("001"), "supervisor", "246810")
    close_services()


@pytest.fixture
def code_of(call: Call) -> CodeOf:
    """The code of a member's badge."""

    def code(number: str) -> str:
        found: str = call("badges", "show", number, "--json").json["code"]
        return found

    return code
