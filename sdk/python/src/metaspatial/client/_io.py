"""The thread on which all connections live.

A trainer computes for minutes between two steps, holding its own thread and
often its own event loop. Keepalive pings must be answered all the while, or the
server takes the client for dead; so sockets belong to one daemon thread, for
the synchronous and the asynchronous client alike.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Coroutine
from concurrent.futures import CancelledError, Future
from typing import Any, TypeVar

T = TypeVar("T")

_lock = threading.Lock()
_loop: asyncio.AbstractEventLoop | None = None
_owner = 0


def loop() -> asyncio.AbstractEventLoop:
    """The I/O thread's event loop; a process that was forked gets one of its own."""
    global _loop, _owner
    with _lock:
        if _loop is None or _owner != os.getpid():
            _loop, _owner = asyncio.new_event_loop(), os.getpid()
            threading.Thread(target=_loop.run_forever, name="metaspatial-io", daemon=True).start()
        return _loop


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run ``work`` on the I/O thread and wait for it."""
    future: Future[T] = asyncio.run_coroutine_threadsafe(work, loop())
    try:
        return future.result()
    except (KeyboardInterrupt, CancelledError):
        future.cancel()
        raise


async def arun(work: Coroutine[Any, Any, T]) -> T:
    """Run ``work`` on the I/O thread and await it from whatever loop is running here."""
    return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, loop()))


def _forget() -> None:
    """After a fork: the lock may be held by a thread that the child does not have."""
    global _lock, _loop
    _lock, _loop = threading.Lock(), None


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
