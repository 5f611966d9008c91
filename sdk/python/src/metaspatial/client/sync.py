"""The environment for code that waits: the synchronous client."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Any

from . import _io
from ._episode import EpisodeCore
from ._http import HttpCore, Item, task_object
from .settings import Settings
from .types import Observation, Score, State, Step, Task


def reset_data(
    split: str | None, index: int | None, task: Task | None, seed: int | None, episode_id: str | None
) -> dict[str, Any]:
    """The reset message's data: only what was given."""
    given = {
        "split": split,
        "index": index,
        "task": None if task is None else task_object(task),
        "seed": seed,
        "episode_id": episode_id,
    }
    return {name: value for name, value in given.items() if value is not None}


def action_data(
    response: str | None, layout: list[dict[str, Any]] | None, metadata: dict[str, Any] | None
) -> dict[str, Any]:
    """The action: the model's whole answer as text, or only its list of placements."""
    if (response is None) == (layout is None):
        raise TypeError("a step takes either response or layout")
    action: dict[str, Any] = {"response": response} if response is not None else {"layout": layout}
    return {**action, "metadata": metadata} if metadata else action


class Episode:
    """One room, furnished over several turns, on a connection of its own.

    It outlives a lost connection (see :mod:`metaspatial.client._episode`), and
    its keepalive goes on while the caller computes. Use it as a context manager,
    or call :meth:`close`.
    """

    def __init__(self, settings: Settings) -> None:
        self._core = EpisodeCore(settings)

    def reset(
        self,
        *,
        split: str | None = None,
        index: int | None = None,
        task: Task | None = None,
        seed: int | None = None,
        episode_id: str | None = None,
    ) -> Step:
        """Begin an episode: on the index-th task of a split, on ``task`` itself, or on what ``seed`` draws."""
        return _io.run(self._core.reset(reset_data(split, index, task, seed, episode_id)))

    def step(
        self,
        response: str | None = None,
        *,
        layout: list[dict[str, Any]] | None = None,
        metadata: dict[str, Any] | None = None,
    ) -> Step:
        """Answer the turn with the model's text, or with the placements alone."""
        return _io.run(self._core.step(action_data(response, layout, metadata)))

    def state(self) -> State:
        """The episode's id and the number of answers it has taken."""
        return _io.run(self._core.state())

    def play(self, answer: Callable[[Observation], str], step: Step) -> list[Step]:
        """Let ``answer`` play on from ``step`` to the end of the episode."""
        steps: list[Step] = []
        while not step.done:
            step = self.step(answer(step.observation))
            steps.append(step)
        return steps

    def close(self) -> None:
        """End the episode. Closing twice is no error."""
        _io.run(self._core.close())

    def __enter__(self) -> Episode:
        return self

    def __exit__(self, kind: type[BaseException] | None, err: BaseException | None, tb: TracebackType | None) -> None:
        self.close()


class Client:
    """A server of ``metaspatial serve``, as Python sees it.

    >>> client = Client("http://127.0.0.1:8000")
    >>> with client.episode() as episode:
    ...     steps = episode.play(model, episode.reset(split="train", index=0))

    The keywords are those of :class:`~metaspatial.client.Settings`. A client may
    be shared by threads; an episode belongs to one.
    """

    def __init__(self, url: str = "", **settings: Any) -> None:
        self.settings = Settings(url, **settings)
        self._http = HttpCore(self.settings)

    def episode(self) -> Episode:
        """An episode, connected at its first reset."""
        return Episode(self.settings)

    def score(self, items: Iterable[Item], *, images: bool = False) -> list[Score]:
        """Grade answers outside any episode, in order; ``items`` are pairs of task and answer."""
        return _io.run(self._http.score(items, images))

    def splits(self) -> list[str]:
        """The names of the sets of tasks."""
        return _io.run(self._http.splits())

    def num_tasks(self, split: str) -> int:
        """How many tasks a split has."""
        return int(_io.run(self._http.tasks("num_tasks", {"split": split}))["num_tasks"])

    def task(self, split: str, index: int) -> dict[str, Any]:
        """One task of a split."""
        reply = _io.run(self._http.tasks("task", {"split": split, "index": index}))
        return dict(reply["task"])

    def health(self) -> str:
        """``healthy``, ``degraded`` or ``unhealthy``."""
        return str(_io.run(self._http.request("GET", "/health", None))["status"])

    def close(self) -> None:
        """Give the connections back."""
        _io.run(self._http.close())

    def __enter__(self) -> Client:
        return self

    def __exit__(self, kind: type[BaseException] | None, err: BaseException | None, tb: TracebackType | None) -> None:
        self.close()
