"""Findings as columns, as scenes.proto describes them."""

from __future__ import annotations

from collections.abc import Sequence

from metaspatial.plugin.v1 import scenes_pb2 as pb
from metaspatial.scenes import Finding, Task


class Writer:
    """Gathers the two tables that the findings of several layouts share."""

    def __init__(self) -> None:
        self.rules: list[str] = []
        self.names: list[str] = []

    def columns(self, task: Task | None, findings: Sequence[Finding]) -> pb.Findings:
        """The message for the findings of one layout of a task."""
        index = {o.id: i for i, o in enumerate(task.objects)} if task else {}
        texts = [f.message.encode() for f in findings]
        m = pb.Findings(
            rule=[_position(self.rules, f.rule) for f in findings],
            object=[self._name(index, f.object) for f in findings],
            text=b"".join(texts).decode(),
            length=[len(t) for t in texts],
        )
        if any(f.other for f in findings):
            m.other.extend(self._name(index, f.other) for f in findings)
        if any(f.depth for f in findings):
            m.depth.extend(f.depth for f in findings)
        if any(f.direction != (0.0, 0.0) for f in findings):
            m.direction.extend(v for f in findings for v in f.direction)
        return m

    def _name(self, index: dict[str, int], id: str) -> int:
        return index[id] if id in index else -1 - _position(self.names, id)


def _position(table: list[str], entry: str) -> int:
    if entry not in table:
        table.append(entry)
    return table.index(entry)


def read(task: Task, m: pb.Findings, rules: Sequence[str], names: Sequence[str]) -> list[Finding]:
    """The findings of one layout of a task; ValueError where they make no sense."""
    n = len(m.rule)
    if len(m.object) != n or len(m.length) != n:
        raise ValueError(f"findings have {n} rules, {len(m.object)} objects and {len(m.length)} lengths")
    if len(m.other) not in (0, n) or len(m.depth) not in (0, n) or len(m.direction) not in (0, 2 * n):
        raise ValueError(f"the columns of {n} findings differ in length")

    def name(k: int) -> str:
        if k < 0 and -1 - k < len(names):
            return names[-1 - k]
        if 0 <= k < len(task.objects):
            return task.objects[k].id
        raise ValueError(f"a finding is about object {k}, which neither the task nor the table of names has")

    text, at, out = m.text.encode(), 0, []
    if sum(m.length) != len(text):
        raise ValueError(f"the messages of findings have {sum(m.length)} bytes, but their text {len(text)}")
    for i in range(n):
        if m.rule[i] >= len(rules):
            raise ValueError(f"finding {i} is of rule {m.rule[i]} of {len(rules)}")
        out.append(
            Finding(
                rule=rules[m.rule[i]],
                object=name(m.object[i]),
                message=text[at : at + m.length[i]].decode(errors="replace"),
                other=name(m.other[i]) if m.other else "",
                depth=m.depth[i] if m.depth else 0.0,
                direction=(m.direction[2 * i], m.direction[2 * i + 1]) if m.direction else (0.0, 0.0),
            )
        )
        at += m.length[i]
    return out
