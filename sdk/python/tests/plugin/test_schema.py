"""Settings are checked as the host's own plugins have theirs checked."""

from __future__ import annotations

import math
from typing import Any

import pytest

from metaspatial.plugin import Setting
from metaspatial.plugin.schema import nearest, resolve

SETTINGS = [
    Setting("radius", "number", 1.0, min=0.1, max=2, doc="How far."),
    Setting("count", "integer", 3, doc="How many."),
    Setting("deep", "bool", True, doc="Whether."),
    Setting("mode", "string", "near", enum=["near", "far"], doc="Which."),
    Setting("file", "string", doc="The model."),
]


def test_defaults_are_filled_in() -> None:
    values, problems = resolve(SETTINGS, {"file": "a.bin", "count": 4.0})
    assert not problems
    assert values == {"radius": 1.0, "count": 4, "deep": True, "mode": "near", "file": "a.bin"}
    assert isinstance(values["count"], int)


@pytest.mark.parametrize(
    ("config", "path", "summary"),
    [
        ({}, "config.file", "is required: The model."),
        ({"radius": 3}, "config.radius", "is 3, outside 0.1 to 2"),
        ({"radius": math.nan}, "config.radius", "must be a finite number, not nan"),
        ({"radius": True}, "config.radius", "must be a finite number, not True"),
        ({"count": 1.5}, "config.count", "must be a whole number, not 1.5"),
        ({"deep": 1}, "config.deep", "must be a bool, not 1"),
        ({"mode": "nearer"}, "config.mode", "is 'nearer'; use one of near, far"),
        ({"raduis": 1}, "config.raduis", 'unknown setting; did you mean "radius"?'),
        ({"colour": 1}, "config.colour", "unknown setting; the settings are radius, count, deep, mode, file"),
    ],
)
def test_problems_name_the_setting(config: dict[str, Any], path: str, summary: str) -> None:
    if config:
        config["file"] = "a.bin"
    _, problems = resolve(SETTINGS, config)
    assert [(p.path, p.summary) for p in problems] == [(path, summary)]


def test_nearest_counts_swaps_as_one() -> None:
    assert nearest("teh", ["ten", "the"]) == "ten"  # the first of equals
    assert nearest("elhpi", ["alpha", "elphi"]) == "elphi"
    assert nearest("x", ["alphabet"]) == ""
