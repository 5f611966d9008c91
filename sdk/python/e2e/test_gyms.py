"""Gymnasium's checker and SkyRL-gym."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from metaspatial.adapters.shared import discounted


def test_gymnasium_checker(server: str, solved: list[dict[str, Any]]) -> None:
    gymnasium = pytest.importorskip("gymnasium")
    from gymnasium.utils.env_checker import check_env

    import metaspatial.adapters.gym  # noqa: F401

    env = gymnasium.make("metaspatial/Room-v0", render_mode="rgb_array")
    check_env(env.unwrapped)
    empty = env.reset(seed=1, options={"task": solved[0]["task"]})[0]["image"].copy()
    seen, reward, done, _, info = env.step(solved[0]["response"])
    assert reward > 0.99 and info["valid"] and not done and env.render().shape == (256, 256, 3)
    assert (env.render() != empty).any()
    env.close()


def test_skyrl_gym_over_rows_for_verl(server: str, rows: Callable[[str], Path], solved: list[dict[str, Any]]) -> None:
    gym = pytest.importorskip("skyrl_gym")
    pandas = pytest.importorskip("pandas")
    if "metaspatial" not in gym.registry:
        gym.register(id="metaspatial", entry_point="metaspatial.adapters.skyrl:RoomEnv")
    row = pandas.read_parquet(rows("verl") / "train.parquet").iloc[0]
    with gym.make("metaspatial", extras={"reward_model": row["reward_model"]}) as env:
        (message,), _ = env.init(list(row["prompt"]))
        assert message["content"][0]["type"] == "image_url" and "## Objects" in message["content"][1]["text"]
        while not (step := env.step("<answer>[]</answer>"))["done"]:
            assert step["observations"][0]["content"][0]["image_url"]["url"].startswith("data:image/png")
    truth = json.dumps(solved[0]["task"])
    with gym.make("metaspatial", extras={"reward_spec": {"method": "rule", "ground_truth": truth}}) as env:
        env.init([])
        rewards = [env.step(said)["reward"] for said in ("no", "no", solved[0]["response"])]
        assert sum(rewards) == pytest.approx(discounted([0, 0, 1]), abs=1e-6)
        assert gym.envs.base_text_env.BaseTextEnv.aggregate_metrics([env.get_metrics()])["valid"] == 1.0
