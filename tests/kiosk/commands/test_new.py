"""`new`: a site without a screen."""

from pathlib import Path

from kiosk.config import Home
from kiosk.services import open_services
from tests.kiosk.commands.calling import Call


def test_a_new_site_with_a_supervisor(call: Call, tmp_path: Path) -> None:
    home = tmp_path / "new"
    arguments = ("new", "--name", "北岸", "--supervisor", "王工", "--pin-stdin")
    ended = call(*arguments, "--json", at=home, stdin=b"246810\n")
    assert ended.code == 0
    assert ended.json == {"home": str(home), "supervisor": "001"}
    services = open_services(Home(home))
    assert services.oversight.site().name == "北岸"
    assert services.access.check_pin("001", "246810").name == "王工"


def test_a_new_site_without_one(call: Call, tmp_path: Path) -> None:
    arguments = ("new", "--name", "北岸")
    ended = call(*arguments, at=tmp_path / "new")
    assert str(tmp_path / "new") in ended.out
    assert call(*arguments, "--json", at=tmp_path / "other").json["supervisor"] is None


def test_a_weak_pin_makes_nothing(call: Call, tmp_path: Path) -> None:
    home = tmp_path / "new"
    arguments = ("new", "--name", "北岸", "--supervisor", "王工", "--pin-stdin")
    ended = call(*arguments, at=home, stdin=b"1234\n")
    assert ended.code == 1
    assert ended.error
    assert Home(home).is_empty()
    assert call(*arguments, at=home, stdin=b"246810\n").code == 0


def test_a_site_is_never_set_up_over_another(call: Call, home: Path) -> None:
    before = (home / "kiosk.db").read_bytes()
    assert call("new", "--name", "北岸").code == 1
    assert (home / "kiosk.db").read_bytes() == before


def test_a_pin_without_a_name_is_wrong_usage(call: Call, tmp_path: Path) -> None:
    assert call("new", "--name", "x", "--pin-stdin", at=tmp_path / "new").code == 2
    assert call("new", "--name", "x", "--supervisor", "y", at=tmp_path / "new").code == 2
