"""TRL's trainer on tiny models of Qwen's architecture: one real step of each recipe on a CPU."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("trl")

from conftest import RECIPES

from metaspatial.adapters.shared import discounted

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="session")
def recipe() -> ModuleType:
    spec = importlib.util.spec_from_file_location("recipe", RECIPES / "trl" / "train.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # TrlParser resolves the annotations of Recipe through its module.
    sys.modules["recipe"] = module
    spec.loader.exec_module(module)
    return module


def arguments(recipe: ModuleType, weights: str, *more: str) -> tuple[Any, Any, Any]:
    """The recipe's arguments, changed to what a CPU without vLLM can do."""
    from trl import GRPOConfig, ModelConfig, TrlParser

    small = """--use_vllm false --bf16 false --dtype float32 --use_cpu true --report_to none --save_strategy no
        --eval_strategy no --log_completions false --max_steps 1 --gradient_accumulation_steps 1
        --gradient_checkpointing false --per_device_train_batch_size 3 --max_completion_length 32"""
    config = str(RECIPES / "trl" / f"qwen3_vl_{weights}.yaml")
    parser = TrlParser((recipe.Recipe, GRPOConfig, ModelConfig))
    return parser.parse_args_and_config(["--config", config, *small.split(), *more])  # type: ignore[no-any-return]


@pytest.mark.parametrize(("family", "weights"), [("qwen2_5_vl", "full"), ("qwen3_vl", "lora")])
def test_single_turn(
    server: str, rows: Callable[[str], Path], model: Callable[[str], Path], recipe: ModuleType,
    tmp_path: Path, family: str, weights: str,
) -> None:  # fmt: skip
    given = ("--data", str(rows("trl")), "--model_name_or_path", str(model(family)), "--output_dir", str(tmp_path))
    made = arguments(recipe, weights, *given)
    assert made[1].beta == 1e-3 and made[1].num_generations == 3
    run = recipe.trainer(*made)
    assert run.args.learning_rate == (1e-6 if weights == "full" else 1e-5)
    run.train()
    logged = {key: value for entry in run.state.log_history for key, value in entry.items()}
    assert (
        0 <= logged["reward"] <= 1
        and "metaspatial/format" in logged
        and logged["rewards/reward/mean"] == logged["reward"]
    )
    trained = [name for name, weight in run.model.named_parameters() if weight.requires_grad]
    assert trained and (weights == "full" or all("lora" in name and "language_model" in name for name in trained))


def test_turns_with_a_picture_each(
    server: str, rows: Callable[[str], Path], model: Callable[[str], Path], recipe: ModuleType,
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """The environment's tool is called; its pictures reach the model, and its return is the reward."""
    given = ("--data", str(rows("trl")), "--play", "turns", "--model_name_or_path", str(model("qwen3_vl")))
    made = arguments(recipe, "full", *given, "--output_dir", str(tmp_path), "--max_completion_length", "8000")
    run = recipe.trainer(*made)
    tokenizer = run.processing_class.tokenizer
    asked: list[list[str]] = []

    def scripted(prompt_ids: list[list[int]], images: Any, fields: Any, num_generations: int, **_: Any) -> Any:
        asked.append([tokenizer.decode(ids) for ids in prompt_ids])
        layout = [{"new_object_id": "sofa_1", "x": 1.0, "y": 1.0, "z": 0.5}] if len(asked) < 3 else []
        call = {"name": "furnish", "arguments": {"layout": layout}}
        said = f"<think>so</think>\n<tool_call>\n{json.dumps(call)}\n</tool_call>" if len(asked) < 4 else "There it is."
        ids = tokenizer(said + "<|im_end|>", add_special_tokens=False)["input_ids"]
        return [list(ids) for _ in prompt_ids], None

    monkeypatch.setattr(run, "_generate_single_turn", scripted)
    rewards: list[list[float]] = []
    inner = run._calculate_rewards

    def watched(*given: Any) -> Any:
        rewards.append([discounted(room._rewards) for room in run.environments])
        return inner(*given)

    monkeypatch.setattr(run, "_calculate_rewards", watched)
    run.train()
    logged = {key: value for entry in run.state.log_history for key, value in entry.items()}
    # The first picture is the row's, the others are the tool's.
    assert [text[0].count("<|vision_start|>") for text in asked] == [1, 2, 3, 4][: len(asked)] and len(asked) == 4
    assert "calling furnish" in asked[0][0] and '"furnish"' in asked[0][0] and "<tool_response>" in asked[1][0]
    assert logged["tools/call_frequency"] == 3 and logged["tools/failure_frequency"] == 0
    assert logged["reward"] == pytest.approx(sum(rewards[0]) / 3, abs=1e-5) and 0 < logged["reward"] < 1
