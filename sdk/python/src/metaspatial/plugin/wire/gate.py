"""Runs the plugin's own code: in threads, never beside Configure, with its faults caught."""

from __future__ import annotations

import asyncio
import contextvars
import os
import threading
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from typing import Literal, TypeVar

import metaspatial
from metaspatial.plugin.base import Call, Problem, current

T = TypeVar("T")
#: A call of the kind, Configure, or what waits for nothing.
Way = Literal["call", "alone", "free"]

#: Where the SDK itself lies.
_PACKAGE = os.path.dirname(metaspatial.__file__) + os.sep
#: How many calls run at once; more wait.
_THREADS = 32
#: What keeps a status within the headers of HTTP/2.
_MAX_STACK = 8 << 10


class Fault(Exception):
    """An exception of the plugin's own code."""

    def __init__(self, cause: BaseException) -> None:
        text = "".join(traceback.format_exception_only(type(cause), cause)).strip()[:_MAX_STACK]
        self.message = text.encode(errors="replace").decode()  # lone surrogates cannot be sent
        frames = traceback.extract_tb(cause.__traceback__)
        # Innermost first, each place on a line of its own behind a tab: the
        # host shows the first, which is to be one that its author can mend.
        theirs = [f for f in frames if not f.filename.startswith(_PACKAGE)]
        lines = [f"{f.name}\n\t{f.filename}:{f.lineno}" for f in reversed(theirs)]
        self.stack = "\n".join(lines)[:_MAX_STACK].encode(errors="replace").decode()
        super().__init__(self.message)


class Malformed(Exception):
    """A message makes no sense."""


class Unready(Exception):
    """A call came before the plugin was configured."""


class Gate:
    """Lets calls of the kind in together, or one at a time, and Configure alone.

    ``debugged`` calls run in the main thread, one after the other: debuggers such
    as pdb hold no other.
    """

    def __init__(self, concurrent: bool, debugged: bool = False) -> None:
        self.configured = False
        self._pool = None if debugged else ThreadPoolExecutor(_THREADS, thread_name_prefix="call")
        self._concurrent = concurrent
        self._state = threading.Condition()
        self._running = 0
        self._alone = False

    async def run(self, work: Callable[[], T], way: Way = "call") -> tuple[T | None, Call]:
        """The work's result; None where a Problem refused it, which the call then holds.

        A thread cannot be ended: the work of a call that the host gave up goes
        on, knowing of it by ``cancelled``, and holds off Configure until its end.
        """
        call = Call()
        context = contextvars.copy_context()
        context.run(current.set, call)
        shared = way == "call" and self._concurrent
        enter = nullcontext if way == "free" else self._shared if shared else self._exclusive

        def guarded() -> T | None:
            with enter():
                if call.cancelled.is_set():
                    return None
                if way == "call" and not self.configured:
                    raise Unready("the plugin has not been configured")
                try:
                    return work()
                except Problem as err:
                    call.warnings.append(err.diagnostic)
                    return None
                except (Malformed, Unready):
                    raise
                except (Exception, SystemExit) as err:
                    raise Fault(err) from err

        if self._pool is None:
            return context.run(guarded), call
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, context.run, guarded), call
        except asyncio.CancelledError:
            call.cancelled.set()
            raise

    @contextmanager
    def _shared(self) -> Iterator[None]:
        with self._state:
            self._state.wait_for(lambda: not self._alone)
            self._running += 1
        try:
            yield
        finally:
            with self._state:
                self._running -= 1
                self._state.notify_all()

    @contextmanager
    def _exclusive(self) -> Iterator[None]:
        with self._state:
            self._state.wait_for(lambda: not self._alone)
            self._alone = True  # no more come in
            self._state.wait_for(lambda: not self._running)
        try:
            yield
        finally:
            with self._state:
                self._alone = False
                self._state.notify_all()
