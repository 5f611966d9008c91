"""SkyRL: an environment for ``skyrl_gym``, with a picture every turn.

    import skyrl_gym
    skyrl_gym.register(id="metaspatial", entry_point="metaspatial.adapters.skyrl:RoomEnv")

Rows come from ``metaspatial dataset build --format verl``, with ``env_class``
metaspatial. For pictures SkyRL wants ``generator.vision_language_generator=true`` and
``trainer.remove_microbatch_padding=false``.
"""

from __future__ import annotations

from typing import Any

from skyrl_gym.envs.base_text_env import BaseTextEnv, BaseTextEnvStepOutput

from metaspatial.adapters.shared import client, share
from metaspatial.client import Observation


class RoomEnv(BaseTextEnv):
    """One episode. Rewards are each turn's share of the return, so that their sum is the return.

    ``env_config`` may hold ``url`` and ``pictures`` (true unless said otherwise).
    """

    def __init__(self, env_config: Any = None, extras: dict[str, Any] | None = None) -> None:
        super().__init__()
        config: Any = env_config or {}
        extras = extras or {}
        truth = extras.get("reward_spec") or extras.get("reward_model") or {}
        if "ground_truth" not in truth:
            raise ValueError("the row has no reward_spec.ground_truth (or reward_model.ground_truth) with the task")
        self._task = truth["ground_truth"]
        self._pictures = bool(config.get("pictures", True))
        self._episode = client(config.get("url", "")).episode()
        self._last: Observation | None = None

    def init(self, prompt: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        """The task as the environment words it, in place of the row's prompt."""
        self._last = self._episode.reset(task=self._task).observation
        self.turns, self.max_turns = 0, self._last.turns
        return [self._message(self._last.prompt, self._last)], {"turns": self._last.turns}

    def step(self, action: str) -> BaseTextEnvStepOutput:
        """Grade an answer and show what it made of the room."""
        step = self._episode.step(action)
        self._last = seen = step.observation
        self.turns = seen.turn
        return BaseTextEnvStepOutput(
            observations=[] if step.done else [self._message(seen.text, seen)],
            reward=share(step.reward or 0.0, seen.turn - 1, seen.turns),
            done=step.done,
            metadata={"valid": seen.valid, **seen.parts},
        )

    def close(self) -> None:
        """End the episode; closing again does nothing."""
        self._episode.close()

    def get_metrics(self) -> dict[str, Any]:
        """What SkyRL averages over the episodes."""
        seen = self._last
        return {} if seen is None else {"turns": seen.turn, "valid": float(seen.valid), **seen.parts}

    def _message(self, text: str, seen: Observation) -> dict[str, Any]:
        if not self._pictures or seen.image is None:
            return {"role": "user", "content": text}
        picture = {"type": "image_url", "image_url": {"url": seen.image.url}}
        return {"role": "user", "content": [picture, {"type": "text", "text": text}]}
