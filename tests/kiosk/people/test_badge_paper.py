"""The paper on badges says what the program does."""

import hashlib
import hmac
import math
import re
from pathlib import Path
from uuid import UUID

import pytest

from kiosk.people.codes import (
    CODE_DIGITS,
    TOKEN_DIGITS,
    check_digits,
    make_code,
    token_hash,
    token_of,
)

PAPER = Path(__file__).parents[3] / "docs" / "badges.md"


@pytest.fixture(scope="module")
def example() -> dict[str, str]:
    """The steps of the worked example with their values."""
    text = PAPER.read_text("utf-8")
    table = text.partition("### Worked example")[2].partition("###")[0]
    return dict(re.findall(r"^\| ([^|]+?) \| `([^`]+)` \|$", table, re.MULTILINE))


def test_the_worked_example_is_what_the_program_makes(example: dict[str, str]) -> None:
    secret, badge = bytes.fromhex(example["secret (hex)"]), UUID(example["badge"])
    assert make_code(secret, badge) == example["code"]
    assert token_of(example["code"]) == example["token"]
    assert (
        check_digits(example["version and token"])
        == example["check digits: 98 less that, two digits"]
    )
    assert token_hash(example["token"]).hex() == example["SHA-256 of the token"]


def test_the_worked_example_can_be_followed_by_hand(example: dict[str, str]) -> None:
    secret, badge = bytes.fromhex(example["secret (hex)"]), UUID(example["badge"])
    mac = hmac.new(secret, badge.bytes, hashlib.sha256)
    assert mac.hexdigest() == example["HMAC (hex)"]
    token = str(int(mac.hexdigest(), 16) % 10**31).zfill(31)
    assert token == example["token"]
    assert example["version and token"] == "1" + token
    rest = int(example["version and token"]) * 100 % 97
    assert str(rest) == example["times 100, modulo 97"]
    digits = f"{98 - rest:02}"
    assert digits == example["check digits: 98 less that, two digits"]
    assert example["code"] == "1" + token + digits
    assert str(int(example["code"]) % 97) == example["the whole code modulo 97"]


def test_the_figures_of_the_paper_are_right() -> None:
    assert (TOKEN_DIGITS, CODE_DIGITS) == (31, 34)
    assert f"{math.log2(10**31):.2f}" == "102.98"
    assert 10**28 < 2**100 < 10**31  # three digits for a site would be too many
    assert f"{2**256 / 10**31:.1e}" == "1.2e+46"
    years = 10**31 / 20_000 / 1_000_000 / (365.25 * 24 * 3600)
    assert f"{years:.0e}" == "2e+13"


def test_a_code_fills_the_qr_code_that_the_paper_names() -> None:
    import qrcode

    def version(digits: str) -> int:
        picture = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_H)
        picture.add_data(digits)
        picture.make(fit=True)
        found: int = picture.version
        return found

    assert version("1" * CODE_DIGITS) == 2
    assert version("1" * (CODE_DIGITS + 1)) == 3
