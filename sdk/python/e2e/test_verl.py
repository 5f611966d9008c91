"""verl's data set, reward loader, reward manager and agent loop worker; generation is scripted in the place of vLLM."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("verl")
torch = pytest.importorskip("torch")
np = pytest.importorskip("numpy")

from conftest import RECIPES

from metaspatial.adapters.shared import discounted

pytestmark = pytest.mark.filterwarnings("ignore")


def overrides(folder: Path, *arguments: str) -> list[str]:
    """What the recipe's script would give to verl."""
    show = folder / "show"
    show.write_text('#!/bin/sh\nshift 2\nprintf "%s\\0" "$@"\n')
    show.chmod(0o755)
    script = str(RECIPES / "verl" / "qwen2_5_vl.sh")
    env = {"PATH": "/usr/bin:/bin", "PYTHON": str(show), "DATA": str(folder)}
    out = subprocess.run([script, *arguments], env=env, capture_output=True, text=True, check=True).stdout
    return out.split("\0")[:-1]


def compose(arguments: list[str]) -> Any:
    from hydra import compose, initialize_config_module

    with initialize_config_module("verl.trainer.config", version_base=None):
        return compose("ppo_trainer", overrides=arguments)


@pytest.fixture
def config(rows: Callable[[str], Path], model: Callable[[str], Path]) -> Callable[..., Any]:
    def make(*arguments: str) -> Any:
        checkpoint = model("qwen2_5_vl")
        given = overrides(rows("verl"), *arguments, f"actor_rollout_ref.model.path={checkpoint}")
        return compose([*given, "data.filter_overlong_prompts_workers=null"])

    return make


@pytest.mark.parametrize("size", ["3b", "7b"])
@pytest.mark.parametrize("weights", ["full", "lora"])
@pytest.mark.parametrize("play", ["single", "turns"])
def test_recipes_are_settings_of_verl(config: Callable[..., Any], size: str, weights: str, play: str) -> None:
    from verl.utils.config import validate_config

    made = config(size, weights, play)
    assert made.actor_rollout_ref.rollout.n == 3 and made.actor_rollout_ref.actor.kl_loss_coef == 0.001
    assert made.actor_rollout_ref.actor.optim.lr == (1e-6 if weights == "full" else 1e-5)
    if weights == "full":  # for a LoRA verl asks vLLM, which runs on a GPU
        validate_config(made, use_reference_policy=True, use_critic=False)


def dataset(made: Any, file: Path) -> Any:
    from transformers import AutoProcessor
    from verl.utils.dataset.rl_dataset import RLHFDataset

    processor = AutoProcessor.from_pretrained(made.actor_rollout_ref.model.path)
    return RLHFDataset(str(file), processor.tokenizer, made.data, processor)


def test_rows_and_reward(server: str, rows: Callable[[str], Path], config: Callable[..., Any]) -> None:
    from verl import DataProto
    from verl.trainer.ppo.reward import get_custom_reward_fn, load_reward_manager
    from verl.utils.dataset.rl_dataset import collate_fn

    made = config("3b", "full", "single")
    data = dataset(made, rows("verl") / "train.parquet")
    assert len(data) == 6
    batch = collate_fn([data[0], data[1]])
    content = batch["raw_prompt"][0][0]["content"]
    assert [block["type"] for block in content] == ["image", "text"] and content[0]["image"].size == (256, 256)

    compute = get_custom_reward_fn(made)
    truth = [row["ground_truth"] for row in batch["reward_model"]]
    graded = asyncio.run(compute("metaspatial", "<think>x</think><answer>[]</answer>", truth[0], {}))
    assert 0 < graded["score"] < 0.5

    async def managed() -> list[dict[str, Any]]:
        # As a reward worker does: made inside its loop, one sample a call.
        manager = load_reward_manager(made, data.tokenizer)
        said = ["<think>x</think><answer>[]</answer>", "nothing"]
        ids = data.tokenizer(said, return_tensors="pt", padding=True, padding_side="right")
        proto = DataProto.from_dict(
            {"prompts": ids["input_ids"], "responses": ids["input_ids"],
             "attention_mask": torch.cat([ids["attention_mask"]] * 2, 1)},
            {key: batch[key] for key in ("data_source", "reward_model", "extra_info")},
        )  # fmt: skip
        return [await manager.run_single(proto[i : i + 1]) for i in range(2)]

    good, bad = asyncio.run(managed())
    assert good["reward_score"] == graded["score"] > bad["reward_score"] == 0
    assert good["reward_extra_info"].keys() == bad["reward_extra_info"].keys() >= {"format", "physics", "valid"}


