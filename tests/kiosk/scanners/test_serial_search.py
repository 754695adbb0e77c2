"""Which port is tried for a scanner, and which are left to others."""

from pathlib import Path

import pytest

from kiosk.scanners.finding import SerialFound
from kiosk.scanners.serial_search import PortSearch
from kiosk.scanners.usb import UsbId

ONE, OTHER = UsbId(0x0C2E, 0x0720, "S1"), UsbId(0x0C2E, 0x0720, "S2")
NAMELESS = UsbId(0x1A86, 0x7523)
"""A product whose pieces have no serial numbers."""


class Ports:
    """What is plugged in: names and USB ids."""

    def __init__(self, **there: UsbId | None) -> None:
        self.there = there

    def __call__(self) -> list[SerialFound]:
        return [SerialFound(f"/dev/{name}", usb, "") for name, usb in self.there.items()]

    def plug(self, **there: UsbId | None) -> None:
        self.there = there


def search(ports: Ports, *taken: str, where: str = "/dev/A0") -> PortSearch:
    """A search that has once opened its port."""
    made = PortSearch(where, ports, taken)
    assert made.names() == ["/dev/A0"]
    made.remember("/dev/A0")
    return made


@pytest.mark.parametrize("usb", [ONE, NAMELESS])
def test_what_was_added_by_name_is_found_under_another_number(usb: UsbId) -> None:
    ports = Ports(A0=usb, S0=None)
    searching = search(ports)
    assert searching.names() == ["/dev/A0"]
    ports.plug(S0=None)
    assert searching.names() == ["/dev/A0"]
    ports.plug(S0=None, A1=usb)
    assert searching.names() == ["/dev/A0", "/dev/A1"]


def test_another_of_the_same_product_is_not_taken_for_it() -> None:
    ports = Ports(A0=ONE)
    searching = search(ports)
    ports.plug(A1=OTHER)
    assert searching.names() == ["/dev/A0"]


@pytest.mark.parametrize("taken", ["/dev/A1", "1a86:7523"])
def test_the_port_of_another_scanner_is_left_to_it(taken: str) -> None:
    ports = Ports(A0=NAMELESS, A1=NAMELESS)
    searching = search(ports, taken)
    ports.plug(A1=NAMELESS)
    assert searching.names() == ["/dev/A0"]


def test_the_number_of_the_piece_counts_more_than_an_id_that_any_piece_meets() -> None:
    ports = Ports(A0=ONE)
    generic, exact = search(ports, "0c2e:0720"), search(ports, "0c2e:0720:S1")
    ports.plug(A1=ONE)
    assert generic.names() == ["/dev/A0", "/dev/A1"]
    assert exact.names() == ["/dev/A0"]


def test_one_whose_name_went_to_another_device_is_looked_for_elsewhere_first() -> None:
    ports = Ports(A0=ONE)
    searching, beside_it = search(ports), search(ports, str(OTHER))
    ports.plug(A0=OTHER, A1=ONE)
    assert searching.names() == ["/dev/A1", "/dev/A0"]
    assert beside_it.names() == ["/dev/A1"]


def test_a_scanner_bought_instead_of_it_is_taken_and_remembered() -> None:
    ports = Ports(A0=ONE)
    searching = search(ports)
    ports.plug(A0=NAMELESS)
    assert searching.names() == ["/dev/A0"]
    searching.remember("/dev/A0")
    ports.plug(A1=NAMELESS, A2=ONE)
    assert searching.names() == ["/dev/A0", "/dev/A1"]


def test_what_has_no_usb_id_is_known_by_its_name_only() -> None:
    ports = Ports(A0=None, S1=None)
    searching = search(ports)
    ports.plug(S1=None)
    assert searching.names() == ["/dev/A0"]


def test_what_was_known_when_it_was_added_is_known_after_a_restart() -> None:
    ports = Ports(A1=ONE)
    assert PortSearch("/dev/A0", ports, met=ONE).names() == ["/dev/A0", "/dev/A1"]


def test_a_link_is_another_name_of_its_port(tmp_path: Path) -> None:
    port, moved, link = (tmp_path / name for name in ("A0", "A1", "scanner"))
    port.touch()
    link.symlink_to(port)
    there = [SerialFound(str(port), ONE, "")]
    searching = PortSearch(str(link), lambda: there)
    assert searching.names() == [str(link)]
    searching.remember(str(link))
    link.unlink()
    there[:] = [SerialFound(str(moved), ONE, "")]
    assert searching.names() == [str(link), str(moved)]


def test_what_was_added_by_its_usb_id_is_looked_for_by_that_alone() -> None:
    ports = Ports(A0=ONE, S0=None)
    searching = search(ports, where="0c2e:0720")
    ports.plug(S0=None, A3=OTHER)
    assert searching.names() == ["/dev/A3"]
