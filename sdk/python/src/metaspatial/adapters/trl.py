"""TRL: a reward function and an environment for ``GRPOTrainer``.

Rows come from ``metaspatial dataset build --format trl``; their column ``task``
says what is judged.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from metaspatial.adapters.shared import client, discounted, score_metrics, text_of
from metaspatial.client import Episode, MetaSpatialError, Observation, Refused


def reward(
    completions: list[Any],
    task: list[Any],
    url: str = "",
    log_metric: Callable[[str, float], None] | None = None,
    **_: Any,
) -> list[float]:
    """``reward_funcs=reward``: the rewards of a batch of answers, its parts logged."""
    scores = client(url).score(zip(task, map(text_of, completions), strict=True))
    if log_metric is not None and scores:
        rows = [score_metrics("reward", score) for score in scores]
        for name in rows[0]:
            if name != "reward":
                log_metric(f"metaspatial/{name}", sum(row[name] for row in rows) / len(rows))
    return [score.reward for score in scores]


class Room:
    """``environment_factory=Room``: a room that the model furnishes with a tool, seeing a picture of every try.

    The model's chat template must know tools and pictures in their answers, as
    Qwen3-VL's does and Qwen2.5-VL's does not. For settings:
    ``functools.partial(Room, url=...)``.
    """

    def __init__(self, url: str = "", split: str = "train") -> None:
        self._client, self._split = client(url), split
        self._episode: Episode | None = None
        self._rewards: list[float] = []
        self._failure: MetaSpatialError | None = None

    def reset(self, task: Any = None, prompt: Any = None, images: Any = None, **_: Any) -> str | list[dict[str, Any]]:
        # A connection of its own each time: a trainer pools environments and may leave one alone for hours.
        self._close()
        self._rewards, self._failure = [], None
        self._episode = self._client.episode()
        began = self._episode.reset(task=task) if task is not None else self._episode.reset(split=self._split)
        seen = began.observation
        hand_in = (
            "Do not write the answer out: hand it in by calling furnish with the list of all objects. "
            f"You see the room and its faults and may hand in again, up to {seen.turns} times in all."
        )
        if prompt and prompt[-1].get("content"):
            return "\n" + hand_in
        words = f"{seen.prompt}\n{hand_in}"
        # With pictures of the row's own the prompt must stay text: TRL puts them into text only.
        return words if images else [*_picture(seen), {"type": "text", "text": words}]

    def furnish(self, layout: list[dict]) -> list[dict]:  # type: ignore[type-arg]
        """
        Furnish the room: hand in the places of all objects, and see the room with its faults.

        Args:
            layout: One entry per object: new_object_id, x, y, z of its centre in metres, rotation with z_angle in degrees.

        Returns:
            A picture of the room, the reward of the layout and what is wrong with it.
        """
        if self._episode is None:
            raise ValueError("the room has been handed in for the last time")
        try:
            step = self._episode.step(layout=layout if layout is not None else [])
        except Refused:
            raise
        except MetaSpatialError as err:
            # TRL shows a tool's error to the model and trains on; get_reward stops the run instead.
            self._failure = err
            raise
        self._rewards.append(step.reward or 0.0)
        if step.done:
            self._close()
        return [*_picture(step.observation), {"type": "text", "text": step.observation.text}]

    def get_reward(self) -> float:
        """The return over the turns that were played; a room nobody furnished is worth 0."""
        self._close()
        if self._failure is not None:
            raise self._failure
        return discounted(self._rewards)

    def _close(self) -> None:
        if self._episode is not None:
            self._episode.close()
            self._episode = None


def _picture(seen: Observation) -> list[dict[str, Any]]:
    return [] if seen.image is None else [{"type": "image", "image": seen.image.pil()}]
