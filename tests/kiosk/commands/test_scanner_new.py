"""A scanner that is about to be added: the same one, none at all, one that is not here."""

from pathlib import Path

import pytest

from kiosk.commands import scanner_new
from kiosk.commands.scanner_new import check_new, is_missing
from kiosk.errors import RefusedError
from kiosk.scanners.port import SourceKind
from kiosk.scanners.settings import SourceSetting


def setting(kind: SourceKind, where: str) -> SourceSetting:
    return SourceSetting(f"{kind} {where}", kind, where)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (setting("serial", "COM7"), setting("serial", "com7")),
        (setting("serial", "0c2e:0901"), setting("serial", "0C2E:0901")),
        (setting("evdev", "/dev/input/../input/x"), setting("evdev", "/dev/input/x")),
        (setting("camera", "0"), setting("camera", "/dev/video0")),
    ],
)
def test_the_same_device_is_not_added_twice(first: SourceSetting, second: SourceSetting) -> None:
    with pytest.raises(RefusedError) as refused:
        check_new(second, [first])
    assert refused.value.code == "taken_already"
    assert first.name in refused.value.sentence


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (setting("serial", "0c2e:0901:A"), setting("serial", "0c2e:0901:B")),
        (setting("serial", "0c2e:0901"), setting("evdev", "0c2e:0901")),
        (setting("serial", "/dev/ttyACM0"), setting("serial", "0c2e:0901")),
        (setting("camera", "0"), setting("camera", "1")),
    ],
)
def test_other_devices_are_added(first: SourceSetting, second: SourceSetting) -> None:
    check_new(second, [first])


@pytest.mark.parametrize("where", ["1a:zz", "event3", ""])
def test_an_input_device_is_a_path_or_an_id(where: str) -> None:
    with pytest.raises(RefusedError) as refused:
        check_new(setting("evdev", where), [])
    assert refused.value.code == "no_device"


def test_a_serial_port_that_is_not_here_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanner_new, "find_serial", list)
    there = tmp_path / "ttyX"
    there.touch()
    assert is_missing(setting("serial", "/dev/ttyNONE9"))
    assert not is_missing(setting("serial", str(there)))
    assert not is_missing(setting("serial", "0c2e:0901"))
    assert not is_missing(setting("camera", "7"))
