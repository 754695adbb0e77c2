"""USB ids as people write them: `vid:pid`, with a serial number or a name behind them or not."""

import re
from dataclasses import dataclass

_ID = re.compile(r"([0-9a-fA-F]{4}):([0-9a-fA-F]{4})(?::(.+))?")


@dataclass(frozen=True, slots=True)
class UsbId:
    """Which device, whatever port it is plugged into.

    Attributes:
        vendor: The maker's number.
        product: The maker's number of the product.
        rest: What tells two of the same product apart: serial number or name; empty for any.
    """

    vendor: int
    product: int
    rest: str = ""

    def __str__(self) -> str:
        """As people write it."""
        rest = f":{self.rest}" if self.rest else ""
        return f"{self.vendor:04x}:{self.product:04x}{rest}"

    def is_met_by(self, other: "UsbId") -> bool:
        """Whether a device that was found is the one that is meant."""
        same = (self.vendor, self.product) == (other.vendor, other.product)
        return same and self.rest in {"", other.rest}


def parse_usb_id(text: str) -> UsbId | None:
    """The USB id in a text; None when it is none, but a path, say, or a port's name."""
    found = _ID.fullmatch(text.strip())
    if found is None:
        return None
    vendor, product, rest = found.groups()
    return UsbId(int(vendor, 16), int(product, 16), rest or "")
