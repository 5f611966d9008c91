"""EasyR1, which is in no registry: its data and reward loading as its code does it.

With EASYR1_HOME naming a checkout, its own reward manager loads the adapter, in a
process of its own since its package is called verl too.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from metaspatial.adapters.where import path

_MANAGER = """
import sys, torch
sys.path.insert(0, sys.argv[1])
from verl.workers.reward.config import RewardConfig
from verl.workers.reward.function import BatchFunctionRewardManager
from verl.protocol import DataProto
import numpy as np
config = RewardConfig(reward_function=sys.argv[2] + ":compute_score"); config.post_init()
class Tokenizer:
    def decode(self, ids, **_): return "".join(map(chr, ids.tolist()))
said, truth = "<answer>[]</answer>", sys.argv[3]
ids = torch.tensor([[ord(c) for c in said]])
texts = {"ground_truth": np.array([truth], object)}
data = DataProto.from_dict({"responses": ids, "response_mask": torch.ones_like(ids)}, texts)
rewards, logged = BatchFunctionRewardManager(config, Tokenizer()).compute_reward(data)
assert rewards[0, -1] == logged["overall"][0] and 0 <= logged["overall"][0] < 0.5, logged
"""


def first(folder: Path) -> dict[str, Any]:
    datasets = pytest.importorskip("datasets")
    row: dict[str, Any] = datasets.load_dataset("parquet", data_files=str(folder / "train.parquet"), split="train")[0]
    return row


def test_rows_and_reward(server: str, rows: Callable[[str], Path]) -> None:
    row = first(rows("easyr1"))
    assert row["problem"].count("<image>") == len(row["images"]) == 1 and row["images"][0].size == (256, 256)
    spec = importlib.util.spec_from_file_location("custom_reward_fn", path("easyr1"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["custom_reward_fn"] = module
    spec.loader.exec_module(module)
    (graded,) = module.compute_score(
        [{"response": "<answer>[]</answer>", "response_length": 3, "ground_truth": row["answer"]}]
    )
    assert 0 <= graded["overall"] < 0.5 and {"format", "physics", "valid"} < set(graded)


def test_own_reward_manager(server: str, rows: Callable[[str], Path]) -> None:
    home = os.environ.get("EASYR1_HOME")
    if not home:
        pytest.skip("EasyR1 is in no registry; EASYR1_HOME names no checkout")
    subprocess.run(
        [sys.executable, "-c", _MANAGER, home, str(path("easyr1")), first(rows("easyr1"))["answer"]], check=True
    )
