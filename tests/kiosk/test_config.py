"""The home: found, made, and its secret kept."""

import stat
from pathlib import Path

import pytest

from kiosk.config import Home, choose_home, default_folder
from kiosk.errors import KioskError


def test_the_command_line_wins_over_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSK_HOME", str(tmp_path / "environment"))
    assert choose_home(str(tmp_path / "option")).folder == tmp_path / "option"
    assert choose_home(None).folder == tmp_path / "environment"
    assert choose_home(None, demo=True).folder == tmp_path / "environment"


def test_site_and_demo_have_homes_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KIOSK_HOME", raising=False)
    assert choose_home(None).folder == default_folder() / "site"
    assert choose_home(None, demo=True).folder == default_folder() / "demo"


def test_the_secret_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.make()
    secret = home.secret()
    assert len(secret) == 32
    assert home.secret() == secret
    assert stat.S_IMODE(home.secret_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(home.folder.stat().st_mode) == 0o700


def test_a_lost_secret_is_never_silently_replaced(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.database.touch()
    with pytest.raises(KioskError) as refused:
        home.secret()
    assert refused.value.code == "no_secret"
    assert not home.secret_file.exists()


@pytest.mark.parametrize("content", ["", "zz", "00ff"])
def test_a_damaged_secret_is_named(tmp_path: Path, content: str) -> None:
    home = Home(tmp_path)
    home.secret_file.write_text(content)
    with pytest.raises(KioskError) as refused:
        home.secret()
    assert refused.value.code == "no_secret"


def test_a_home_that_can_not_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(KioskError) as refused:
        Home(tmp_path / "file" / "home").make()
    assert refused.value.code == "no_home"