class Scripted:
    """Answers with scripted texts, and sees what the rollout engine would see."""

    def __init__(self, processor: Any) -> None:
        self.processor, self.asked = processor, []  # type: ignore[var-annotated]
        self.said: list[str] = []
        self.fresh = False  # whether each turn is a request of its own

    async def generate(self, request_id: str, *, prompt_ids: list[int], sampling_params: Any, image_data: Any) -> Any:
        from verl.workers.rollout.replica import TokenOutput

        pads = prompt_ids.count(self.processor.tokenizer.convert_tokens_to_ids("<|image_pad|>"))
        images = image_data or []
        grid = self.processor.image_processor(images=images, return_tensors="pt")["image_grid_thw"] if images else []
        assert pads == sum(int(g.prod()) // 4 for g in grid)
        turn = sum(self.fresh or request == request_id for request, *_ in self.asked)
        self.asked.append((request_id, len(images), self.processor.tokenizer.decode(prompt_ids)))
        ids = self.processor.tokenizer(self.said[turn] + "<|im_end|>", add_special_tokens=False)["input_ids"]
        extra = {"min_global_steps": turn, "max_global_steps": turn}
        return TokenOutput(token_ids=ids, log_probs=[-0.5] * len(ids), extra_fields=extra)


def worker(made: Any, processor: Any) -> tuple[Any, Scripted]:
    from verl.experimental.agent_loop.agent_loop import AgentLoopWorker

    engine = Scripted(processor)
    return AgentLoopWorker(made, engine), engine


def test_agent_loop_in_verls_worker(
    server: str, rows: Callable[[str], Path], config: Callable[..., Any], solved: list[dict[str, Any]]
) -> None:
    """A batch of two rows through verl's own worker: tokens, masks, pictures, positions, reward."""
    from verl import DataProto
    from verl.utils.dataset.rl_dataset import collate_fn

    made = config("3b", "full", "turns", "actor_rollout_ref.rollout.calculate_log_probs=true")
    data = dataset(made, rows("verl") / "train.parquet")
    batch = collate_fn([data[0], data[1]])

    async def run() -> Any:
        it, engine = worker(made, data.processor)
        engine.said = ["no", "<think>x</think><answer>[]</answer>", "<answer>[]</answer>"]
        proto = DataProto.from_dict(
            {"dummy": batch["dummy_tensor"]}, {k: v for k, v in batch.items() if k != "dummy_tensor"}
        )
        out = await it.generate_sequences(proto)
        return out, engine

    out, engine = asyncio.run(run())
    # There is no picture of an answer that cannot be read.
    assert sorted(n for _, n, _ in engine.asked) == [1, 1, 1, 1, 2, 2] and len({r for r, *_ in engine.asked}) == 2
    rewards = out.batch["rm_scores"].sum(-1)
    assert ((rewards > 0) & (rewards < 0.5)).all()
    for i in range(2):
        mask, ids = out.batch["response_mask"][i].bool(), out.batch["responses"][i]
        said = data.tokenizer.decode(ids[mask])
        assert said.startswith("no") and said.count("<answer>") == 2 and "<|image_pad|>" not in said
        turns = out.non_tensor_batch["turn_scores"][i]
        assert rewards[i].item() == pytest.approx(discounted(turns), abs=1e-6) and len(turns) == 3
        assert (out.batch["rollout_log_probs"][i][mask] == -0.5).all()
        assert len(out.non_tensor_batch["multi_modal_inputs"][i]["image_grid_thw"]) == 2
    assert out.batch["position_ids"].shape[1] == 4 and set(out.meta_info["reward_extra_keys"]) > {"score", "format"}
    assert list(out.non_tensor_batch["min_global_steps"]) == [0, 0] and list(
        out.non_tensor_batch["max_global_steps"]
    ) == [2, 2]


def test_fresh_turns_in_verls_v1_postprocess(
    server: str, rows: Callable[[str], Path], config: Callable[..., Any]
) -> None:
    """Several outputs of one episode: verl copies reward and reward_extra_info of the last to the others."""
    import hydra
    from verl.experimental.agent_loop import agent_loop as loops

    made = config("3b", "full", "turns")
    data = dataset(made, rows("verl") / "train.parquet")
    row = data[0]

    async def run() -> tuple[list[Any], Scripted]:
        it, engine = worker(made, data.processor)
        engine.said, engine.fresh = ["no", "<think>x</think><answer>[]</answer>", "<answer>[]</answer>"], True
        loop = hydra.utils.instantiate(
            {**loops._agent_loop_registry["metaspatial"], "context": "fresh"},
            trainer_config=loops.DictConfigWrap(made), server_manager=engine, tokenizer=it.tokenizer,
            processor=it.processor, dataset_cls=it.dataset_cls, data_config=loops.DictConfigWrap(made.data),
            hf_model_type=it.hf_model_type,
        )  # fmt: skip
        outputs = await loop.run({}, **row)
        # What agent_loop_tq does with a list of outputs.
        await it._compute_score(outputs, kwargs=row)
        for output in outputs[:-1]:
            output.reward_score = outputs[-1].reward_score
            output.extra_fields["reward_extra_info"] = outputs[-1].extra_fields["reward_extra_info"]
        for output in outputs:
            assert output.as_dict()["rm_scores"].sum() == pytest.approx(output.reward_score)
        return outputs, engine

    outputs, engine = asyncio.run(run())
    assert len(outputs) == 3 and len({request for request, _, _ in engine.asked}) == 3
    assert [n for _, n, _ in engine.asked] == [1, 0, 1] and "Your previous answer" in engine.asked[2][2]
    assert all(0 not in output.response_mask for output in outputs)
    assert SimpleNamespace(**outputs[0].extra_fields["reward_extra_info"]).score == outputs[0].reward_score
