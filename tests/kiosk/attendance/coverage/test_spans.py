"""Spans of time, joined, cut and measured."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.attendance.coverage.spans import Span, common, length, merged, rest


def span(begins: int, ends: int) -> Span:
    return begins, ends


def test_spans_that_overlap_or_touch_are_one_and_empty_ones_none() -> None:
    spans = [span(8, 10), span(6, 8), span(9, 9), span(12, 14), span(7, 8), span(13, 13)]
    assert merged(spans) == [span(6, 10), span(12, 14)]


def test_what_is_common_is_cut_at_both_ends() -> None:
    spans = [span(0, 2), span(6, 10), span(12, 14), span(20, 22)]
    assert common(spans, span(8, 13)) == [span(8, 10), span(12, 13)]
    assert common(spans, span(2, 6)) == []
    assert common(spans, span(8, 8)) == common(spans, span(9, 7)) == []


def test_the_rest_is_what_lies_between() -> None:
    spans = [span(0, 2), span(6, 8), span(20, 22)]
    assert rest(span(1, 10), spans) == [span(2, 6), span(8, 10)]
    assert rest(span(6, 8), spans) == []


hours = st.integers(0, 48)
some = st.lists(st.tuples(hours, hours).map(lambda one: span(min(one), max(one))), max_size=6)


@given(some, st.tuples(hours, hours))
def test_common_and_rest_are_the_whole(spans: list[Span], ends: tuple[int, int]) -> None:
    within, joined = span(min(ends), max(ends)), merged(spans)
    both = length(common(joined, within)) + length(rest(within, joined))
    assert both == within[1] - within[0]
