#!/usr/bin/env python3
"""Keeps windows free of what is taller than their sill.

It runs in a host, once that trusts it:

    metaspatial plugin trust ./daylight.py
    metaspatial train -c run.yaml --term daylight=./daylight.py:0.2
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from metaspatial.plugin import Result, Reward, Setting, main
from metaspatial.scenes import Finding, Layout, Object, Opening, Placement, Room, Task, Vec2, axes


class Daylight(Reward):
    """Minus the share of each window that is hidden, summed over what hides it."""

    id, version = "reward/daylight", "1.0.0"
    summary = "Keeps windows free of what is taller than their sill."
    settings = [
        Setting("reach", "number", 0.6, unit="m", min=0.1, max=3, doc="How near to a window an object hides it."),
    ]
    reach = 0.6

    def configure(self, values: Mapping[str, Any], cache_dir: str) -> None:
        self.reach = values["reach"]

    def score(self, task: Task, layout: Layout) -> Result:
        """0 where every window is free; each object is worth what it hides."""
        windows = [o for o in task.room.openings if o.kind == "window"]
        objects = [0.0] * len(task.objects)
        findings = []
        for i, o in enumerate(task.objects):
            p = layout.find(o.id)
            if p is None or o.support == "ceiling":
                continue
            for w in windows:
                share = self.hidden(task.room, w, o, p)
                if share <= 0:
                    continue
                objects[i] -= share / len(windows)
                message = f"{o.id} hides {share:.0%} of {w.id or 'a window'}"
                inward = wall(task.room, w.wall)[2]
                findings.append(Finding("daylight", o.id, message, other=w.id, depth=share * w.width, direction=inward))
        # However many pile up before a window, it is no worse than dark.
        return Result(max(-1.0, sum(objects)), objects=objects, findings=findings)

    def hidden(self, room: Room, w: Opening, o: Object, p: Placement) -> float:
        """The share of a window's width and height that an object stands before."""
        start, along, inward = wall(room, w.wall)
        right, front = axes(p.yaw)

        def span(axis: Vec2) -> tuple[float, float]:
            """Where the object begins and ends along an axis from the wall's corner."""
            middle = dot((p.position[0] - start[0], p.position[1] - start[1]), axis)
            half = o.size[0] / 2 * abs(dot(right, axis)) + o.size[1] / 2 * abs(dot(front, axis))
            return middle - half, middle + half

        if not -0.05 < span(inward)[0] < self.reach:
            return 0.0
        left, far = span(along)
        wide = overlap(left, far, w.offset - w.width / 2, w.offset + w.width / 2) / max(w.width, 1e-6)
        bottom, top = p.position[2] - o.size[2] / 2, p.position[2] + o.size[2] / 2
        return wide * overlap(bottom, top, w.sill, w.sill + w.height) / max(w.height, 1e-6)


def wall(room: Room, i: int) -> tuple[Vec2, Vec2, Vec2]:
    """The first corner of a wall, its direction, and the way into the room."""
    (x, y), (u, v) = room.floor[i], room.floor[(i + 1) % len(room.floor)]
    length = math.hypot(u - x, v - y) or 1.0
    along = (u - x) / length, (v - y) / length
    return (x, y), along, (-along[1], along[0])


def dot(a: Vec2, b: Vec2) -> float:
    """The inner product."""
    return a[0] * b[0] + a[1] * b[1]


def overlap(a: float, b: float, c: float, d: float) -> float:
    """The length that the intervals from a to b and from c to d share."""
    return max(0.0, min(b, d) - max(a, c))


if __name__ == "__main__":
    main(Daylight())
