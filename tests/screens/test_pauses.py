"""The clock of what is typed, which only silence moves on."""

import os
from selectors import EVENT_READ, SelectorKey, SelectSelector
from threading import Timer
from time import monotonic, sleep

from screens.linux_driver import PAUSES_S, Pauses


class LateSelector(SelectSelector):
    """Input comes into its pipe only while it waits, after 20 ms."""

    write_end: int | None = None

    def select(self, timeout: float | None = None) -> list[tuple[SelectorKey, int]]:
        if timeout != 0 and self.write_end is not None:
            sleep(0.02)
            os.write(self.write_end, b"2")
        return super().select(timeout)


def test_input_that_waited_for_its_reader_came_without_a_pause() -> None:
    read_end, write_end = os.pipe()
    with os.fdopen(read_end) as source, os.fdopen(write_end, "w"), LateSelector() as selector:
        selector.register(source, EVENT_READ)
        pauses = Pauses()
        heard_s = pauses.heard_s
        os.write(write_end, b"1")
        assert pauses.wait_for_input(selector)
        assert pauses.heard_s == heard_s
        os.read(read_end, 1)
        selector.write_end = write_end
        assert pauses.wait_for_input(selector)
        assert pauses.heard_s >= heard_s + 0.01


class Backlog(SelectSelector):
    """Something to read whenever it is asked, until all of it was read."""

    left = 0

    def select(self, timeout: float | None = None) -> list[tuple[SelectorKey, int]]:
        if self.left:
            self.left -= 1
            return [(SelectorKey(0, 0, EVENT_READ, None), EVENT_READ)]
        return super().select(timeout)


def test_time_that_the_reader_lost_is_not_counted_when_it_has_caught_up() -> None:
    read_end, write_end = os.pipe()
    with os.fdopen(read_end) as source, os.fdopen(write_end, "w"), Backlog() as selector:
        selector.register(source, EVENT_READ)
        pauses = Pauses()
        pauses.begin()
        started_s = pauses.heard_s
        selector.left = 6
        for _key in range(6):
            assert pauses.wait_for_input(selector)
            sleep(0.05)
            pauses.begin()
        writing = Timer(0.02, os.write, [write_end, b"1"])
        writing.start()
        while not pauses.wait_for_input(selector):
            assert pauses.tick() is not None
        waited_s = pauses.heard_s - started_s
        writing.join()
        assert 0.01 < waited_s < monotonic() - started_s - 0.29


def test_each_length_of_silence_is_told_once() -> None:
    pauses = Pauses()
    pauses.begin()
    told: list[float] = []
    end_s = monotonic() + PAUSES_S[-1] + 0.1
    while monotonic() < end_s or len(told) < len(PAUSES_S):
        told += [monotonic() - pauses._silent_since_s for _ in pauses.tick()]
        assert monotonic() < end_s + 60
    assert len(told) == len(PAUSES_S)
    assert all(at_s >= pause_s for at_s, pause_s in zip(told, PAUSES_S, strict=True))
