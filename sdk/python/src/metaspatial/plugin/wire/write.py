"""From dataclasses to messages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from metaspatial import scenes
from metaspatial.plugin import base, policy, reward
from metaspatial.plugin.v1 import base_pb2, policy_pb2, reward_pb2
from metaspatial.plugin.wire.findings import Writer

T = TypeVar("T")


def listed(value: Iterable[T], method: str, wanted: str) -> Iterable[T]:
    """What a plugin's method returned, or a TypeError for its author."""
    if isinstance(value, (str, bytes)) or not isinstance(value, Iterable):
        raise TypeError(f"{method} returned {value!r:.100}; return {wanted}")
    return value


def diagnostics(ds: Iterable[base.Diagnostic]) -> list[base_pb2.Diagnostic]:
    """Messages for people."""
    return [
        base_pb2.Diagnostic(
            severity=base_pb2.SEVERITY_WARNING if d.warning else base_pb2.SEVERITY_ERROR,
            summary=d.summary,
            detail=d.detail,
            path=d.path,
        )
        for d in ds
    ]


def pictures(ps: Iterable[base.Picture]) -> list[base_pb2.Picture]:
    """Kinds of picture."""
    return [
        base_pb2.Picture(camera=p.camera, output=p.output, width=p.width, height=p.height, quality=p.quality)
        for p in ps
    ]


def description(plugin: base.Plugin, d: Mapping[str, Any]) -> base_pb2.DescribeResponse:
    """What the plugin says of itself, ``d`` being the same as JSON."""
    m = base_pb2.DescribeResponse(
        id=d["id"],
        kind=d["kind"],
        version=d["version"],
        sdk_version=d["sdk_version"],
        summary=d["summary"],
        docs=d.get("docs", ""),
        trainable=d.get("trainable", False),
        needs=list(plugin.needs),
        pictures=pictures(plugin.pictures),
    )
    for s in plugin.settings:
        a = m.schema.add(name=s.name, type=s.type, enum=list(s.enum), unit=s.unit, doc=s.doc)
        if s.min is not None:
            a.min = s.min
        if s.max is not None:
            a.max = s.max
        if isinstance(s.default, bool):
            a.default.bool_value = s.default
        elif isinstance(s.default, str):
            a.default.string_value = s.default
        elif s.default is not None:
            a.default.number_value = s.default
    return m


def images(ims: Iterable[base.Image]) -> list[base_pb2.Image]:
    """Pictures below the cache directory."""
    return [
        base_pb2.Image(
            hash=i.hash,
            file=i.file,
            camera=i.camera,
            output=i.output,
            width=i.width,
            height=i.height,
            quality=i.quality,
            data=i.data,
        )
        for i in ims
    ]


def results(task: scenes.Task, rs: Sequence[reward.Result]) -> reward_pb2.EvaluateResponse:
    """The scores of the candidates of a task."""
    m, faults = reward_pb2.EvaluateResponse(), Writer()
    names: dict[str, int] = {}
    for i, r in enumerate(listed(rs, "evaluate", "a list of a Result for each candidate")):
        if not isinstance(r, reward.Result):
            raise TypeError(f"candidate {i} was given {r!r:.100}; score and evaluate give a Result, such as Result(0.5)")
        p = m.results.add(value=float(r.value), invalid=r.invalid, reason=r.reason, objects=map(float, r.objects))
        p.parts.extend(map(float, r.parts.values()))
        p.part_index.extend(names.setdefault(name, len(names)) for name in r.parts)
        if r.findings:
            p.findings.CopyFrom(faults.columns(task, r.findings))
    m.part_names.extend(names)
    m.rules.extend(faults.rules)
    m.names.extend(faults.names)
    return m


def statistics(numbers: Mapping[str, float]) -> list[policy_pb2.Statistic]:
    """Named numbers."""
    return [policy_pb2.Statistic(name=name, value=float(v)) for name, v in numbers.items()]


def samples(groups: Sequence[Sequence[policy.Sample]], reference: bool) -> policy_pb2.SampleResponse:
    """The responses to observations; ``reference`` says that actions carry ref_log_prob."""
    m = policy_pb2.SampleResponse(reference=reference)
    coordinates: dict[str, int] = {}
    for group in listed(groups, "sample", "a list of Samples for each observation"):
        g = m.samples.add()
        for s in listed(group, "sample", "a list of Samples for each observation"):
            if not isinstance(s, policy.Sample):
                raise TypeError(f"sample gave {s!r:.100}; give a Sample, such as Sample(respond(task, layout))")
            g.samples.add(
                handle=s.handle,
                response=s.response,
                object=[a.object for a in s.actions],
                coordinate=[coordinates.setdefault(a.coordinate, len(coordinates)) for a in s.actions],
                log_prob=[float(a.log_prob) for a in s.actions],
                ref_log_prob=[float(a.ref_log_prob) for a in s.actions] if reference else [],
            )
    m.coordinates.extend(coordinates)
    return m
