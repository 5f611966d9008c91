"""A plugin's process as the host meets it, over the wire, without TLS."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

grpc = pytest.importorskip("grpc")
pytest.importorskip("google.protobuf")
pytest.importorskip("cryptography")

from metaspatial.plugin.started import COOKIE_KEY, COOKIE_VALUE
from metaspatial.plugin.v1 import base_pb2, reward_pb2, scenes_pb2
from metaspatial.plugin.wire import CHUNK, MAX_MESSAGE

PACKAGE = "/metaspatial.plugin.v1."


class Host:
    """As much of the host as a test needs."""

    def __init__(self, folder: Path) -> None:
        env = {**os.environ, COOKIE_KEY: COOKIE_VALUE, "PLUGIN_UNIX_SOCKET_DIR": str(folder)}
        self.log = folder / "stderr"
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("noisy.py"))],
            stdout=subprocess.PIPE, stderr=self.log.open("wb"), env=env,
        )  # fmt: skip
        assert self.process.stdout
        self.handshake = self.process.stdout.readline().decode().rstrip("\n").split("|")
        options = [("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1)]
        self.channel = grpc.insecure_channel("unix:" + self.handshake[3], options=options)
        self.lifeline = self.channel.unary_stream("/plugin.GRPCStdio/StreamStdio")(b"")

    def raw(self, method: str, data: bytes, **kind: Any) -> bytes:
        out: bytes = self.channel.unary_unary(method)(data, timeout=120, **kind)
        return out

    def configure(self, **values: Any) -> base_pb2.ConfigureResponse:
        request = base_pb2.ConfigureRequest()
        request.config.update(values)
        return base_pb2.ConfigureResponse.FromString(
            self.raw(PACKAGE + "Plugin/Configure", request.SerializeToString())
        )

    def evaluate(self, response: str) -> reward_pb2.EvaluateResponse:
        return reward_pb2.EvaluateResponse.FromString(
            self.raw(PACKAGE + "Reward/Evaluate", request(response).SerializeToString())
        )

    def printed(self) -> str:
        return self.log.read_text()


def request(response: str) -> reward_pb2.EvaluateRequest:
    m = reward_pb2.EvaluateRequest()
    m.task.id, m.task.room.height = "t", 2.5
    m.task.room.floor.extend([0, 0, 4, 0, 4, 3, 0, 3])
    m.task.objects.add(id="lamp", size=[1, 1, 1])
    m.task.objects.add(id="chair", size=[1, 1, 1])
    m.candidates.add(response=response).layout.values.extend([1, 1, 0.5, 90])
    return m


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    h = Host(tmp_path)
    yield h
    h.channel.close()
    h.process.kill()
    h.process.wait()


def failed(host: Host, method: str, data: bytes = b"") -> Any:
    with pytest.raises(grpc.RpcError) as err:
        host.raw(method, data)
    return err.value


def test_handshake_is_all_that_stdout_carries(host: Host) -> None:
    assert host.handshake[:3] == ["1", "1", "unix"] and host.handshake[4:] == ["grpc", ""]
    host.configure()
    assert host.raw("/plugin.GRPCController/Shutdown", b"") == b""
    assert host.process.wait(60) == 0
    assert host.process.stdout and host.process.stdout.read() == b""
    for line in ("printed at import", "written at import", "printed in configure", "printed by a child"):
        assert line in host.printed()
    assert not Path(host.handshake[3]).exists()


def test_health(host: Host) -> None:
    assert host.raw("/grpc.health.v1.Health/Check", b"\x0a\x06plugin") == b"\x08\x01"
    assert failed(host, "/grpc.health.v1.Health/Check", b"\x0a\x05other").code() == grpc.StatusCode.NOT_FOUND


def test_settings(host: Host) -> None:
    assert failed(host, PACKAGE + "Reward/Evaluate").code() == grpc.StatusCode.FAILED_PRECONDITION
    assert [d.path for d in host.configure(count=1.5, depe=True).diagnostics] == ["config.count", "config.depe"]
    assert [(d.path, d.summary) for d in host.configure(count=13).diagnostics] == [("config.count", "is unlucky")]
    assert list(host.configure(count=4).needs) == ["images"]
    assert list(host.configure().needs) == []


def test_evaluate(host: Host) -> None:
    host.configure(count=5)
    r = host.evaluate("abc")
    assert r.results[0].value == 8 and list(r.part_names) == ["n"] and list(r.rules) == ["odd"]
    f = r.results[0].findings
    assert list(f.object) == [1] and r.names[-1 - f.other[0]] == "north_wall"
    assert f.text == "stands 30° off é" and list(f.length) == [len(f.text.encode())]
    assert list(f.depth) == [0.5] and list(f.direction) == [0, 1]


def test_what_a_person_can_mend(host: Host) -> None:
    host.configure()
    r = host.evaluate("refuse")
    assert not r.results and [(d.severity, d.path) for d in r.diagnostics] == [(base_pb2.SEVERITY_ERROR, "task.room")]
    r = host.evaluate("warn")
    assert len(r.results) == 1 and [d.severity for d in r.diagnostics] == [base_pb2.SEVERITY_WARNING]


def test_a_fault_of_the_plugin_names_its_place(host: Host) -> None:
    host.configure()
    err = failed(host, PACKAGE + "Reward/Evaluate", request("crash").SerializeToString())
    assert err.code() == grpc.StatusCode.INTERNAL and "ZeroDivisionError: division by zero" in err.details()
    detail = dict(err.trailing_metadata())["grpc-status-details-bin"]
    assert b"metaspatial.plugin.v1.Panic" in detail and b"evaluate\n\t" in detail and b"noisy.py:" in detail
    assert host.evaluate("abc").results  # it lives on


def test_messages_that_make_no_sense(host: Host) -> None:
    host.configure()
    cases = [b"\xff\xff\xff"]
    m = request("x")
    m.candidates[0].layout.values.append(1)
    cases.append(m.SerializeToString())
    m = request("x")
    m.candidates[0].layout.objects.append(-7)
    cases.append(m.SerializeToString())
    m = request("x")
    m.task.objects[0].size.append(4)
    cases.append(m.SerializeToString())
    m = request("x")
    m.task.room.floor.append(1)
    cases.append(m.SerializeToString())
    for data in cases:
        assert failed(host, PACKAGE + "Reward/Evaluate", data).code() == grpc.StatusCode.INVALID_ARGUMENT
    assert failed(host, PACKAGE + "Policy/Sample").code() == grpc.StatusCode.UNIMPLEMENTED


def test_large_messages(host: Host) -> None:
    host.configure()
    size = MAX_MESSAGE + 1
    err = failed(host, PACKAGE + "Reward/Evaluate", request(f"big{size}").SerializeToString())
    assert err.code() == grpc.StatusCode.OUT_OF_RANGE
    fetch = base_pb2.FetchRequest(token=1).SerializeToString()
    stream = host.channel.unary_stream(PACKAGE + "Transfer/Fetch")
    parts = [base_pb2.Chunk.FromString(c).data for c in stream(fetch, timeout=120)]
    assert max(map(len, parts)) == CHUNK
    assert len(reward_pb2.EvaluateResponse.FromString(b"".join(parts)).results[0].reason) == size
    with pytest.raises(grpc.RpcError):
        list(stream(fetch, timeout=120))  # once only

    m = request("x")
    m.task.scene_graph = b"g" * size
    data = m.SerializeToString()
    chunks = [
        base_pb2.CallChunk(method=PACKAGE + "Reward/Evaluate" if i == 0 else "", data=data[i : i + CHUNK])
        for i in range(0, len(data), CHUNK)
    ]
    call = host.channel.stream_stream(PACKAGE + "Transfer/Call")
    answer = [base_pb2.Chunk.FromString(c).data for c in call((c.SerializeToString() for c in chunks), timeout=120)]
    assert reward_pb2.EvaluateResponse.FromString(b"".join(answer)).results[0].value == 4
    bad = base_pb2.CallChunk(method="/nothing/Nothing").SerializeToString()
    with pytest.raises(grpc.RpcError, match="this plugin has no method"):
        list(call(iter([bad]), timeout=120))


def test_calls_run_at_once_but_never_beside_configure(host: Host) -> None:
    host.configure()
    threads = [threading.Thread(target=host.evaluate, args=("meet",)) for _ in range(4)]
    for t in threads:
        t.start()
    end = time.monotonic() + 120
    while "met" not in host.printed() and time.monotonic() < end:
        time.sleep(0.01)
    host.configure()
    for t in threads:
        t.join()
    lines = [line for line in host.printed().splitlines() if line in ("left", "printed in configure")]
    assert lines == ["printed in configure", *["left"] * 4, "printed in configure"]


def test_a_call_that_is_given_up_learns_of_it(host: Host) -> None:
    host.configure()
    with pytest.raises(grpc.RpcError):
        host.channel.unary_unary(PACKAGE + "Reward/Evaluate")(request("long").SerializeToString(), timeout=2)
    host.configure()  # waits until it has ended
    assert "gave up" in host.printed() and "Traceback" not in host.printed()


def test_ends_with_its_host(host: Host) -> None:
    host.configure()
    host.lifeline.cancel()
    assert host.process.wait(60) == 0
    assert "stopped" in host.printed()


def test_scenes_from_messages() -> None:
    from metaspatial.plugin.wire import read

    m = scenes_pb2.Task(id="t", program="bedroom")
    m.room.floor.extend([0, 0, 4, 0, 4, 3])
    m.room.openings.add(id="w", kind="window", wall=1, offset=1, width=1.2, height=1, sill=0.9)
    m.room.holes.add(corners=[1, 1, 2, 1, 2, 2])
    o = m.objects.add(id="bed", size=[1.6, 2, 0.5], support="floor", clearance=[0.5, 0, 0, 0], any_yaw=True)
    o.relations.add(kind="on", target="rug", adjacent=True)
    m.locked.add(id="bed", pose=[1, 2, 0.25, 90])
    m.specs.add(predicate="near", count=2, subject="chair", anchors=["table"])
    t = read.task(m)
    assert t.room.floor == [(0, 0), (4, 0), (4, 3)] and t.room.extent() == (4, 3, 0)
    assert t.room.openings[0].sill == 0.9 and t.room.holes == [[(1, 1), (2, 1), (2, 2)]]
    assert t.objects[0].clearance == (0.5, 0, 0, 0) and t.objects[0].relations[0].adjacent and t.objects[0].any_yaw
    lock = t.lock("bed")
    assert lock and lock.position == (1, 2, 0.25) and lock.yaw == 90 and t.specs[0].anchors == ["table"]


def test_debugged(tmp_path: Path) -> None:
    """Started with --debug it says where it serves, and goes when it is interrupted."""
    env = {**os.environ, "TMPDIR": str(tmp_path)}
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("noisy.py")), "--debug"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env, text=True,
    )  # fmt: skip
    assert process.stdout
    start = "  export METASPATIAL_REATTACH='"
    line = next(line for line in process.stdout if line.startswith(start))
    at = json.loads(line[len(start) : -2])["reward/noisy"]
    assert at["pid"] == process.pid and at["protocol"] == 1 and at["program"].endswith("noisy.py")
    for _ in range(2):  # one host after the other
        with grpc.insecure_channel("unix:" + at["address"]) as channel:
            described = channel.unary_unary(PACKAGE + "Plugin/Describe")(b"", timeout=10)
            assert base_pb2.DescribeResponse.FromString(described).id == "reward/noisy"
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=10) == 0
    assert list(tmp_path.iterdir()) == []
