"""The cameras of render/raster, number for number; docs/rendering.md shows them."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from metaspatial.plugin import Problem
from metaspatial.plugin.schema import nearest
from metaspatial.scenes import Room, Vec2, Vec3, axes

WALL, SLAB = 0.12, 0.08  # thickness, in metres
NEAR = 0.05
#: The part of the picture's sides that a framed room may fill.
MARGIN = 0.955
PRESETS = ["dollhouse", "top", "eye", "reference", "north", "east", "south", "west"]
HEADINGS = {"north": 0.0, "east": 90.0, "south": 180.0, "west": 270.0}


@dataclass(frozen=True, slots=True)
class Camera:
    """Where a picture is taken from.

    ``fov`` is vertical, in degrees; ``ortho``, where positive, is the height
    that the picture shows, in metres. The shifts are fractions of the picture's
    greater side, as Blender has them. ``plan`` cuts every wall.
    """

    eye: Vec3
    target: Vec3
    up: Vec3 = (0.0, 0.0, 1.0)
    fov: float = 40.0
    ortho: float = 0.0
    shift_x: float = 0.0
    shift_y: float = 0.0
    plan: bool = False

    def basis(self) -> tuple[Vec3, Vec3, Vec3]:
        """The right, up and forward unit vectors."""
        forward = unit(minus(self.target, self.eye))
        right = (1.0, 0.0, 0.0)
        for u in (self.up, (0.0, 0.0, 1.0), (0.0, 1.0, 0.0)):
            r = cross(forward, unit(u))
            if dot(r, r) > 1e-6:
                right = unit(r)
                break
        return right, cross(right, forward), forward

    def focal(self, height: int) -> float:
        """Pixels per unit of slope."""
        return height / 2 / math.tan(math.radians(min(self.fov, 170.0)) / 2)


def camera(name: str, room: Room, width: int, height: int) -> Camera:
    """The camera that a text names, for a picture of that size."""
    kind, colon, rest = name.strip().lower().partition(":")
    if kind == "orbit":
        return orbit_camera(name, rest, room, width, height)
    if kind not in PRESETS or colon:
        near = nearest(kind, PRESETS)
        hint = f'did you mean "{near}"?' if near else f"use {', '.join(PRESETS)} or orbit:YAW,PITCH[,DISTANCE]"
        raise Problem(f'unknown camera "{name}"; {hint}', "cameras")
    if kind == "dollhouse":
        return frame_room(room, 180 - 32, 40, width, height)
    if kind == "top":
        return top(room, width, height)
    if kind == "eye":
        return eye(room)
    if kind == "reference":
        return reference(room, width, height)
    return elevation(HEADINGS[kind], room, width, height)


def orbit_camera(name: str, rest: str, room: Room, width: int, height: int) -> Camera:
    """orbit:YAW,PITCH[,DISTANCE]."""
    try:
        numbers = [float(v) for v in rest.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) not in (2, 3) or not all(map(math.isfinite, numbers)) or abs(numbers[1]) > 90:
        raise Problem(f'camera "{name}": write orbit:YAW,PITCH[,DISTANCE], such as orbit:150,35', "cameras")
    if len(numbers) == 2:
        return frame_room(room, numbers[0], numbers[1], width, height)
    return orbit(middle(room), numbers[0], numbers[1], numbers[2], 26)


def middle(room: Room) -> Vec3:
    """The centre of the room's box."""
    x, y, z = room.extent()
    return x / 2, y / 2, z / 2


def orbit(target: Vec3, yaw: float, pitch: float, distance: float, fov: float) -> Camera:
    """A camera at that compass heading and elevation, as seen from the target."""
    sp, cp = math.sin(math.radians(pitch)), math.cos(math.radians(pitch))
    sy, cy = math.sin(math.radians(yaw)), math.cos(math.radians(yaw))
    return Camera(along(target, (sy * cp, cy * cp, sp), distance), target, (-sy * sp, -cy * sp, cp), fov)


def frame_room(room: Room, yaw: float, pitch: float, width: int, height: int) -> Camera:
    """The nearest place from which the whole room is seen in that direction."""
    c = orbit(middle(room), yaw, pitch, 10, 26)
    right, up, forward = c.basis()
    ty = height / 2 / c.focal(height) * MARGIN
    tx = ty * width / height
    most, least = [-math.inf] * 4, math.inf
    for p in corners(room):
        d = minus(p, c.target)
        x, y, z = dot(d, right), dot(d, up), dot(d, forward)
        least = min(least, z)
        most = [max(a, b) for a, b in zip(most, (x - tx * z, -x - tx * z, y - ty * z, -y - ty * z))]
    back = min(-(most[0] + most[1]) / (2 * tx), -(most[2] + most[3]) / (2 * ty), least - 2 * NEAR)
    at = along(c.target, forward, back)
    at = along(along(at, right, (most[0] - most[1]) / 2), up, (most[2] - most[3]) / 2)
    return replace(c, eye=at, target=along(at, forward, -back))


