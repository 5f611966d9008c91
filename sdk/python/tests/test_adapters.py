"""The adapters against the stand-in server; engines themselves are met in the end-to-end job."""

from __future__ import annotations

import asyncio
import importlib.util
import inspect
import json
import math
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("websockets")
pytest.importorskip("httpx")

from fake_server import TURNS, FakeServer, answer, task

from metaspatial.adapters import easyr1, openrlhf, shared, trl, verl
from metaspatial.adapters.where import path
from metaspatial.client import Client, Unavailable

WHOLE = answer("sofa_1", "lamp_1", "rug_1")
TRUTH = json.dumps(task())


@pytest.fixture(autouse=True)
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeServer]:
    fake = FakeServer()
    monkeypatch.setenv("METASPATIAL_URL", fake.url)
    shared.client.cache_clear()
    shared.async_client.cache_clear()
    yield fake
    fake.close()


def test_discounted_return_is_metaspatials() -> None:
    assert shared.discounted([1, 0, 0]) == pytest.approx(1 / (1 + 0.9 + 0.81))
    assert shared.discounted([0.4, 0.4, 0.4]) == pytest.approx(0.4)
    assert shared.discounted([0.3, 0.9], gamma=0) == pytest.approx(0.3)
    assert shared.discounted([]) == 0
    shares = [shared.share(r, turn, 3) for turn, r in enumerate([0.2, 0.5, 0.9])]
    assert sum(shares) == pytest.approx(shared.discounted([0.2, 0.5, 0.9]))


@pytest.mark.parametrize(
    ("completion", "said"),
    [
        ("plain", "plain"),
        ([{"role": "assistant", "content": "chat"}], "chat"),
        ([{"role": "assistant", "content": [{"type": "image"}, {"type": "text", "text": "block"}]}], "block"),
        ([{"role": "assistant", "content": "one"}, {"role": "tool", "content": "x"}, {"content": "two"}], "two"),
        ([{"role": "assistant", "tool_calls": []}], ""),
        ([{"role": "assistant", "content": None}], ""),
        ([], ""),
        (None, ""),
    ],
)
def test_text_of_a_completion(completion: Any, said: str) -> None:
    assert shared.text_of(completion) == said


def test_verl_scores_have_the_same_keys_always() -> None:
    """verl reads the first sample's keys from every sample."""
    good = asyncio.run(verl.compute_score("metaspatial", WHOLE, TRUTH, {"index": 1}))
    bad = asyncio.run(verl.compute_score("metaspatial", "no", TRUTH, None))
    assert good == {"score": 1.0, "valid": 1.0, "format": 1.0, "physics": 1.0}
    assert bad["score"] == 0.1 and bad["format"] == 0.0 and math.isnan(bad["physics"]) and set(bad) == set(good)
    assert inspect.iscoroutinefunction(verl.compute_score)


