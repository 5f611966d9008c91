"""OpenRLHF: episodes with a picture every turn, for ``--train.agent_func_path``.

    --train.agent_func_path $(python -m metaspatial.adapters.where openrlhf_agent)
    --data.max_images_per_prompt 4

The feedback carries the chat template of Qwen2.5-VL and Qwen3-VL; for a model with
another, subclass :class:`AgentInstance` and override :meth:`AgentInstance.feedback`
in a file of your own.
"""

from __future__ import annotations

from typing import Any

import torch
from openrlhf.utils.agent import AgentInstanceBase, MultiTurnAgentExecutor

from metaspatial.adapters.shared import async_client, metrics, share
from metaspatial.client import AsyncEpisode, Observation

_END = "<|im_end|>"


class AgentInstance(AgentInstanceBase):
    """One episode. OpenRLHF sums rewards over the turns, so each turn gives its share of the return."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._episode: AsyncEpisode | None = None

    async def reset(self, states: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        """Begin with the row's task; the prompt and its picture are the row's own."""
        self._episode = async_client().episode()
        await self._episode.reset(task=states["label"])
        return {"observation": states["observation"]}

    async def step(self, states: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        """Grade the answer and say what is wrong with it, in words and as a picture."""
        assert self._episode is not None, "step before reset"
        said = str(states["action_text"])
        step = await self._episode.step(said.partition(_END)[0])
        seen, reward = step.observation, step.reward or 0.0
        if step.done:
            await self._episode.close()
        return {
            "rewards": torch.tensor(share(reward, seen.turn - 1, seen.turns)),
            "scores": reward,
            "environment_feedback": "" if step.done else self.feedback(seen),
            "environment_images": [] if step.done or seen.image is None else [seen.image.pil()],
            "done": step.done,
            "extra_logs": metrics("last_reward", reward, seen.valid, seen.parts),
        }

    def feedback(self, seen: Observation) -> str:
        """The next user turn and the head of the model's, in the model's chat template.

        The answer before has ended itself: one that was cut for length took the whole
        budget, and no turn follows it.
        """
        picture = "" if seen.image is None else "<|vision_start|><|image_pad|><|vision_end|>"
        return f"\n<|im_start|>user\n{picture}{seen.text}{_END}\n<|im_start|>assistant\n"


class AgentExecutor(MultiTurnAgentExecutor):
    """What OpenRLHF looks for in the file."""

    def __init__(self) -> None:
        super().__init__(AgentInstance)
