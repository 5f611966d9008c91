"""Policies and trainers through their messages, in one process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import BinaryIO

import pytest

pytest.importorskip("grpc")
pytest.importorskip("google.protobuf")

from metaspatial.plugin import Action, Sample, SampleRequest, Trainer, UpdateRequest, took
from metaspatial.plugin.main import description
from metaspatial.plugin.v1 import base_pb2, policy_pb2, scenes_pb2
from metaspatial.plugin.wire import CHUNK
from metaspatial.plugin.wire.gate import Malformed
from metaspatial.plugin.wire.services import PACKAGE, Services


class Told(Trainer):
    """Remembers what it was asked."""

    id, version, summary = "policy/told", "1.0.0", "Tests."
    has_reference = True
    weights = b"w" * (CHUNK + 5)

    def sample(self, request: SampleRequest) -> Sequence[Sequence[Sample]]:
        self.sampled = request
        took("requests", 1)
        took("requests", 2)
        actions = [Action(0, "x", -1.0, -2.0), Action(1, "y", -3.0), Action(1, "x", -4.0)]
        return [[Sample(f"r{k}", actions, k + 1) for k in range(request.n)] for _ in request.observations]

    def update(self, request: UpdateRequest) -> Mapping[str, float]:
        self.updated = request
        return {"loss": 0.5, "steps": 2}

    def save(self, file: BinaryIO) -> None:
        file.write(self.weights)

    def load(self, file: BinaryIO) -> None:
        self.weights = file.read()


def served(plugin: Told) -> Services:
    services = Services(plugin, description(plugin))
    asyncio.run(answer(services, "Plugin", "Configure", b""))
    return services


async def answer(services: Services, service: str, method: str, data: bytes) -> bytes:
    return await services.unary()[PACKAGE + service][method](data)


def request() -> policy_pb2.SampleRequest:
    m = policy_pb2.SampleRequest(n=2, temperature=0.5, seed=1 << 63, keep=True, reference=True)
    m.tasks.add(id="a").objects.add(id="bed", size=[1, 1, 1])
    m.rules.append("collision")
    m.names.append("north_wall")
    o = m.observations.add(task=0, turn=1, reward=0.25)
    o.previous.values.extend([1, 2, 3, 90])
    f = o.findings
    f.rule.append(0)
    f.object.append(0)
    f.other.append(-1)
    f.text = "30°"
    f.length.append(len(f.text.encode()))
    m.observations.add(task=0)
    return m


def test_sample() -> None:
    plugin = Told()
    out = asyncio.run(answer(served(plugin), "Policy", "Sample", request().SerializeToString()))
    first = plugin.sampled.observations[0]
    assert (first.turn, first.reward, plugin.sampled.seed, plugin.sampled.keep) == (1, 0.25, 1 << 63, True)
    assert first.previous and first.previous.find("bed") and first.findings[0].other == "north_wall"
    assert first.findings[0].message == "30°" and plugin.sampled.observations[1].previous is None
    m = policy_pb2.SampleResponse.FromString(out)
    assert m.reference and list(m.coordinates) == ["x", "y"] and len(m.samples) == 2
    s = m.samples[1].samples[1]
    assert (s.handle, s.response) == (2, "r1") and list(s.coordinate) == [0, 1, 0] and list(s.object) == [0, 1, 1]
    assert list(s.ref_log_prob) == [-2, 0, 0]
    assert [(x.name, x.value) for x in m.statistics] == [("requests", 3)]


def test_findings_that_make_no_sense() -> None:
    services = served(Told())
    spoils: list[Callable[[scenes_pb2.Findings], object]] = [
        lambda f: f.rule.append(0),
        lambda f: f.rule.__setitem__(0, 7),
        lambda f: f.object.__setitem__(0, -9),
        lambda f: f.length.__setitem__(0, 99),
        lambda f: f.depth.extend([1, 2]),
    ]
    for spoil in spoils:
        m = request()
        spoil(m.observations[0].findings)
        with pytest.raises(Malformed):
            asyncio.run(answer(services, "Policy", "Sample", m.SerializeToString()))
    m = request()
    m.observations[0].task = 3
    with pytest.raises(Malformed, match="names task 3 but holds only 1"):
        asyncio.run(answer(services, "Policy", "Sample", m.SerializeToString()))


def test_update() -> None:
    plugin = Told()
    m = policy_pb2.UpdateRequest(learning_rate=0.1, minibatch=4, seed=3)
    m.items.add(handle=2, advantages=[1, -1])
    m.loss.clip_low, m.loss.clip_high = 0.2, 0.3
    out = policy_pb2.UpdateResponse.FromString(
        asyncio.run(answer(served(plugin), "Policy", "Update", m.SerializeToString()))
    )
    assert [(s.name, s.value) for s in out.statistics] == [("loss", 0.5), ("steps", 2)]
    u = plugin.updated
    assert (u.items[0].handle, u.items[0].advantages, u.epochs) == (2, [1, -1], 1)
    assert (u.loss.clip_high, u.loss.kl_estimate) == (0.3, "k3")
    assert (u.loss.ratio, u.loss.aggregation) == ("token", "token-mean")


def test_save_and_load_in_chunks() -> None:
    async def both() -> bytes:
        plugin, other = Told(), Told()
        services, second = Services(plugin, description(plugin)), Services(other, description(other))
        for s in (services, second):
            await answer(s, "Plugin", "Configure", b"")
        plugin.weights = b"v" * (2 * CHUNK + 7)
        sizes = [len(base_pb2.Chunk.FromString(c).data) async for c in services.save()]
        assert sizes == [CHUNK, CHUNK, 7]
        await second.load(services.save())
        return other.weights

    assert asyncio.run(both()) == b"v" * (2 * CHUNK + 7)
