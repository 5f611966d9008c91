"""The environment for code that awaits: the asynchronous client.

The sockets live on the I/O thread here too, so a trainer that blocks its event
loop for a minute loses no episode.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from types import TracebackType
from typing import Any

from . import _io
from ._episode import EpisodeCore
from ._http import HttpCore, Item
from .settings import Settings
from .sync import action_data, reset_data
from .types import Observation, Score, State, Step, Task


class AsyncEpisode:
    """:class:`~metaspatial.client.Episode`, awaited."""

    def __init__(self, settings: Settings) -> None:
        self._core = EpisodeCore(settings)

    async def reset(
        self,
        *,
        split: str | None = None,
        index: int | None = None,
        task: Task | None = None,
        seed: int | None = None,
        episode_id: str | None = None,
    ) -> Step:
        """See :meth:`Episode.reset`."""
        return await _io.arun(self._core.reset(reset_data(split, index, task, seed, episode_id)))

    async def step(
        self,
        response: str | None = None,
        *,
        layout: list[dict[str, Any]] | None = None,
        metadata: dict[str, Any] | None = None,
    ) -> Step:
        """See :meth:`Episode.step`."""
        return await _io.arun(self._core.step(action_data(response, layout, metadata)))

    async def state(self) -> State:
        """See :meth:`Episode.state`."""
        return await _io.arun(self._core.state())

    async def play(self, answer: Callable[[Observation], Awaitable[str]], step: Step) -> list[Step]:
        """See :meth:`Episode.play`."""
        steps: list[Step] = []
        while not step.done:
            step = await self.step(await answer(step.observation))
            steps.append(step)
        return steps

    async def close(self) -> None:
        """End the episode. Closing twice is no error."""
        await _io.arun(self._core.close())

    async def __aenter__(self) -> AsyncEpisode:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, err: BaseException | None, tb: TracebackType | None
    ) -> None:
        await self.close()


class AsyncClient:
    """:class:`~metaspatial.client.Client`, awaited; the list of tasks is the synchronous client's."""

    def __init__(self, url: str = "", **settings: Any) -> None:
        self.settings = Settings(url, **settings)
        self._http = HttpCore(self.settings)

    def episode(self) -> AsyncEpisode:
        """An episode, connected at its first reset."""
        return AsyncEpisode(self.settings)

    async def score(self, items: Iterable[Item], *, images: bool = False) -> list[Score]:
        """Grade answers outside any episode, in order; ``items`` are pairs of task and answer."""
        return await _io.arun(self._http.score(items, images))

    async def close(self) -> None:
        """Give the connections back."""
        await _io.arun(self._http.close())

    async def __aenter__(self) -> AsyncClient:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, err: BaseException | None, tb: TracebackType | None
    ) -> None:
        await self.close()
