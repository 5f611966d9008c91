"""Gymnasium: a room as an environment whose actions are texts.

    import gymnasium
    import metaspatial.adapters.gym
    env = gymnasium.make("metaspatial/Room-v0")
    seen, info = env.reset(seed=1, options={"split": "tight", "index": 3})

``reset`` takes the options split, index and task; without them the seed draws a room.
"""

from __future__ import annotations

from typing import Any

import gymnasium
import numpy as np
from gymnasium import spaces

from metaspatial.adapters.shared import client
from metaspatial.client import Step

_LONGEST = 1 << 20


class Words(spaces.Text):
    """Any text up to the server's limit; gymnasium's own space knows only a fixed set of characters."""

    def __init__(self) -> None:
        super().__init__(max_length=256, min_length=0)

    def contains(self, x: Any) -> bool:
        """Whether ``x`` is text that is not too long."""
        return isinstance(x, str) and len(x) <= _LONGEST


class RoomEnv(gymnasium.Env[dict[str, Any], str]):
    """One room, furnished over several turns; the reward of each turn lies in [0, 1]."""

    metadata: dict[str, Any] = {"render_modes": ["rgb_array"], "render_fps": 1}

    def __init__(self, url: str = "", split: str = "train", size: int = 256, render_mode: str | None = None) -> None:
        self.render_mode = render_mode
        self._client, self._split, self._size = client(url), split, size
        self._episode = self._client.episode()
        self._picture = np.zeros((size, size, 3), np.uint8)
        self.action_space = Words()
        self.observation_space = spaces.Dict(
            {
                "prompt": Words(),
                "text": Words(),
                "image": spaces.Box(0, 255, (size, size, 3), np.uint8),
                "turn": spaces.Box(0, np.iinfo(np.int64).max, (), np.int64),
            }
        )

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Begin an episode."""
        super().reset(seed=seed)
        wish = {"split": self._split, **(options or {})}
        if "task" in wish:
            wish.pop("split")
        return self._show(self._episode.reset(seed=int(self.np_random.integers(1 << 31)), **wish))

    def step(self, action: str) -> tuple[dict[str, Any], float, bool, bool, dict[str, Any]]:
        """Answer with the model's whole text."""
        step = self._episode.step(action)
        seen, info = self._show(step)
        return seen, step.reward or 0.0, step.done, False, info

    def render(self) -> np.ndarray[Any, Any] | None:
        """The picture of the last layout."""
        return self._picture if self.render_mode == "rgb_array" else None

    def close(self) -> None:
        """End the episode."""
        self._episode.close()

    def _show(self, step: Step) -> tuple[dict[str, Any], dict[str, Any]]:
        seen = step.observation
        # An answer that cannot be read has no picture: the one before stays, as a copy.
        self._picture = self._picture.copy()
        if seen.image is not None:
            self._picture = np.array(seen.image.pil().resize((self._size, self._size)))
        shown = {
            "prompt": seen.prompt,
            "text": seen.text,
            "image": self._picture,
            "turn": np.array(seen.turn, np.int64),
        }
        told = {
            "valid": seen.valid,
            "parts": seen.parts,
            "findings": seen.findings,
            "layout": seen.layout,
            "task": seen.task,
        }
        return shown, told


gymnasium.register(id="metaspatial/Room-v0", entry_point="metaspatial.adapters.gym:RoomEnv")
