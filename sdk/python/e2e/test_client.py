"""The client itself against the real server."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from metaspatial.client import Client, Refused, ServerError


def test_a_solved_room_is_worth_one(client: Client, solved: list[dict[str, Any]]) -> None:
    scores = client.score([(row["task"], row["response"]) for row in solved])
    assert [score.reward for score in scores] == [pytest.approx(1.0, abs=1e-6)] * len(solved)
    assert all(score.valid for score in scores)
    with client.episode() as episode:
        began = episode.reset(task=solved[0]["task"])
        assert began.observation.prompt.count("\n## ") >= 3 and began.observation.image is not None
        bad = episode.step("<think>hm</think><answer>[]</answer>")
        good = episode.step(solved[0]["response"])
        assert bad.reward is not None and good.reward is not None and bad.reward < 0.5 < good.reward
        assert bad.observation.findings and not good.observation.findings and good.observation.valid


def test_an_episode_played_twice_is_the_same(client: Client) -> None:
    def play() -> list[Any]:
        with client.episode() as episode:
            began = episode.reset(split="tight", index=5, seed=3)
            steps = [began, *episode.play(lambda seen: f"<think>{seen.turn}</think><answer>[]</answer>", began)]
            return [(step.reward, step.observation) for step in steps]

    first = play()
    assert first == play() and len(first) == 4


def test_the_episode_survives_its_connection(client: Client) -> None:
    with client.episode() as episode:
        began = episode.reset(split="train", index=1)
        ids = [thing["id"] for thing in began.observation.task["objects"]]
        layout = [{"new_object_id": name, "x": 1, "y": 1, "z": 0.5} for name in ids]
        first = episode.step(layout=layout)
        episode._core._socket.transport.abort()
        assert episode.step(layout=layout).reward == first.reward
        assert episode.state().step_count == 2


def test_bad_input_is_refused(client: Client) -> None:
    assert {"train", "normal", "tight"} <= set(client.splits()) and client.num_tasks("tight") > 0
    assert client.task("tight", 0)["objects"] and client.health() == "healthy"
    with pytest.raises(Refused):
        client.score([({"objects": 3}, "x")])
    with client.episode() as episode:
        with pytest.raises(ServerError):
            episode.reset(split="nowhere")
        episode.reset(split="tight", index=0)
        with pytest.raises(Refused):
            episode.step("x" * (2 << 20))
        assert episode.step("still here").observation.turn == 1


def test_the_manuals_example(server: str, solved: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]) -> None:
    manual = (Path(__file__).parents[3] / "docs" / "recipes.md").read_text()
    (code,) = re.findall(r"```python\n(.*?)```", manual, re.S)
    shown = []

    def model(prompt: str, picture: Any) -> str:
        shown.append((prompt, picture.size))
        return "<think>x</think><answer>[]</answer>"

    exec(code.replace("http://127.0.0.1:8000", server), {"model": model})
    assert len(shown) == 3 and shown[0][1] == (256, 256)
    assert "is not placed" in capsys.readouterr().out
