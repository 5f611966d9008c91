"""OpenRLHF's data set, executors and processing of experience, with a scripted engine in the place of vLLM."""

from __future__ import annotations

import asyncio
import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

torch = pytest.importorskip("torch")
agent = pytest.importorskip("openrlhf.utils.agent")

from metaspatial.adapters.shared import discounted
from metaspatial.adapters.where import path


class Engine:
    """Answers with scripted texts, and sees what vLLM would see."""

    def __init__(self, processor: Any, said: list[str]) -> None:
        self.processor, self.said, self.images = processor, list(said), []  # type: ignore[var-annotated]

    async def generate(self, tokens: list[int], params: Any, multi_modal_data: Any = None) -> Any:
        pads = tokens.count(self.processor.tokenizer.convert_tokens_to_ids("<|image_pad|>"))
        images = (multi_modal_data or {}).get("image", [])
        grid = self.processor.image_processor(images=images, return_tensors="pt")["image_grid_thw"] if images else []
        assert pads == sum(int(g.prod()) // 4 for g in grid)
        self.images.append(len(images))
        text = self.said.pop(0)
        ids = self.processor.tokenizer(text + "<|im_end|>", add_special_tokens=False)["input_ids"]
        # vLLM's text leaves out the token that ended it.
        return SimpleNamespace(outputs=[SimpleNamespace(token_ids=ids, text=text, finish_reason="stop", logprobs=None)])


@pytest.fixture
def processor(model: Callable[[str], Path]) -> Any:
    return pytest.importorskip("transformers").AutoProcessor.from_pretrained(model("qwen2_5_vl"))


@pytest.fixture
def prompts(rows: Callable[[str], Path], processor: Any) -> Any:
    datasets = pytest.importorskip("datasets")
    from openrlhf.datasets.prompts_dataset import PromptDataset

    data = datasets.load_dataset("json", data_files=str(rows("openrlhf") / "train.jsonl"), split="train")
    keys = SimpleNamespace(input_key="input", label_key="label", image_key="images", apply_chat_template=True)
    return PromptDataset(data, processor, SimpleNamespace(args=SimpleNamespace(data=keys), is_rank_0=lambda: False))


def params() -> Any:
    return SimpleNamespace(max_tokens=None, logprobs=None)


def test_reward_file(server: str, prompts: Any, processor: Any) -> None:
    _, prompt, label, images = prompts[0]
    assert prompt.count("<|image_pad|>") == 1
    executor = agent.SingleTurnAgentExecutor(str(path("openrlhf")))
    engine = Engine(processor, ["<think>x</think><answer>[]</answer>"])
    out = asyncio.run(executor.execute(prompt, label, params(), 16384, processor, engine, images=images))
    assert engine.images == [1] and 0 < out["reward"] < 0.5 and out["extra_logs"]["format"] == 0.5
    assert torch.tensor([out["reward"]]).shape == (1,)


def test_reward_over_http(server: str, prompts: Any, processor: Any) -> None:
    """The server's own endpoint and the adapter's file agree."""
    _, prompt, label, images = prompts[0]
    said = "<think>x</think><answer>[]</answer>"
    both = []
    for where in (server + "/openrlhf", str(path("openrlhf"))):
        executor = agent.SingleTurnAgentExecutor(where)
        out = asyncio.run(
            executor.execute(prompt, label, params(), 16384, processor, Engine(processor, [said]), images=images)
        )
        both.append((out["reward"], out["scores"]))
    assert both[0] == both[1] and both[0][0] is not None


def test_agent(server: str, prompts: Any, processor: Any) -> None:
    _, prompt, label, images = prompts[1]
    spec = importlib.util.spec_from_file_location("agent_module", path("openrlhf_agent"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert issubclass(module.AgentExecutor, agent.AgentExecutorBase)
    engine = Engine(processor, ["no", "<think>x</think><answer>[]</answer>", "<answer>[]</answer>"])
    out = asyncio.run(module.AgentExecutor().execute(prompt, label, params(), 32768, processor, engine, images=images))
    # There is no picture of an answer that cannot be read.
    assert engine.images == [1, 1, 2] and not engine.said
    assert len(out["action_ranges"]) == 3 and out["mm_train_inputs"]["image_grid_thw"].shape[0] == 2
    assert 0 < out["reward"] < 1 and out["scores"] == out["extra_logs"]["last_reward"]
    talk = processor.tokenizer.decode(out["observation_tokens"])
    assert talk.count("<|im_start|>user") == 3 and "</answer><|im_end|>\n<|im_start|>user\n<|vision_start|>" in talk
    assert discounted([0, 1, 1]) > out["reward"]
