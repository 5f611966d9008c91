"""verl: an agent loop that shows the model a picture of its layout every turn.

    actor_rollout_ref.rollout.agent.default_agent_loop=metaspatial
    actor_rollout_ref.rollout.agent.agent_loop_config_path=.../verl_agent.yaml

with the file

    - name: metaspatial
      _target_: metaspatial.adapters.verl_agent.RoomLoop
      context: grow

Rows come from ``metaspatial dataset build --format verl``. The loop sets the reward
itself, so verl's reward workers are passed over. Written for and tried with verl
0.9.1; the calls whose names begin with ct_ are new in verl 0.9.
"""

from __future__ import annotations

from typing import Any, Literal
from uuid import uuid4

from verl.experimental.agent_loop.agent_loop import AgentLoopBase, AgentLoopOutput, register

from metaspatial.adapters.shared import GAMMA, async_client, discounted, metrics
from metaspatial.client import AsyncEpisode, Observation, Step


@register("metaspatial")
class RoomLoop(AgentLoopBase):
    """One episode. Its reward is the discounted return over the turns.

    ``context`` "grow" keeps the whole conversation and adds the feedback to it;
    "fresh" asks every turn anew, with the layout before in the prompt, as MetaSpatial
    does. Fresh turns are several outputs of one episode, which verl's v1 trainer
    takes; it gives each of them the episode's reward.
    """

    def __init__(
        self,
        *args: Any,
        url: str = "",
        context: Literal["grow", "fresh"] = "grow",
        gamma: float = GAMMA,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if context not in ("grow", "fresh"):
            raise ValueError(f'context is {context!r}; it must be "grow" or "fresh"')
        self._url, self._context, self._gamma = url, context, gamma
        self._room = int(self.rollout_config.response_length)

    async def run(self, sampling_params: dict[str, Any], **kwargs: Any) -> AgentLoopOutput | list[AgentLoopOutput]:
        """Play one row's room."""
        async with async_client(self._url).episode() as episode:
            await episode.reset(task=kwargs["reward_model"]["ground_truth"])
            messages = list(kwargs["raw_prompt"])
            if self._context == "grow":
                return await self._grow(episode, messages, sampling_params)
            return await self._fresh(episode, messages, sampling_params)

    async def _grow(self, episode: AsyncEpisode, messages: list[Any], sampling: dict[str, Any]) -> AgentLoopOutput:
        talk = await self._begin(messages)
        rewards: list[float] = []
        while True:
            said = await self._answer(talk, sampling)
            step = await episode.step(said)
            rewards.append(step.reward or 0.0)
            if step.done or len(talk.mask) >= self._room:
                break
            before = [*messages, {"role": "assistant", "content": said}]
            messages = [*before, _ask(step.observation, step.observation.text)]
            merged, mask, logprobs = await self.ct_merge_context_msg(
                before, messages, talk.ids, talk.mask, talk.logprobs or None
            )
            if len(mask) >= self._room:
                break
            talk.ids, talk.mask, talk.logprobs = merged.token_ids, mask, logprobs or []
            talk.see(step.observation)
        return self._output(talk, rewards, step)

    async def _fresh(
        self, episode: AsyncEpisode, messages: list[Any], sampling: dict[str, Any]
    ) -> list[AgentLoopOutput]:
        played: list[tuple[_Talk, Step]] = []
        while True:
            talk = await self._begin(messages)
            step = await episode.step(await self._answer(talk, sampling))
            played.append((talk, step))
            if step.done:
                break
            messages = [_ask(step.observation, step.observation.prompt)]
        rewards = [step.reward or 0.0 for _, step in played]
        return [self._output(talk, rewards, step) for talk, step in played]

    async def _begin(self, messages: list[Any]) -> _Talk:
        images = (await self.process_vision_info(messages)).get("images")
        self._assert_mm_supported(bool(images))
        return _Talk(await self.ct_build_initial_tokens(messages, images=images), images)

    async def _answer(self, talk: _Talk, sampling: dict[str, Any]) -> str:
        """Let the model go on, take its tokens into the talk and return its text."""
        got = await self.server_manager.generate(
            request_id=talk.request, prompt_ids=talk.ids, sampling_params=dict(sampling), image_data=talk.images
        )
        merged, talk.mask, logprobs = await self.ct_merge_assistant_token(
            talk.ids,
            got.token_ids,
            talk.mask,
            talk.logprobs if talk.logprobs or got.log_probs else None,
            assistant_logprobs=got.log_probs or None,
        )
        talk.ids, talk.logprobs = merged.token_ids, logprobs or []
        # The oldest weights of the episode are its first turn's, the newest its last turn's.
        talk.extra = {**got.extra_fields, **{k: v for k, v in talk.extra.items() if k != "max_global_steps"}}
        talk.turns += 1
        return str(self.tokenizer.decode(got.token_ids, skip_special_tokens=True))

    def _output(self, talk: _Talk, rewards: list[float], step: Step) -> AgentLoopOutput:
        total, seen = discounted(rewards, self._gamma), step.observation
        own = len(talk.ids) - len(talk.mask)
        told = metrics("score", total, seen.valid, seen.parts)
        return AgentLoopOutput(
            prompt_ids=talk.ids[:own],
            response_ids=talk.ids[own:][: self._room],
            response_mask=talk.mask[: self._room],
            response_logprobs=talk.logprobs[: self._room] or None,
            multi_modal_data={"images": talk.images} if talk.images else {},
            reward_score=total,
            num_turns=2 * talk.turns,
            metrics={},
            # Whoever sets the reward must set reward_extra_info too: verl copies it from the last
            # output to the others and reads the first sample's keys from every sample.
            extra_fields={**talk.extra, "turn_scores": rewards, "tool_rewards": [], "reward_extra_info": told},
        )


class _Talk:
    """A conversation as tokens: after the prompt, mask and logprobs go along with ids."""

    def __init__(self, ids: list[int], images: list[Any] | None) -> None:
        self.ids, self.images, self.request = ids, images, uuid4().hex
        self.mask: list[int] = []
        self.logprobs: list[float] = []
        self.extra: dict[str, Any] = {}
        self.turns = 0

    def see(self, seen: Observation) -> None:
        if seen.image is not None:
            self.images = [*(self.images or []), seen.image.pil()]


def _ask(seen: Observation, text: str) -> dict[str, Any]:
    picture = [] if seen.image is None else [{"type": "image", "image": seen.image.pil()}]
    return {"role": "user", "content": [*picture, {"type": "text", "text": text}]}
