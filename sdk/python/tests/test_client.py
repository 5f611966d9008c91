"""The environment client against a stand-in server that follows the wire."""

from __future__ import annotations

import asyncio
import json
import os
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("websockets")
pytest.importorskip("httpx")

from fake_server import TURNS, FakeServer, answer, task

from metaspatial.client import (
    AsyncClient,
    Client,
    MetaSpatialError,
    Observation,
    ProtocolError,
    Refused,
    ReplayMismatch,
    ServerError,
    Settings,
    Unauthorised,
    Unavailable,
)


@pytest.fixture
def server() -> Iterator[FakeServer]:
    fake = FakeServer()
    yield fake
    fake.close()


@pytest.fixture
def client(server: FakeServer) -> Iterator[Client]:
    with Client(server.url, timeout=5, patience=5) as it:
        yield it


def test_episode(client: Client, server: FakeServer) -> None:
    with client.episode() as episode:
        step = episode.reset(split="train", index=3, seed=7, episode_id="one")
        assert step.reward is None and not step.done
        seen = step.observation
        assert (seen.turn, seen.turns, seen.layout, seen.prompt) == (0, TURNS, None, "furnish, turn 0")
        assert seen.image is not None and seen.image.data.startswith(b"\x89PNG")
        assert seen.image.url.startswith("data:image/png;base64,")
        step = episode.step("I would rather not")
        assert step.reward == 0.1 and not step.observation.valid
        assert step.observation.findings[0]["rule"] == "format"
        step = episode.step(layout=[{"new_object_id": "sofa_1", "x": 1, "y": 1, "z": 0.5}], metadata={"k": 1})
        assert step.reward == pytest.approx(0.5 + 1 / 6)
        assert step.observation.parts == {"format": 1.0, "physics": pytest.approx(1 / 3)}
        assert episode.state().step_count == 2 and episode.state().episode_id == "one"
        step = episode.step(answer("sofa_1", "lamp_1", "rug_1"))
        assert step.reward == 1.0 and step.done and step.observation.valid
        with pytest.raises(MetaSpatialError, match="call reset"):
            episode.step("more")
    assert server.seen[0] == ("reset", {"split": "train", "index": 3, "seed": 7, "episode_id": "one"})
    assert server.seen[2][1]["metadata"] == {"k": 1}
    assert server.sessions == 1


def test_play_and_picture(client: Client) -> None:
    pil = pytest.importorskip("PIL.Image")
    with client.episode() as episode:
        steps = episode.play(lambda seen: answer("sofa_1"), episode.reset(task=json.dumps(task(2))))
        assert [step.reward for step in steps] == [0.75] * TURNS
        picture = steps[0].observation.image
        assert picture is not None and isinstance(picture.pil(), pil.Image) and picture.pil().mode == "RGB"


def test_step_needs_a_running_episode_and_one_action(client: Client) -> None:
    episode = client.episode()
    with pytest.raises(MetaSpatialError, match="reset first"):
        episode.step("x")
    with pytest.raises(TypeError, match="either"):
        episode.step("x", layout=[])
    with pytest.raises(Refused, match="not JSON"):
        episode.reset(task="{")
    episode.close()
    episode.close()


@pytest.mark.parametrize("what", ["reset", "step", "state"])
def test_lost_connection_is_played_again(client: Client, server: FakeServer, what: str) -> None:
    with client.episode() as episode:
        if what == "reset":
            server.cut = ["reset"]
        episode.reset(seed=5)
        episode.step(answer("sofa_1"))
        if what == "step":
            server.cut = ["step"]
        if what == "state":
            server.cut = ["state"]
            assert episode.state().step_count == 1
        assert episode.step(answer("sofa_1", "lamp_1")).observation.turn == 2
    resets = [data for kind, data in server.seen if kind == "reset"]
    assert len(resets) == 2 and resets[0] == resets[1] and server.sessions == 2


def test_replay_that_differs_is_an_error(client: Client, server: FakeServer) -> None:
    with client.episode() as episode:
        episode.reset()
        episode.step("x")
        server.drift, server.cut = 0.25, ["step"]
        with pytest.raises(ReplayMismatch, match="turn 1"):
            episode.step("y")


def test_replay_that_fails_leaves_no_half_episode(client: Client, server: FakeServer) -> None:
    with client.episode() as episode:
        episode.reset()
        episode.step("x")
        server.cut, server.fail = ["step"], ["reset"]
        with pytest.raises(ServerError, match="out of order"):
            episode.step(answer("sofa_1"))
        assert episode.step(answer("sofa_1")).observation.turn == 2


def test_full_server_is_waited_for(client: Client, server: FakeServer) -> None:
    server.busy = 2
    with client.episode() as episode:
        assert episode.reset().observation.turn == 0
    server.busy = 2
    assert client.score([(task(), answer("sofa_1"))])[0].reward > 0.5


def test_patience_ends(server: FakeServer) -> None:
    server.busy = 10**6
    with Client(server.url, patience=0.3) as client, client.episode() as episode:
        with pytest.raises(Unavailable, match="full"):
            episode.reset()
        with pytest.raises(Unavailable, match="full"):
            client.score([(task(), "x")])
    with Client("http://127.0.0.1:9", patience=0.2) as nobody, pytest.raises(Unavailable):
        nobody.health()


