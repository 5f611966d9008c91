"""Where an object can stand, and what the policy sees of each place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from metaspatial.scenes import Object, Placement, Room, Task, axes

Array = NDArray[np.float32]

WALLS = {"north_wall": 0, "east_wall": 1, "south_wall": 2, "west_wall": 3}
KINDS = ["on", "under", "above", "left of", "right of", "in front", "behind", "in the corner", "in the middle of"]
#: How many places there are along each side of a room or of a parent.
GRID, TOP = 8, 5

# Columns. A word and what could be meant by it make one column for each pair,
# so that nothing here says what the words mean: that is learned.
HITS, DEPTH, DOOR, OUTSIDE, BACK, GAP, SEEN = range(7)
FACES = 7  # facing wall i with heading j
TOUCHES = FACES + 16  # asked for wall i, touching wall j
SIDE = TOUCHES + 16  # relation of kind k, standing at side j of its target, or over it
NEAR = SIDE + 5 * len(KINDS)  # asked to touch, how far from touching
CENTRED = NEAR + 1  # how far off the middle of that side
WIDTH = CENTRED + 1


@dataclass(slots=True)
class Box:
    """What stands in the room already: centre, half extents, and whether things pass it."""

    centre: Array
    half: Array
    yaw: float = 0.0
    solid: bool = True


def half_extents(o: Object, yaw: Array | float) -> Array:
    """Half extents along x and y at headings along the walls, one row each."""
    turned = np.asarray(yaw) % 180 > 45
    x, y = np.where(turned, o.size[1], o.size[0]) / 2, np.where(turned, o.size[0], o.size[1]) / 2
    return np.stack([x, y], axis=-1).astype(np.float32)


def doors(room: Room) -> list[Box]:
    """The square before every door, which must stay free."""
    out = []
    for o in room.openings:
        if o.kind != "door":
            continue
        a = np.array(room.floor[o.wall])
        along = np.array(room.floor[(o.wall + 1) % len(room.floor)]) - a
        along = along / (np.linalg.norm(along) or 1.0)
        middle = a + along * o.offset + np.array([-along[1], along[0]]) * o.width / 2
        centre = np.array([middle[0], middle[1], o.height / 2], np.float32)
        out.append(Box(centre, np.array([o.width / 2, o.width / 2, o.height / 2], np.float32)))
    return out


def places(task: Task, o: Object, standing: dict[str, Box]) -> Array:
    """The places for an object, as rows x, y, z, yaw."""
    x, y, height = task.room.extent()
    on = standing.get(o.parent) if o.support == "object" else None
    z = o.size[2] / 2
    if o.support == "ceiling":
        z = height - z
    elif o.support == "wall":
        over = [b for r in o.relations if r.kind == "above" and (b := standing.get(r.target)) is not None]
        z = float(over[0].centre[2] + over[0].half[2]) + 0.25 + z if over else 1.6
        z = max(o.size[2] / 2, min(z, height - o.size[2] / 2))
    elif on is not None:
        z += float(on.centre[2] + on.half[2])
    rows = []
    for yaw in (0.0, 90.0, 180.0, 270.0):
        h = half_extents(o, yaw)
        low, high = h, np.array([x, y]) - h
        n = GRID
        if on is not None:
            room = np.maximum(on.half[:2] - h, 0)
            low, high, n = on.centre[:2] - room, on.centre[:2] + room, TOP
        xs, ys = np.linspace(low[0], high[0], n), np.linspace(low[1], high[1], n)
        if o.support == "wall":  # its back is at the wall
            _, front = axes(yaw)
            xs = xs[:1] if front[0] > 0.5 else xs[-1:] if front[0] < -0.5 else xs
            ys = ys[:1] if front[1] > 0.5 else ys[-1:] if front[1] < -0.5 else ys
        rows += [(a, b, z, yaw) for a in xs for b in ys]
        if on is None and o.support == "floor":
            rows += [
                (a, b, z, yaw) for b0 in beside(o, standing, h) for a, b in [np.clip(b0, low, np.maximum(low, high))]
            ]
    return np.array(rows, np.float32)


def beside(o: Object, standing: dict[str, Box], h: Array) -> list[Array]:
    """Centres at which a box touches one that the object is related to, or stands in its middle."""
    out = []
    for r in o.relations:
        b = standing.get(r.target)
        if b is None:
            continue
        reach = b.half[:2] + h
        for sign in ((1, 0), (-1, 0), (0, 1), (0, -1), (0, 0)):
            for shift in (-1, 0, 1) if any(sign) else (0,):
                slide = np.abs(b.half[:2] - h) * shift * (1 - np.abs(np.array(sign)))
                out.append(b.centre[:2] + reach * np.array(sign) + slide)
    return out


def features(task: Task, o: Object, rows: Array, standing: dict[str, Box]) -> Array:
    """One row of numbers for every place."""
    f = np.zeros((len(rows), WIDTH), np.float32)
    half = np.concatenate([half_extents(o, rows[:, 3]), np.full((len(rows), 1), o.size[2] / 2, np.float32)], axis=1)
    for b in standing.values():
        if o.flat or not b.solid or (o.support == "object" and b is standing.get(o.parent)):
            continue
        deep = overlap(rows, half, b)
        f[:, HITS] += deep > 0.02
        f[:, DEPTH] = np.maximum(f[:, DEPTH], np.minimum(deep, 1))
    for b in doors(task.room):
        f[:, DOOR] = np.maximum(f[:, DOOR], (overlap(rows, half, b) > 0.02) & (not o.flat))
    f[:, OUTSIDE] = outside(task.room, rows, half)

    x, y, _ = task.room.extent()
    gaps = np.stack(
        [y - rows[:, 1] - half[:, 1], x - rows[:, 0] - half[:, 0], rows[:, 1] - half[:, 1], rows[:, 0] - half[:, 0]]
    ).T  # north, east, south, west
    heading = (rows[:, 3] / 90).astype(int)
    every = np.arange(len(rows))
    f[:, BACK] = gaps[every, (heading + 2) % 4] < 0.02
    f[:, GAP] = np.minimum(gaps.min(axis=1), 1)
    if o.facing in WALLS:
        f[every, FACES + 4 * WALLS[o.facing] + heading] = 1
    elif (seen := _target(task, o.facing, standing)) is not None:
        way = seen.centre[:2] - rows[:, :2]
        front = np.array([axes(90.0 * k)[1] for k in range(4)], np.float32)[heading]
        f[:, SEEN] = (way * front).sum(axis=1) / np.maximum(np.linalg.norm(way, axis=1), 1e-3)
    for r in o.relations:
        if r.target in WALLS:
            f[:, TOUCHES + 4 * WALLS[r.target] : TOUCHES + 4 * WALLS[r.target] + 4] += gaps < 0.02
        elif r.kind in KINDS and (near := standing.get(r.target)) is not None:
            _relate(f, KINDS.index(r.kind), r.adjacent, rows, half, near)
    return f


def _target(task: Task, id: str, standing: dict[str, Box]) -> Box | None:
    if id == "middle of the room":
        x, y, z = task.room.extent()
        return Box(np.array([x / 2, y / 2, z / 2], np.float32), np.zeros(3, np.float32))
    return standing.get(id)


def _relate(f: Array, kind: int, adjacent: bool, rows: Array, half: Array, b: Box) -> None:
    """Which side of its target each place is at: front, right, back, left, or over it."""
    right, front = axes(b.yaw)
    away = rows[:, :2] - b.centre[:2]
    ahead = away @ np.array(front, np.float32)
    aside = away @ np.array(right, np.float32)
    over = (np.abs(away) < b.half[:2] + half[:, :2] - 0.02).all(axis=1)
    side = np.where(np.abs(ahead) >= np.abs(aside), np.where(ahead > 0, 0, 2), np.where(aside > 0, 1, 3))
    side = np.where(over, 4, side)
    f[np.arange(len(rows)), SIDE + 5 * kind + side] += 1
    if adjacent:
        loose = np.abs(away) - b.half[:2] - half[:, :2]
        f[:, NEAR] += np.clip(loose.max(axis=1), 0, 1)
        f[:, CENTRED] += np.minimum(np.abs(away).min(axis=1), 1)


def overlap(rows: Array, half: Array, b: Box) -> Array:
    """How deep each place reaches into a box; 0 or less where they part."""
    deep: Array = (b.half + half - np.abs(rows[:, :3] - b.centre)).min(axis=1)
    return deep


def outside(room: Room, rows: Array, half: Array) -> Array:
    """The share of each place's corners that is not on the floor."""
    signs = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)], np.float32)
    p = rows[:, None, :2] + signs * (half[:, None, :2] - 0.01)
    x, y, _ = room.extent()
    off = (p < 0).any(axis=2) | (p > np.array([x, y], np.float32)).any(axis=2)
    if len(room.floor) > 4:
        odd = np.zeros(off.shape, bool)  # crossings of a ray towards +x
        for (ax, ay), (bx, by) in zip(room.floor, room.floor[1:] + room.floor[:1]):
            if ay != by:
                odd ^= ((ay > p[..., 1]) != (by > p[..., 1])) & (
                    p[..., 0] < ax + (p[..., 1] - ay) * (bx - ax) / (by - ay)
                )
        off |= ~odd
    share: Array = off.mean(axis=1)
    return share


def order(task: Task) -> list[int]:
    """The objects, each after those it depends on, otherwise those tied to most walls first, then by size."""
    index = {o.id: i for i, o in enumerate(task.objects)}
    out: list[int] = []
    seen: set[int] = set()

    def visit(i: int) -> None:
        if i in seen:
            return
        seen.add(i)
        o = task.objects[i]
        for id in [o.parent, o.facing, *(r.target for r in o.relations)]:
            if id in index:
                visit(index[id])
        out.append(i)

    def rank(i: int) -> tuple[float, float]:
        o = task.objects[i]
        return -sum(r.target in WALLS for r in o.relations), -o.size[0] * o.size[1]

    for i in sorted(range(len(task.objects)), key=rank):
        visit(i)
    return out


def put(o: Object, p: Placement) -> Box:
    """The box of a placed object."""
    h = half_extents(o, p.yaw)
    half = np.array([h[0], h[1], o.size[2] / 2], np.float32)
    return Box(np.array(p.position, np.float32), half, p.yaw, solid=not o.flat)
