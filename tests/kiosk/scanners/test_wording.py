"""What is said of scanners, in both languages."""

from pathlib import Path
from typing import get_args

import pytest

from kiosk import i18n
from kiosk.scanners.port import RefusedFor, SourceKind, SourceState, SourceStatus
from kiosk.scanners.wording import advice, kind_word, state_word
from tests.kiosk.scanners.fakes import NOW


def status(
    state: SourceState,
    refused_for: RefusedFor = "",
    device: str = "/dev/ttyACM0",
    kind: SourceKind = "serial",
    detail: str = "",
) -> SourceStatus:
    return SourceStatus("门口", kind, state, NOW, device, detail, refused_for)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_state_has_its_word_and_every_trouble_its_advice(language: str) -> None:
    i18n.use_language(language)
    states: tuple[SourceState, ...] = get_args(SourceState)
    assert len({state_word(status(state)) for state in states}) == len(states)
    for state in states:
        assert bool(advice(status(state))) is status(state).is_out_of_order
    kinds: tuple[SourceKind, ...] = get_args(SourceKind)
    assert len({kind_word(kind) for kind in kinds}) == len(kinds)


def test_who_has_no_right_is_told_the_group(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    i18n.use_language("en")
    device = tmp_path / "ttyACM0"
    device.touch()
    words = advice(status("refused", "rights", str(device)))
    assert str(device) in words
    for owner, group in (("uucp", "uucp"), ("root", "dialout")):
        monkeypatch.setattr(Path, "group", lambda _path, owner=owner: owner)
        assert f"-aG {group} " in advice(status("refused", "rights", str(device)))


def test_a_device_that_is_gone_has_the_usual_group() -> None:
    assert "-aG input " in advice(status("refused", "rights", "/dev/none", "evdev"))


def test_a_missing_library_is_named() -> None:
    assert "pyserial" in advice(status("no_library", detail="pyserial"))


def test_a_device_in_use_is_named() -> None:
    assert "/dev/ttyACM0" in advice(status("refused", "in_use"))


def test_a_camera_says_itself_what_to_do() -> None:
    assert advice(status("lost", kind="camera", detail="没有插上。")) == "没有插上。"
