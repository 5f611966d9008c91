#!/usr/bin/env python3
"""A term that reads the models of the assets: it keeps them inside of the walls.

The box of a round table that stands askew reaches into the wall where the table
itself does not. This term asks the corners of the models' triangles.

    metaspatial train -c run.yaml --dev ./indoors.py --term indoors=./indoors.py:0.2
"""

from __future__ import annotations

import functools
import json
import struct
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from metaspatial.plugin import Candidate, Mesh, Result, Reward, main
from metaspatial.scenes import Finding, Layout, Object, Placement, Task, Vec2, Vec3, axes

#: How far into a wall still counts as against it, in metres.
TOLERANCE = 0.005


class Indoors(Reward):
    """Minus the share of each model's corners that are outside, as the mean over the objects."""

    id, version = "reward/indoors", "1.0.0"
    summary = "Keeps the models themselves inside of the walls."
    needs = ["meshes"]

    def configure(self, values: Mapping[str, Any], cache_dir: str) -> None:
        self.cache_dir = cache_dir

    def evaluate(self, task: Task, candidates: Sequence[Candidate], meshes: Sequence[Mesh]) -> Sequence[Result]:
        models = {m.asset: corners(f"{self.cache_dir}/{m.file}") for m in meshes}
        return [
            Result(0.0, invalid=True, reason=c.parse_error)
            if c.layout is None
            else self.judge(task, c.layout, models)
            for c in candidates
        ]

    def judge(self, task: Task, layout: Layout, models: Mapping[str, Sequence[Vec3]]) -> Result:
        """0 where every model is inside."""
        objects, findings = [0.0] * len(task.objects), []
        for i, o in enumerate(task.objects):
            p = layout.find(o.id)
            if p is None:
                continue
            spots = placed(models.get(o.asset) or BOX, o, p)
            share = sum(not inside(s, task.room.floor) for s in spots) / len(spots)
            if share > 0:
                objects[i] = -share
                findings.append(Finding("indoors", o.id, f"{share:.0%} of {o.id} is outside", depth=share * max(o.size)))
        return Result(sum(objects) / max(len(objects), 1), objects=objects, findings=findings)


#: A box, for objects without a model: right, front and up from its middle, 1 m each.
BOX: list[Vec3] = [(x, y, z) for x in (-0.5, 0.5) for y in (-0.5, 0.5) for z in (-0.5, 0.5)]


@functools.lru_cache(maxsize=1024)
def corners(path: str) -> list[Vec3]:
    """The corners of a GLB's triangles, right, front and up, stretched to a cube of 1 m around the middle."""
    data = Path(path).read_bytes()
    (length,) = struct.unpack_from("<I", data, 12)
    gltf, start = json.loads(data[20 : 20 + length]), 28 + length
    found: set[Vec3] = set()
    for primitive in (p for mesh in gltf["meshes"] for p in mesh["primitives"]):
        accessor = gltf["accessors"][primitive["attributes"]["POSITION"]]
        view = gltf["bufferViews"][accessor["bufferView"]]
        at = start + view.get("byteOffset", 0) + accessor.get("byteOffset", 0)
        for k in range(accessor["count"]):
            x, y, z = struct.unpack_from("<3f", data, at + k * view.get("byteStride", 12))
            found.add((-x, z, y))  # glTF looks along +z with y up, and so has its right at -x
    low, high = ([f(v[k] for v in found) for k in range(3)] for f in (min, max))
    return [cube(v, low, high) for v in sorted(found)]


def cube(v: Vec3, low: Sequence[float], high: Sequence[float]) -> Vec3:
    """A point of a box as one of the cube of 1 m."""
    x, y, z = ((v[k] - low[k]) / ((high[k] - low[k]) or 1.0) - 0.5 for k in range(3))
    return x, y, z


def placed(model: Sequence[Vec3], o: Object, p: Placement) -> list[Vec2]:
    """Where the corners are over the floor."""
    right, front = axes(p.yaw)
    width, depth, _ = o.size
    return [
        (
            p.position[0] + x * width * right[0] + y * depth * front[0],
            p.position[1] + x * width * right[1] + y * depth * front[1],
        )
        for x, y, _ in model
    ]


def inside(at: Vec2, floor: Sequence[Vec2]) -> bool:
    """Whether a point is on a floor of any shape, or in a wall by no more than the tolerance."""
    odd = False
    for (ax, ay), (bx, by) in zip(floor, [*floor[1:], floor[0]]):
        u, v, x, y = bx - ax, by - ay, at[0] - ax, at[1] - ay
        along = min(1.0, max(0.0, (x * u + y * v) / ((u * u + v * v) or 1.0)))
        if (x - along * u) ** 2 + (y - along * v) ** 2 <= TOLERANCE**2:
            return True
        if (ay > at[1]) != (by > at[1]) and x < u * y / v:
            odd = not odd
    return odd


if __name__ == "__main__":
    main(Indoors())