def test_easyr1_as_its_loader_does_it() -> None:
    spec = importlib.util.spec_from_file_location("custom_reward_fn", path("easyr1"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.REWARD_TYPE == "batch" and easyr1.REWARD_NAME == "metaspatial"
    rows = [{"response": said, "response_length": 9, "ground_truth": TRUTH} for said in (WHOLE, "no", WHOLE)]
    assert [row["overall"] for row in module.compute_score(rows)] == [1.0, 0.1, 1.0]
    assert module.compute_score([]) == []


def test_trl_reward() -> None:
    logged: dict[str, float] = {}
    rewards = trl.reward(
        prompts=["p", "p"],
        completions=[[{"role": "assistant", "content": WHOLE}], answer()],
        completion_ids=[[1], [2]],
        task=[TRUTH, task()],
        trainer_state=None,
        log_metric=logged.__setitem__,
    )
    assert rewards == [1.0, 0.5]
    assert logged == {"metaspatial/valid": 0.5, "metaspatial/format": 1.0, "metaspatial/physics": 0.5}


def test_trl_room(server: FakeServer) -> None:
    pytest.importorskip("PIL")
    room = trl.Room()
    blocks = room.reset(task=TRUTH)
    assert [block["type"] for block in blocks] == ["image", "text"] and "furnish" in blocks[1]["text"]  # type: ignore[index]
    placed = [{"new_object_id": "sofa_1", "x": 1, "y": 1, "z": 0.5}]
    rewards = []
    for _ in range(TURNS):
        shown = room.furnish(placed)
        assert [block["type"] for block in shown] == ["image", "text"]
        rewards.append(0.5 + 1 / 6)
    with pytest.raises(ValueError, match="last time"):
        room.furnish(placed)
    assert room.get_reward() == pytest.approx(shared.discounted(rewards))
    room.reset(split="train")
    assert room.get_reward() == 0
    # TRL joins text to a prompt that is text, and puts the row's own pictures into it.
    said = room.reset(task=TRUTH, prompt=[{"role": "user", "content": "furnish this"}], images=["picture"])
    assert isinstance(said, str) and "furnish this" not in said
    assert isinstance(room.reset(task=TRUTH, images=["picture"]), str)
    assert isinstance(room.reset(prompt=[{"role": "user", "content": ""}]), list)


def test_trl_room_does_not_pass_a_dead_server_off_as_a_bad_answer(server: FakeServer) -> None:
    room = trl.Room()
    room._client = Client(server.url, patience=0.2)
    room.reset()
    server.busy = 10**6
    server.cut = ["step"]
    with pytest.raises(Unavailable):
        room.furnish([])
    with pytest.raises(Unavailable):
        room.get_reward()


def test_openrlhf_answer_is_cut_out_of_the_query() -> None:
    prompt = "<|im_start|>user\n<|vision_start|><|image_pad|><|vision_end|>furnish<|im_end|>\n<|im_start|>assistant\n"
    seen = prompt.replace("<|image_pad|>", "<|image_pad|>" * 81)
    assert openrlhf.answer(seen + WHOLE + "<|im_end|>", prompt) == WHOLE
    assert openrlhf.answer(seen + WHOLE, prompt) == WHOLE
    assert openrlhf.answer("ask: " + WHOLE, "ask: ") == WHOLE
    one = openrlhf.reward_func([seen + WHOLE + "<|im_end|>"], [prompt], [TRUTH])
    assert one["rewards"] == one["scores"] == 1.0 and one["extra_logs"]["physics"] == 1.0
    two = openrlhf.reward_func([seen + WHOLE, seen], [prompt, prompt], [TRUTH, TRUTH])
    assert two["rewards"] == [1.0, 0.1]


def test_skyrl() -> None:
    gym = pytest.importorskip("skyrl_gym")
    gym.register(id="metaspatial", entry_point="metaspatial.adapters.skyrl:RoomEnv")
    with gym.make("metaspatial", extras={"reward_spec": {"method": "rule", "ground_truth": TRUTH}}) as env:
        (message,), info = env.init([{"role": "user", "content": "row's own"}])
        assert message["content"][0]["image_url"]["url"].startswith("data:image/png;base64,") and info["turns"] == TURNS
        steps = [env.step(said) for said in ("no", "no", WHOLE)]
        assert sum(step["reward"] for step in steps) == pytest.approx(shared.discounted([0.1, 0.1, 1.0]))
        assert [step["done"] for step in steps] == [False, False, True] and steps[2]["observations"] == []
        assert env.get_metrics()["valid"] == 1.0
    words = gym.make("metaspatial", env_config={"pictures": False}, extras={"reward_model": {"ground_truth": TRUTH}})
    assert isinstance(words.init([])[0][0]["content"], str)
    words.close()
    with pytest.raises(ValueError, match="ground_truth"):
        gym.make("metaspatial", extras={})


def test_gymnasium_passes_its_own_checker() -> None:
    gymnasium = pytest.importorskip("gymnasium")
    from gymnasium.utils.env_checker import check_env

    import metaspatial.adapters.gym  # noqa: F401

    env = gymnasium.make("metaspatial/Room-v0", size=8, render_mode="rgb_array")
    check_env(env.unwrapped)
    seen, info = env.reset(seed=3, options={"task": task(2)})
    assert env.observation_space.contains(seen) and len(info["task"]["objects"]) == 2
    seen, reward, done, cut, info = env.step(answer("sofa_1"))
    assert reward == 0.75 and not done and not cut and info["findings"][0]["object"] == "lamp_1"
    picture = env.render()
    assert picture.shape == (8, 8, 3) and picture[0, 0, 0] == 1
    env.close()


def test_where() -> None:
    out = subprocess.run(
        [sys.executable, "-m", "metaspatial.adapters.where", "openrlhf"], capture_output=True, text=True, check=True
    )
    assert out.stdout.strip() == str(path("openrlhf"))
    for bad in ("nope", "_x", "../client/aio"):
        with pytest.raises(SystemExit, match="there is no adapter"):
            path(bad)
