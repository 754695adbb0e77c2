"""Waiting until an app in a pilot has done all that was asked of it, however slow the machine."""

import asyncio
from time import monotonic
from typing import TYPE_CHECKING

from textual.message import Message
from textual.pilot import Pilot

from screens.app import KioskApp
from screens.dialogs.step import Step
from screens.member.answer import AnswerScreen

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

PATIENCE_S = 8.0
"""How long an app that does not come to rest is waited for, in seconds."""

ROUNDS = 2
"""How often in a row nothing must be ready: what was ready may make the next thing ready."""

FRAME_S = 0.02
"""A little more than the sixtieth of a second after which a screen is laid out and painted."""

AT_ONCE_S = 0.01
"""A thread of the record that takes longer to answer nothing was busy, in seconds."""

plain_pause = Pilot.pause
"""Textual's own pause, whose length is a guess: without one it takes a process for idle that is
only kept waiting for a processor."""


async def rested_pause(pilot: Pilot[None], delay: float | None = None) -> None:
    """Stands for `Pilot.pause`: pause, and then wait until the app is at rest."""
    if delay is not None:
        await plain_pause(pilot, delay)
    await at_rest(pilot)


async def at_rest(pilot: Pilot[None]) -> None:
    """Wait until no key is held, no thread is asked, no way is gone and no message waits.

    An app that waits for something else, such as a dialog's answer or a timer, is at rest.
    """
    app, end_s, is_painted = pilot.app, monotonic() + PATIENCE_S, False
    while app.is_running and monotonic() < end_s:
        await _quiet(end_s)
        is_busy = isinstance(app, KioskApp) and await _is_busy(app, end_s)
        is_busy = _is_asked() or is_busy
        if is_painted and not is_busy:
            break
        await plain_pause(pilot, FRAME_S)
        is_painted = not is_busy


async def until_keys_count(pilot: Pilot[None]) -> None:
    """Wait until the question on show takes keys: a hand presses when it has read the question."""
    end_s = monotonic() + PATIENCE_S
    while _is_settling(pilot) and monotonic() < end_s:
        await plain_pause(pilot, FRAME_S)


def _is_settling(pilot: Pilot[None]) -> bool:
    now, screen = Message(), pilot.app.screen
    if isinstance(pilot.app, KioskApp) and pilot.app.after_back.is_quiet(now.time):
        return True
    if isinstance(screen, AnswerScreen):
        return screen.is_too_early(now)
    return any(step.is_too_early(now) for step in screen.query(Step).results(Step))


async def _is_busy(app: KioskApp, end_s: float) -> bool:
    is_held = app._intake._wedge.next_deadline_s is not None
    is_moving = app.ways._moving.locked()
    was_asked = [
        await _was_asked(pool, end_s) for pool in (app.threads._reader, app.threads._writer)
    ]
    return is_held or is_moving or any(was_asked)


async def _was_asked(pool: "ThreadPoolExecutor", end_s: float) -> bool:
    """Wait until a thread of the record has done what it was asked before; whether that took it."""
    begun_s = monotonic()
    try:
        done = asyncio.get_running_loop().run_in_executor(pool, int)
    except RuntimeError:  # it is closed already
        return False
    await asyncio.wait([done], timeout=max(0.0, end_s - begun_s))
    return monotonic() - begun_s > AT_ONCE_S


def _is_asked() -> bool:
    """Whether another thread works for the app."""
    pool = asyncio.get_running_loop()._default_executor  # type: ignore[attr-defined]
    return pool is not None and (
        not pool._work_queue.empty() or pool._idle_semaphore._value < len(pool._threads)
    )


async def _quiet(end_s: float) -> None:
    """Let all that is ready run, and what becomes ready by it."""
    loop, empty = asyncio.get_running_loop(), 0
    while empty < ROUNDS and monotonic() < end_s:
        await asyncio.sleep(0)
        empty = 0 if loop._ready else empty + 1  # type: ignore[attr-defined]
