"""What several wait for may be cancelled with one of them: that must not end the others.

Textual lets the app, a worker and a screen wait for the same removal. When the worker is cancelled
(its screen is left), so is the removal, and the error reaches everybody who waits for it.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def outliving() -> Iterator[None]:
    """Go on behind this block when somebody else's waiting was cancelled.

    Raises:
        CancelledError: The running task itself was cancelled.
    """
    try:
        yield
    except asyncio.CancelledError:
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise
