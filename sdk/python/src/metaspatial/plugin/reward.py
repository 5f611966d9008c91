"""Reward terms: plugins that score layouts."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from metaspatial.plugin.base import Image, Mesh, Plugin, Setting
from metaspatial.scenes import Finding, Layout, Task


@dataclass(slots=True)
class Candidate:
    """One response to a task.

    ``layout`` is None when the response does not parse, and ``parse_error``
    says why. ``response`` and ``images`` are empty unless the term needs them.
    ``turn`` counts from 0.
    """

    layout: Layout | None
    parse_error: str = ""
    response: str = ""
    turn: int = 0
    images: list[Image] = field(default_factory=list)


@dataclass(slots=True)
class Result:
    """The score of one candidate.

    ``value`` is finite and higher is better; weights belong to the run.
    ``objects`` is the value of each object in the task's order, or empty: it
    tells the policy which object to place otherwise. An ``invalid`` candidate
    cannot be scored and counts as the worst of its group.
    """

    value: float
    objects: Sequence[float] = ()
    findings: Sequence[Finding] = ()
    parts: Mapping[str, float] = field(default_factory=dict)
    invalid: bool = False
    reason: str = ""


class Reward(Plugin):
    """A reward term. Write ``score``, or ``evaluate`` for all candidates at once."""

    kind = "reward"
    concurrent = True

    def score(self, task: Task, layout: Layout) -> Result:
        """The score of one layout; objects of the task may be missing from it."""
        raise NotImplementedError("a reward term needs the method score or evaluate")

    def evaluate(self, task: Task, candidates: Sequence[Candidate], meshes: Sequence[Mesh]) -> Sequence[Result]:
        """One result per candidate, in their order: the same for the same request."""
        return [
            Result(0.0, invalid=True, reason=c.parse_error) if c.layout is None else self.score(task, c.layout)
            for c in candidates
        ]


Score = Callable[[Task, Layout, Mapping[str, Any]], "Result | float"]


def term(id: str, version: str, settings: Sequence[Setting] = ()) -> Callable[[Score], Reward]:
    """Makes a reward term of a function of task, layout and settings.

    Its docstring's first line becomes the summary, the whole the docs.
    """

    def make(function: Score) -> Reward:
        text = inspect.getdoc(function) or ""
        made = _Function(function)
        made.id, made.version, made.settings = id, version, settings
        made.summary, made.docs = text.partition("\n")[0], text
        return made

    return make


class _Function(Reward):
    def __init__(self, function: Score) -> None:
        self.function = function
        self.values: Mapping[str, Any] = {}

    def configure(self, values: Mapping[str, Any], cache_dir: str) -> None:
        self.values = values

    def score(self, task: Task, layout: Layout) -> Result:
        r = self.function(task, layout, self.values)
        if isinstance(r, Result):
            return r
        try:
            return Result(float(r))
        except (TypeError, ValueError):
            raise TypeError(f"{self.function.__name__} returned {r!r:.100}; return a number or a Result") from None
