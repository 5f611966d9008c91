"""What plugins and environments speak of: tasks, layouts and findings.

Layout space is Z-up and right-handed, in metres: x runs west to east, y south
to north, the floor lies at z = 0. Yaw is a compass heading in degrees: 0 faces
+y, 90 faces +x. The size of an object is along its own right, front and up.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field

Vec2 = tuple[float, float]
Vec3 = tuple[float, float, float]


@dataclass(slots=True)
class Opening:
    """A door or window in a wall.

    ``wall`` is the floor edge from corner ``wall`` to the next; ``offset`` is
    from that corner to the opening's centre. ``swing`` says how a door opens:
    "left", "right", "double", "outward", "sliding" or "".
    """

    id: str
    kind: str
    wall: int
    offset: float
    width: float
    height: float
    sill: float = 0.0
    swing: str = ""


@dataclass(slots=True)
class Room:
    """The space to furnish. The floor runs counter-clockwise from the origin's side."""

    floor: list[Vec2]
    height: float
    openings: list[Opening] = field(default_factory=list)
    holes: list[list[Vec2]] = field(default_factory=list)

    def extent(self) -> Vec3:
        """The size of the floor's bounding box, and the height."""
        xs, ys = [p[0] for p in self.floor], [p[1] for p in self.floor]
        return max(xs, default=0.0), max(ys, default=0.0), self.height


@dataclass(slots=True)
class Relation:
    """An object stands in relation ``kind`` to ``target``, an object or a layout element."""

    kind: str
    target: str
    adjacent: bool = False


@dataclass(slots=True)
class Object:
    """A thing to place.

    ``support`` is "floor", "wall", "ceiling" or "object", and then ``parent``
    carries it. ``facing`` names the wall or object that the front points at.
    ``flat`` marks rugs, which nothing collides with. ``clearance`` is the free
    space it must have at its front, back, left and right.
    """

    id: str
    size: Vec3
    category: str = ""
    style: str = ""
    material: str = ""
    asset: str = ""
    support: str = "floor"
    parent: str = ""
    flat: bool = False
    facing: str = ""
    relations: list[Relation] = field(default_factory=list)
    clearance: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    optional: bool = False
    any_yaw: bool = False


@dataclass(slots=True)
class Placement:
    """Puts one object: the centre of its box and the heading of its front."""

    id: str
    position: Vec3
    yaw: float = 0.0


@dataclass(slots=True)
class Layout:
    """One placement per object; an object without one is not placed."""

    placements: list[Placement] = field(default_factory=list)

    def find(self, id: str) -> Placement | None:
        """The placement of the object with that id, if there is one."""
        return next((p for p in self.placements if p.id == id), None)


@dataclass(slots=True)
class Finding:
    """One fault of a layout.

    ``depth`` is how far it is from right, in metres or, for facings, degrees;
    ``direction`` is the unit vector along which to move the object, or (0, 0).
    """

    rule: str
    object: str
    message: str
    other: str = ""
    depth: float = 0.0
    direction: Vec2 = (0.0, 0.0)


@dataclass(slots=True)
class Spec:
    """Asks for ``count`` groups of objects that satisfy a predicate."""

    predicate: str
    count: int
    compare: str = ""
    subject: str = ""
    anchors: list[str] = field(default_factory=list)
    distance: float = 0.0
    text: str = ""


@dataclass(slots=True)
class Task:
    """One layout problem: furnish ``room`` with ``objects``."""

    id: str
    room: Room
    objects: list[Object]
    program: str = ""
    preference: str = ""
    scene_graph: bytes = b""
    specs: list[Spec] = field(default_factory=list)
    locked: list[Placement] = field(default_factory=list)

    def find(self, id: str) -> Object | None:
        """The object with that id, if there is one."""
        return next((o for o in self.objects if o.id == id), None)

    def lock(self, id: str) -> Placement | None:
        """Where the object with that id must stay, if a designer has fixed it."""
        return next((p for p in self.locked if p.id == id), None)


def axes(yaw: float) -> tuple[Vec2, Vec2]:
    """The right and the front unit vector of an object with that heading."""
    exact = {0.0: (0.0, 1.0), 90.0: (1.0, 0.0), 180.0: (0.0, -1.0), 270.0: (-1.0, 0.0)}
    turned = math.fmod(math.fmod(yaw, 360) + 360, 360)
    front = exact.get(turned) or (math.sin(math.radians(turned)), math.cos(math.radians(turned)))
    return (front[1], -front[0]), front


def respond(task: Task, layout: Layout, think: str = "") -> str:
    """A layout as the response of a policy, in the format that the host reads.

    Objects come in the task's order, coordinates to a tenth of a millimetre;
    an object without a placement is left out.
    """
    for tag in ("think", "answer"):
        think = think.replace(f"<{tag}>", f"[{tag}]").replace(f"</{tag}>", f"[/{tag}]")
    lines = []
    for o in task.objects:
        p = layout.find(o.id)
        if p is None:
            continue
        # An id must never look like a tag.
        id = json.dumps(o.id).replace("<", "\\u003c").replace(">", "\\u003e")
        x, y, z, yaw = (_fixed(v) for v in (*p.position, p.yaw))
        lines.append(f'{{"new_object_id":{id},"x":{x},"y":{y},"z":{z},"rotation":{{"z_angle":{yaw}}}}}')
    return f"<think>{think}</think>\n<answer>\n[\n" + ",\n".join(lines) + "\n]\n</answer>"


def _fixed(v: float) -> str:
    """Four decimals, and never a negative zero."""
    return f"{0.0 if abs(v) < 0.00005 else v:.4f}"
