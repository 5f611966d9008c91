"""What a plugin's program says to whoever starts it by hand, and to its author."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from metaspatial.plugin import Plugin, Result, Reward, Setting, term
from metaspatial.plugin.main import description
from metaspatial.scenes import Layout, Object, Placement, Room, Task, axes, respond

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "daylight.py"


def started(*args: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(EXAMPLE), *args], capture_output=True, text=True, env={**os.environ, **env}, check=False
    )


def test_by_hand() -> None:
    bare = started()
    assert bare.returncode == 1 and "does nothing by itself" in bare.stderr and not bare.stdout
    assert "reach " in started("--help").stdout
    assert json.loads(started("--own", "--describe").stdout)["id"] == "reward/daylight"
    unknown = started("--serve")
    assert unknown.returncode == 2 and "--describe" in unknown.stderr


def test_describes_itself() -> None:
    d = json.loads(started("--describe").stdout)
    assert d == json.loads(started(METASPATIAL_PLUGIN_DESCRIBE="1").stdout)
    assert d["id"] == "reward/daylight" and d["kind"] == "reward" and d["schema"][0]["unit"] == "m"


class Nameless(Reward):
    id, version, summary = "reward/", "1.0.0", "Tests."


class Mistaken(Reward):
    id, version, summary = "reward/test", "1.0.0", "Tests."
    settings = [Setting("size", "number", 3.0, max=2, doc="A size.")]


class Typeless(Reward):
    id, version, summary = "reward/test", "1.0.0", "Tests."
    settings = [Setting("size", "float", 3.0, doc="A size.")]  # type: ignore[arg-type]


class Twice(Reward):
    id, version, summary = "reward/test", "1.0.0", "Tests."
    settings = [Setting("size", "number", 3.0, doc="A size."), Setting("size", "bool", True, doc="A size.")]


@pytest.mark.parametrize(
    ("plugin", "message"),
    [
        (Nameless(), 'such as "reward/clearance"'),
        (Mistaken(), "the default of config.size: is 3, outside -inf to 2"),
        (Plugin(), "derive its class from"),
        (Nameless, r"give it one of it: main\(Nameless\(\)\)"),
        (Typeless(), 'config.size has the type "float"; use number'),
        (Twice(), "there are two settings size"),
    ],
)
def test_mistakes_of_authors(plugin: Plugin, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        description(plugin)


def test_a_term_from_a_function() -> None:
    @term("reward/count", "1.0.0", settings=[Setting("each", "number", 2.0, doc="What one is worth.")])
    def count(task: Task, layout: Layout, values: Mapping[str, Any]) -> float:
        """Counts what is placed.

        Nothing else.
        """
        return float(values["each"]) * len(layout.placements)

    assert description(count)["summary"] == "Counts what is placed."
    count.configure({"each": 2.0}, "")
    task = Task("t", Room([(0, 0), (4, 0), (4, 3), (0, 3)], 2.5), [Object("a", (1, 1, 1))])
    assert count.score(task, Layout([Placement("a", (1, 1, 0.5))])) == Result(2.0)


def test_respond_is_what_the_host_reads() -> None:
    task = Task("t", Room([(0, 0), (4, 0), (4, 3), (0, 3)], 2.5), [Object("a<1>", (1, 1, 1)), Object("b", (1, 1, 1))])
    text = respond(task, Layout([Placement("a<1>", (1, -0.00001, 0.5), 90)]), "an </think> is no end")
    assert text == (
        "<think>an [/think] is no end</think>\n<answer>\n[\n"
        '{"new_object_id":"a\\u003c1\\u003e","x":1.0000,"y":0.0000,"z":0.5000,"rotation":{"z_angle":90.0000}}'
        "\n]\n</answer>"
    )
    assert axes(90) == ((-0.0, -1.0), (1.0, 0.0)) and axes(-90) == axes(270)