def top(room: Room, width: int, height: int) -> Camera:
    """A floor plan, north up."""
    x, y, z = room.extent()
    border = 0.25
    tall = max(y + 2 * border, (x + 2 * border) * height / width)
    mid = (x / 2, y / 2, 0.0)
    return Camera(along(mid, (0, 0, 1), max(z, 1) + 10), mid, (0.0, 1.0, 0.0), ortho=tall, plan=True)


def eye(room: Room) -> Camera:
    """What a person sees who comes in by the first door, or stands in the south-west."""
    x, y, z = room.extent()
    h = max(0.3, min(1.6, z - 0.2))
    at = (min(0.3, x / 4), min(0.3, y / 4), h)
    aim = (x / 2, y / 2, h * 0.55)
    for o in room.openings:
        if o.kind == "door" and 0 <= o.wall < len(room.floor):
            n, p = outward(room, o.wall), room.floor[o.wall]
            at = (p[0] - n[1] * o.offset - n[0] * 0.08, p[1] + n[0] * o.offset - n[1] * 0.08, h)
            aim = ((aim[0] + at[0] - n[0] * x / 2) / 2, (aim[1] + at[1] - n[1] * y / 2) / 2, h * 0.55)
            break
    return Camera(at, aim, fov=72)


def reference(room: Room, width: int, height: int) -> Camera:
    """MetaSpatial's view, further away as the room is larger, its lens fitted to it."""
    x, y, z = room.extent()
    mid = middle(room)
    forward = orbit(mid, 180 - 46.69204, 90 - 63.55930, 10, 40).basis()[2]
    larger = math.sqrt((x * x + y * y + z * z) / (6 * 6 + 4 * 4 + 3 * 3))
    at = along(mid, (4.358891, -8.925791, 3.458309), larger)
    c = Camera(at, along(at, forward, dot(minus(mid, at), forward)))
    right, up, forward = c.basis()
    low, high = [math.inf] * 2, [-math.inf] * 2
    for p in corners(room):
        d = minus(p, at)
        depth = max(dot(d, forward), NEAR)
        for i, v in enumerate((dot(d, right) / depth, dot(d, up) / depth)):
            low[i], high[i] = min(low[i], v), max(high[i], v)
    half = max(high[1] - low[1], (high[0] - low[0]) * height / width) / 2 / MARGIN
    c = replace(c, fov=math.degrees(2 * math.atan(half)))
    k = c.focal(height) / max(width, height)
    return replace(c, shift_x=(low[0] + high[0]) / 2 * k, shift_y=(low[1] + high[1]) / 2 * k)


def elevation(yaw: float, room: Room, width: int, height: int) -> Camera:
    """Looks straight at the wall of a compass direction."""
    front = axes(yaw)[1]
    mid = middle(room)
    c = Camera(minus(mid, (front[0], front[1], 0.0)), mid, ortho=1)
    basis = c.basis()
    spans = []
    for axis in basis:
        values = [dot(minus(p, mid), axis) for p in corners(room)]
        spans.append((min(values), max(values)))
    (x0, x1), (y0, y1), (z0, z1) = spans
    at = along(along(mid, basis[0], (x0 + x1) / 2), basis[1], (y0 + y1) / 2)
    tall = max(y1 - y0, (x1 - x0) * height / width) / MARGIN
    return replace(c, ortho=tall, eye=along(at, basis[2], z0 - 1), target=along(at, basis[2], (z0 + z1) / 2))


def corners(room: Room) -> list[Vec3]:
    """The extremes of the room with its walls."""
    out = []
    for i, p in enumerate(room.floor):
        n = outward(room, i)
        for q in (p, room.floor[(i + 1) % len(room.floor)]):
            x, y = q[0] + n[0] * WALL, q[1] + n[1] * WALL
            out += [(x, y, -SLAB), (x, y, room.height)]
    return out


def outward(room: Room, i: int) -> Vec2:
    """The unit normal of a floor edge that points out of the room."""
    p, q = room.floor[i], room.floor[(i + 1) % len(room.floor)]
    d = unit((q[0] - p[0], q[1] - p[1], 0.0))
    return d[1], -d[0]


def cut(room: Room, i: int, c: Camera) -> bool:
    """Whether the camera looks at wall i from its outer side, so that it is cut away."""
    n, p = outward(room, i), room.floor[i]
    if c.ortho > 0:
        f = c.basis()[2]
        return n[0] * f[0] + n[1] * f[1] < -1e-6
    return n[0] * (c.eye[0] - p[0]) + n[1] * (c.eye[1] - p[1]) > 0


def minus(a: Vec3, b: Vec3) -> Vec3:
    """a - b."""
    return a[0] - b[0], a[1] - b[1], a[2] - b[2]


def along(a: Vec3, b: Vec3, k: float) -> Vec3:
    """a + k b."""
    return a[0] + b[0] * k, a[1] + b[1] * k, a[2] + b[2] * k


def dot(a: Vec3, b: Vec3) -> float:
    """The inner product."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Vec3, b: Vec3) -> Vec3:
    """The outer product."""
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


def unit(a: Vec3) -> Vec3:
    """The vector at length 1; none stays none."""
    n = math.sqrt(dot(a, a))
    return (a[0] / n, a[1] / n, a[2] / n) if n else a
