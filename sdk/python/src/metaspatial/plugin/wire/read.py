"""From messages to dataclasses. What makes no sense is a ValueError."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from metaspatial import scenes
from metaspatial.plugin import base, loss, policy, render, reward
from metaspatial.plugin.v1 import base_pb2, policy_pb2, render_pb2, reward_pb2
from metaspatial.plugin.v1 import scenes_pb2 as pb
from metaspatial.plugin.wire import findings


def task(m: pb.Task) -> scenes.Task:
    """A task with its room, objects, specs and locks."""
    return scenes.Task(
        id=m.id,
        room=_room(m.room),
        objects=[_object(o) for o in m.objects],
        program=m.program,
        preference=m.preference,
        scene_graph=m.scene_graph,
        specs=[
            scenes.Spec(s.predicate, s.count, s.compare, s.subject, list(s.anchors), s.distance, s.text)
            for s in m.specs
        ],
        locked=[_placement(lock.id, lock.pose) for lock in m.locked],
    )


def _room(m: pb.Room) -> scenes.Room:
    return scenes.Room(
        floor=_corners(m.floor),
        height=m.height,
        openings=[
            scenes.Opening(o.id, o.kind, o.wall, o.offset, o.width, o.height, o.sill, o.swing) for o in m.openings
        ],
        holes=[_corners(h.corners) for h in m.holes],
    )


def _corners(values: Sequence[float]) -> list[scenes.Vec2]:
    if len(values) % 2:
        raise ValueError(f"a polygon has {len(values)} coordinates, which is odd")
    return list(zip(values[::2], values[1::2]))


def _object(m: pb.Object) -> scenes.Object:
    if len(m.size) != 3 or len(m.clearance) not in (0, 4):
        raise ValueError(f'object "{m.id}" has {len(m.size)} extents and {len(m.clearance)} clearances; use 3 and 4')
    x, y, z = m.size
    front, back, left, right = m.clearance or (0.0, 0.0, 0.0, 0.0)
    return scenes.Object(
        id=m.id,
        size=(x, y, z),
        category=m.category,
        style=m.style,
        material=m.material,
        asset=m.asset,
        support=m.support,
        parent=m.parent,
        flat=m.flat,
        facing=m.facing,
        relations=[scenes.Relation(r.kind, r.target, r.adjacent) for r in m.relations],
        clearance=(front, back, left, right),
        optional=m.optional,
        any_yaw=m.any_yaw,
    )


def _placement(id: str, values: Sequence[float]) -> scenes.Placement:
    if len(values) != 4:
        raise ValueError(f'the placement of "{id}" has {len(values)} numbers instead of 4')
    x, y, z, yaw = values
    return scenes.Placement(id, (x, y, z), yaw)


def layout(of: scenes.Task, m: pb.Layout) -> scenes.Layout:
    """A layout of a task."""
    n = len(m.values) // 4
    if len(m.values) != 4 * n or len(m.objects) not in (0, n):
        raise ValueError(f"a layout has {len(m.values)} values for {len(m.objects)} objects; there must be 4 for each")
    out = []
    for i, k in enumerate(m.objects or range(n)):
        if 0 <= k < len(of.objects):
            id = of.objects[k].id
        elif k < 0 and -1 - k < len(m.strangers):
            id = m.strangers[-1 - k]
        else:
            raise ValueError(f"a layout places object {k}, which the task does not have")
        out.append(_placement(id, m.values[4 * i : 4 * i + 4]))
    return scenes.Layout(out)


def image(m: base_pb2.Image) -> base.Image:
    """A picture below the cache directory."""
    return base.Image(m.hash, m.file, m.camera, m.output, m.width, m.height, m.quality, m.data)


def candidates(of: scenes.Task, ms: Iterable[reward_pb2.Candidate]) -> list[reward.Candidate]:
    """The candidates of a task."""
    return [
        reward.Candidate(
            layout=layout(of, c.layout) if c.HasField("layout") else None,
            parse_error=c.parse_error,
            response=c.response,
            turn=c.turn,
            images=[image(i) for i in c.images],
        )
        for c in ms
    ]


def _tasks(ms: Iterable[pb.Task], indices: Iterable[int]) -> list[scenes.Task]:
    """The task of each index."""
    known = [task(m) for m in ms]
    out = []
    for i in indices:
        if i >= len(known):
            raise ValueError(f"the request names task {i} but holds only {len(known)}")
        out.append(known[i])
    return out


def sample_request(m: policy_pb2.SampleRequest) -> policy.SampleRequest:
    """What a policy is asked."""
    of = _tasks(m.tasks, [o.task for o in m.observations])
    return policy.SampleRequest(
        observations=[
            policy.Observation(
                task=t,
                turn=o.turn,
                previous=layout(t, o.previous) if o.HasField("previous") else None,
                findings=findings.read(t, o.findings, m.rules, m.names),
                reward=o.reward,
                image=image(o.image) if o.HasField("image") else None,
            )
            for t, o in zip(of, m.observations)
        ],
        n=m.n or 1,
        temperature=m.temperature,
        seed=m.seed,
        keep=m.keep,
        reference=m.reference,
    )


def update_request(m: policy_pb2.UpdateRequest) -> policy.UpdateRequest:
    """What a trainer is to learn."""
    spec = loss.Loss(
        clip_low=m.loss.clip_low,
        clip_high=m.loss.clip_high,
        entropy=m.loss.entropy,
        kl=m.loss.kl,
        dual_clip=m.loss.dual_clip,
        ratio=m.loss.ratio or "token",
        aggregation=m.loss.aggregation or "token-mean",
        max_actions=m.loss.max_actions,
        kl_estimate=m.loss.kl_estimate or "k3",
    )
    return policy.UpdateRequest(
        items=[policy.Item(i.handle, list(i.advantages)) for i in m.items],
        loss=spec,
        learning_rate=m.learning_rate,
        max_grad_norm=m.max_grad_norm,
        minibatch=m.minibatch,
        epochs=m.epochs or 1,
        seed=m.seed,
    )


def render_request(m: render_pb2.RenderRequest) -> render.RenderRequest:
    """What a renderer is to draw, with the defaults filled in."""
    of = _tasks(m.tasks, [s.task for s in m.scenes])
    return render.RenderRequest(
        scenes=[render.Scene(t, layout(t, s.layout) if s.HasField("layout") else None) for t, s in zip(of, m.scenes)],
        cameras=list(m.cameras) or ["dollhouse"],
        outputs=list(m.outputs) or ["color"],
        width=m.width or 256,
        height=m.height or 256,
        quality=m.quality,
    )
