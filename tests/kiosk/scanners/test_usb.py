import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.scanners.usb import UsbId, parse_usb_id

numbers = st.integers(0, 0xFFFF)


@given(numbers, numbers, st.text("aZ9: ", max_size=9).filter(lambda text: text == text.strip()))
def test_what_is_written_is_read(vendor: int, product: int, rest: str) -> None:
    usb = UsbId(vendor, product, rest)
    assert parse_usb_id(str(usb)) == usb


@pytest.mark.parametrize("text", ["", "COM3", "/dev/ttyACM0", "0c2e", "0c2e:72", "0c2e:0720:"])
def test_paths_and_halves_are_no_ids(text: str) -> None:
    assert parse_usb_id(text) is None


def test_an_id_without_rest_is_met_by_any() -> None:
    bare, one = UsbId(1, 2), UsbId(1, 2, "one")
    assert bare.is_met_by(one)
    assert one.is_met_by(one)
    assert not one.is_met_by(bare)
    assert not bare.is_met_by(UsbId(2, 2))
    assert not bare.is_met_by(UsbId(1, 3))
