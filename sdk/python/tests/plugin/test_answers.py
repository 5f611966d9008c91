"""What an author is told whose methods return something else than they must."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest

pytest.importorskip("grpc")
pytest.importorskip("google.protobuf")

from metaspatial.plugin import Result, term
from metaspatial.plugin.render import RenderRequest, images
from metaspatial.plugin.wire import write
from metaspatial.plugin.wire.gate import Fault, Gate
from metaspatial.scenes import Layout, Object, Room, Task

TASK = Task("t", Room([(0, 0), (4, 0), (4, 3), (0, 3)], 2.5), [Object("a", (1, 1, 1))])


@term("reward/nothing", "1.0.0")
def nothing(task: Task, layout: Layout, values: Any) -> Any:
    """Returns nothing."""


@pytest.mark.parametrize(
    ("work", "message"),
    [
        (lambda: nothing.score(TASK, Layout()), "nothing returned None; return a number or a Result"),
        (lambda: write.results(TASK, None), "evaluate returned None; return a list of a Result"),  # type: ignore[arg-type]
        (lambda: write.results(TASK, [Result(1.0), 2.0]), "candidate 1 was given 2.0; score and evaluate"),  # type: ignore[list-item]
        (lambda: write.samples([["text"]], False), "sample gave 'text'; give a Sample"),  # type: ignore[list-item]
        (lambda: write.samples(["text"], False), "sample returned 'text'; return a list of Samples"),  # type: ignore[list-item]
        (lambda: images("", RenderRequest([], ["top"], ["color"]), ["a.png"], False), "bytes of a PNG file"),  # type: ignore[list-item]
    ],
)
def test_answers_of_the_wrong_type(work: Callable[[], object], message: str) -> None:
    with pytest.raises(TypeError, match=message):
        work()


def test_a_fault_names_the_author_s_own_place() -> None:
    def answer() -> object:
        return write.results(TASK, [1.0])  # type: ignore[list-item]

    with pytest.raises(TypeError) as err:
        answer()
    fault = Fault(err.value)
    assert fault.stack.splitlines()[0] == "answer" and "write.py" not in fault.stack


def test_debugged_calls_run_where_a_debugger_holds_them() -> None:
    for debugged in (True, False):
        thread, _ = asyncio.run(Gate(True, debugged).run(threading.get_ident, "free"))
        assert (thread == threading.get_ident()) == debugged
