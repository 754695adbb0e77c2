"""Printers through CUPS' programs, which are real processes here, only not CUPS'."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.errors import KioskError
from kiosk.exports import printing
from kiosk.exports.printing import list_printers, send_to_printer

Put = Callable[[str, str], Path]
PDF = b"%PDF-1.6 \x00\xff"


@pytest.fixture
def cups(programs: Put, tmp_path: Path) -> Path:
    """Two printers; what they get lies in the folder that returns."""
    programs("lpstat", '[ "$1" = -e ] && printf "Gate_1\\nOffice\\n\\n"')
    programs("lp", f'printf "%s\\n" "$@" > "{tmp_path}/said"; cat > "{tmp_path}/got"')
    return tmp_path


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(KioskError) as caught:
        call()
    return caught.value.code


def test_printers_are_listed_in_order(cups: Path) -> None:
    assert list_printers() == ["Gate_1", "Office"]


def test_a_document_arrives_whole_and_unscaled(cups: Path) -> None:
    send_to_printer(PDF, "Office", "胸牌")
    assert (cups / "got").read_bytes() == PDF
    said = (cups / "said").read_text().splitlines()
    assert said[:4] == ["-d", "Office", "-t", "胸牌"]
    assert "print-scaling=none" in said
    assert said[-1] == "-"


def test_the_default_printer_is_left_to_cups(cups: Path) -> None:
    send_to_printer(PDF)
    assert "-d" not in (cups / "said").read_text().splitlines()


def test_an_unknown_printer_is_refused_and_the_others_named(cups: Path) -> None:
    with pytest.raises(KioskError, match="Gate_1, Office") as caught:
        send_to_printer(PDF, "-o raw")
    assert caught.value.code == "unknown_printer"
    assert not (cups / "got").exists()


def test_what_cups_said_is_told(cups: Path, programs: Put) -> None:
    programs("lp", 'echo "lp: The printer is not accepting jobs." >&2; exit 1')
    with pytest.raises(KioskError, match="not accepting jobs") as caught:
        send_to_printer(PDF, "Office")
    assert caught.value.code == "not_printed"


def test_a_printer_that_hangs_is_not_waited_for(
    cups: Path, programs: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "_SEND_S", 0.2)
    programs("lp", "exec sleep 9")
    assert code_of(lambda: send_to_printer(PDF)) == "not_printed"
    monkeypatch.setattr(printing, "_ASK_S", 0.2)
    programs("lpstat", "exec sleep 9")
    assert list_printers() == []


def test_without_cups_there_is_no_printer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert list_printers() == []
    assert code_of(lambda: send_to_printer(PDF)) == "no_printer"


def test_a_half_installed_cups_is_no_printer(
    programs: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = programs("lpstat", "echo Gate_1").parent
    monkeypatch.setenv("PATH", str(folder))
    assert code_of(lambda: send_to_printer(PDF)) == "no_printer"
