"""Checks the settings of a plugin, as the host's own plugins have theirs checked."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from metaspatial.plugin.base import Diagnostic, Setting


def resolve(settings: Sequence[Setting], config: Mapping[str, Any]) -> tuple[dict[str, Any], list[Diagnostic]]:
    """The settings with every default filled in, and what is wrong with them."""
    values: dict[str, Any] = {}
    problems = []
    for s in settings:
        value = config.get(s.name, s.default)
        if s.name not in config and s.default is None:
            problems.append(Diagnostic(f"is required: {s.doc}", "config." + s.name))
            continue
        try:
            values[s.name] = check(s, value)
        except ValueError as err:
            problems.append(Diagnostic(str(err), "config." + s.name))
    names = [s.name for s in settings]
    for name in sorted(set(config) - set(names)):
        problems.append(Diagnostic("unknown setting" + _suggest(name, names), "config." + name))
    return values, problems


def check(s: Setting, value: Any) -> float | int | bool | str:
    """The value as the setting's type, or a ValueError that says what is wrong."""
    if s.type in ("number", "integer"):
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            raise ValueError(f"must be a finite {s.type}, not {value!r}")
        if s.min is not None and value < s.min or s.max is not None and value > s.max:
            low, high = -math.inf if s.min is None else s.min, math.inf if s.max is None else s.max
            raise ValueError(f"is {value:g}, outside {low:g} to {high:g}")
        if s.type == "number":
            return float(value)
        if value != math.trunc(value) or abs(value) > 1 << 53:
            raise ValueError(f"must be a whole number, not {value!r}")
        return int(value)
    if s.type == "bool" and isinstance(value, bool):
        return value
    if s.type == "string" and isinstance(value, str):
        if s.enum and value not in s.enum:
            raise ValueError(f"is {value!r}; use one of {', '.join(s.enum)}")
        return value
    raise ValueError(f"must be a {s.type}, not {value!r}")


def _suggest(name: str, names: Sequence[str]) -> str:
    near = nearest(name, names)
    if near:
        return f'; did you mean "{near}"?'
    if not names:
        return "; this plugin has no settings"
    return "; the settings are " + ", ".join(names)


def nearest(name: str, candidates: Sequence[str]) -> str:
    """The candidate within a third of the name's length in edit distance, or ""."""
    best, least = "", max(1, len(name) // 3) + 1
    for c in candidates:
        d = _distance(name, c)
        if d < least:
            best, least = c, d
    return best


def _distance(a: str, b: str) -> int:
    """Optimal string alignment (Damerau 1964), row by row."""
    before, row = [0] * (len(b) + 1), list(range(len(b) + 1))
    for i, x in enumerate(a):
        after = [i + 1]
        for j, y in enumerate(b):
            d = min(row[j] + (x != y), row[j + 1] + 1, after[j] + 1)
            if i > 0 and j > 0 and x == b[j - 1] and a[i - 1] == y:
                d = min(d, before[j - 1] + 1)
            after.append(d)
        before, row = row, after
    return row[-1]
