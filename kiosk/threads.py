"""Two threads beside the user interface: one that writes, one that reads.

Scans never wait behind a report: reports have a connection and a thread of their own, which
can't write.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import ParamSpec, TypeVar

from db.connection import close_thread, read_only_thread
from kiosk.recording import told_errors

P = ParamSpec("P")
T = TypeVar("T")


def _told(call: Callable[[], T]) -> T:
    with told_errors():
        return call()


def _submit(pool: ThreadPoolExecutor, call: Callable[[], T]) -> "asyncio.Future[T]":
    # in the caller's context: a question of a screen still knows its app when the screen is gone
    context = copy_context()
    return asyncio.get_running_loop().run_in_executor(pool, partial(context.run, _told, call))


class StoreThreads:
    """The writer's and the reader's thread."""

    def __init__(self) -> None:
        """Start no thread yet."""
        self._writer = ThreadPoolExecutor(1, "writer")
        self._reader = ThreadPoolExecutor(1, "reader", initializer=read_only_thread)

    async def write(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a use case that may write. Raises `KioskError` with a sentence."""
        return await _submit(self._writer, partial(call, *args, **kwargs))

    async def read(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a question that only reads. Raises `KioskError` with a sentence."""
        return await _submit(self._reader, partial(call, *args, **kwargs))

    def close(self) -> None:
        """Finish what was begun, close both connections, end both threads."""
        for pool in (self._writer, self._reader):
            pool.submit(close_thread).result()
            pool.shutdown()
