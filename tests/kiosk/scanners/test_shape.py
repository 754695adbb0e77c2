"""What a scanned text is like."""

import pytest

from kiosk.scanners.shape import CodeShape, shape_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6901234567892", CodeShape("goods", 13, "", "6901234567892")),
        ("6901234567893", CodeShape("digits", 13, "", "6901234567893")),
        ("96385074", CodeShape("goods", 8, "", "96385074")),
        ("]Q1" + "1" * 34, CodeShape("badge", 34, "]Q1", "1" * 34)),
        ("]Q2\\000026" + "1" * 34, CodeShape("badge", 34, "]Q2\\000026", "1" * 34)),
        ("https://a.b", CodeShape("text", 11, "", "https://a.b")),
        ("]Q1", CodeShape("empty", 0, "]Q1", "")),
        ("", CodeShape("empty", 0, "", "")),
    ],
)
def test_a_text_is_told_by_its_length_its_prefix_and_its_kind(
    text: str, expected: CodeShape
) -> None:
    assert shape_of(text) == expected