def test_slow_answer_times_out(server: FakeServer) -> None:
    with Client(server.url, timeout=0.2, patience=0.3) as client, client.episode() as episode:
        server.delay = 30
        with pytest.raises(Unavailable, match="TimeoutError"):
            episode.reset()


def test_refusals_reach_the_caller_and_leave_the_episode(client: Client) -> None:
    with client.episode() as episode:
        episode.reset()
        with pytest.raises(Refused, match="VALIDATION_ERROR: no action") as refused:
            episode.step(layout=3)  # type: ignore[arg-type]
        assert refused.value.errors == [1]
        with pytest.raises(ServerError, match="the judge is down"):
            episode.step("break")
        with pytest.raises(Refused, match="JSON"):
            episode.step(layout=[{"x": float("nan")}])
        assert episode.step(answer("sofa_1")).observation.turn == 1


def test_too_large_a_message_is_refused_and_not_repeated(client: Client, server: FakeServer) -> None:
    with client.episode() as episode:
        episode.reset()
        with pytest.raises(Refused, match="1009"):
            episode.step("x" * (2 << 20))
        assert episode.step(answer("sofa_1")).observation.turn == 1
    assert server.sessions == 2


def test_garbage_is_a_protocol_error(client: Client, server: FakeServer) -> None:
    server.garble = True
    with client.episode() as episode, pytest.raises(ProtocolError):
        episode.reset()
    with pytest.raises(ProtocolError):
        client.score([(task(), "x")])


def test_token_is_sent_and_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = FakeServer(token="s3cret")
    try:
        with Client(fake.url, patience=1) as stranger, stranger.episode() as episode:
            with pytest.raises(Unauthorised):
                stranger.score([(task(), "x")])
            with pytest.raises(Unauthorised):
                episode.reset()
        monkeypatch.setenv("METASPATIAL_TOKEN", "s3cret")
        monkeypatch.setenv("METASPATIAL_URL", fake.url)
        with Client() as friend, friend.episode() as episode:
            assert friend.health() == "healthy"
            episode.reset()
            assert "s3cret" not in repr(friend.settings)
    finally:
        fake.close()


def test_score_in_batches_keeps_order(client: Client, server: FakeServer) -> None:
    names = ["sofa_1", "lamp_1", "rug_1"]
    items: list[tuple[Any, str]] = [(task(), answer(*names[: k % 4])) for k in range(150)]
    scores = client.score(items)
    assert [score.reward for score in scores] == [pytest.approx(0.5 + (k % 4) / 6) for k in range(150)]
    assert [len(data["items"]) for path, data in server.seen if path == "/score"].count(64) == 2
    heavy = [(task(), "x" * 300_000)] * 4
    assert len(client.score(heavy)) == 4
    assert client.score([]) == []
    image = client.score(items[:1], images=True)[0].image
    assert image is not None and image.data.startswith(b"\x89PNG")


def test_bad_items_are_refused(client: Client) -> None:
    with pytest.raises(Refused, match="a task has objects"):
        client.score([({"no": "task"}, "x")])
    for bad in ("[1]", "{", 3):
        with pytest.raises(Refused, match="task"):
            client.score([(bad, "x")])  # type: ignore[list-item]


def test_tasks(client: Client) -> None:
    assert client.splits() == ["train", "tight"]
    assert client.num_tasks("train") == 7
    assert client.task("train", 2)["objects"]


def test_async_and_a_blocked_loop(server: FakeServer) -> None:
    """The socket answers while the trainer's own event loop is held up."""

    async def main() -> None:
        async with AsyncClient(server.url) as client:
            scores, played = await asyncio.gather(client.score([(task(), answer("sofa_1"))]), play(client))
            assert scores[0].reward == pytest.approx(0.5 + 1 / 6) and len(played) == TURNS

    async def play(client: AsyncClient) -> list[Any]:
        async def think(seen: Observation) -> str:
            time.sleep(0.05)
            return answer("sofa_1")

        async with client.episode() as episode:
            return await episode.play(think, await episode.reset())

    asyncio.run(main())
    asyncio.run(main())


def test_many_threads(client: Client) -> None:
    ends: list[float | None] = []

    def work() -> None:
        with client.episode() as episode:
            ends.append(episode.play(lambda seen: answer("sofa_1", "lamp_1", "rug_1"), episode.reset())[-1].reward)

    threads = [threading.Thread(target=work) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert ends == [1.0] * 16


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_forked_worker_has_its_own_connections(client: Client) -> None:
    """Data loaders fork; the child must not wait for a thread it does not have."""
    client.health()
    pid = os.fork()
    if pid == 0:
        try:
            os._exit(0 if client.score([(task(), answer("sofa_1"))])[0].reward > 0.5 else 1)
        except BaseException:
            os._exit(2)
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            assert status == 0
            return
        time.sleep(0.02)
    os.kill(pid, 9)
    raise AssertionError("the forked worker hangs")


@pytest.mark.parametrize("url", ["ftp://x", "127.0.0.1:80", "http://me:pw@host"])
def test_bad_addresses(url: str) -> None:
    with pytest.raises(MetaSpatialError) as err:
        Settings(url)
    assert "pw" not in str(err.value)
