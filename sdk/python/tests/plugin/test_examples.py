"""The terms of the examples, without a host."""

from __future__ import annotations

import importlib.util
import json
import struct
from pathlib import Path
from types import ModuleType

import pytest

from metaspatial.plugin import Candidate, Mesh
from metaspatial.scenes import Layout, Object, Opening, Placement, Room, Task

FLOOR = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)]


def example(name: str) -> ModuleType:
    path = Path(__file__).resolve().parents[2] / "examples" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def put(**spots: tuple[float, float]) -> Layout:
    return Layout([Placement(id, (x, y, 0.5)) for id, (x, y) in spots.items()])


def test_apart() -> None:
    term = example("apart").apart
    term.configure({"distance": 1.0}, "")
    task = Task("t", Room(FLOOR, 2.5), [Object(i, (0.5, 0.5, 1)) for i in "abc"] + [Object("rug", (2, 2, 0.01), flat=True)])
    for layout, want in (
        (put(a=(1, 1), b=(2, 1), c=(1, 3), rug=(1, 1)), 0),
        (put(a=(1, 1), b=(1.5, 1), c=(1, 3)), -1 / 3),
        (put(a=(1, 1), b=(1, 1), c=(1, 1)), -1),
        (put(a=(1, 1)), 0),
        (Layout(), 0),
    ):
        assert term.score(task, layout).value == pytest.approx(want)


def test_daylight() -> None:
    term = example("daylight").Daylight()
    room = Room(FLOOR, 2.5, [Opening("window_1", "window", 0, 2, 1, 1, sill=0.9)])
    task = Task("t", room, [Object("cupboard_1", (1, 0.4, 1.4))])
    assert term.score(task, put(cupboard_1=(2, 2))).value == 0
    dark = term.score(task, Layout([Placement("cupboard_1", (2, 0.2, 0.7))]))
    assert dark.value == pytest.approx(-0.5) and dark.findings[0].other == "window_1"


def glb(points: list[tuple[float, float, float]]) -> bytes:
    """A model of nothing but corners."""
    binary = b"".join(struct.pack("<3f", *p) for p in points)
    gltf = {
        "asset": {"version": "2.0"}, "buffers": [{"byteLength": len(binary)}],
        "bufferViews": [{"buffer": 0, "byteLength": len(binary)}],
        "accessors": [{"bufferView": 0, "componentType": 5126, "type": "VEC3", "count": len(points)}],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0}}]}],
    }  # fmt: skip
    text = json.dumps(gltf).encode()
    text += b" " * (-len(text) % 4)
    chunks = struct.pack("<I4s", len(text), b"JSON") + text + struct.pack("<I4s", len(binary), b"BIN\0") + binary
    return struct.pack("<4sII", b"glTF", 2, 12 + len(chunks)) + chunks


def test_indoors(tmp_path: Path) -> None:
    term = example("indoors").Indoors()
    term.configure({}, str(tmp_path))
    # A wedge: wide at its back, a point in the middle of its front.
    wedge = [(-0.5, 0.0, -0.5), (0.5, 0.0, -0.5), (0.0, 1.0, 0.5), (0.0, 0.0, 0.5)]
    (tmp_path / "wedge.glb").write_bytes(glb(wedge))
    task = Task("t", Room(FLOOR, 2.5), [Object("wedge_1", (1, 1, 1), asset="wedge")])
    meshes = [Mesh("wedge", "", "wedge.glb")]

    def value(x: float, y: float, yaw: float, models: list[Mesh]) -> float:
        layout = Layout([Placement("wedge_1", (x, y, 0.5), yaw)])
        unread, result = term.evaluate(task, [Candidate(None, "no answer"), Candidate(layout)], models)
        assert unread.invalid and unread.reason == "no answer"
        assert bool(result.findings) == (result.value < 0)
        return float(result.value)

    assert value(2, 2, 0, meshes) == 0
    assert value(2, 3.5, 0, meshes) == 0, "against the wall"
    assert value(2, 3.8, 0, meshes) == -0.5, "its front is outside"
    assert value(2, 3.8, 180, meshes) == -0.5, "its back is outside"
    # Its back looks west and its front east: of the front only the middle is near the wall's end.
    assert value(2, 3.9, 90, meshes) == -0.25 and value(2, 3.9, 90, []) == -0.5
