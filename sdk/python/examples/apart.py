#!/usr/bin/env python3
"""The smallest term: a function of task, layout and settings. It keeps things apart.

    metaspatial train -c run.yaml --dev ./apart.py --term apart=./apart.py:0.2
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from metaspatial.plugin import Setting, main, term
from metaspatial.scenes import Layout, Task


@term(
    "reward/apart", version="1.0.0",
    settings=[Setting("distance", "number", 0.8, unit="m", min=0.1, max=10, doc="How far from each other things should be.")],
)  # fmt: skip
def apart(task: Task, layout: Layout, values: Mapping[str, Any]) -> float:
    """Keeps the middles of what stands on the floor apart.

    Minus the mean, over what stands there, of how much nearer than the distance
    the nearest other thing is: 0 where all keep it, -1 where all stand on one spot.
    """
    standing = {o.id for o in task.objects if o.support == "floor" and not o.flat}
    spots = [p.position[:2] for p in layout.placements if p.id in standing]
    near = [min(math.dist(a, b) for k, b in enumerate(spots) if k != i) for i, a in enumerate(spots) if len(spots) > 1]
    return -sum(max(0.0, 1 - d / float(values["distance"])) for d in near) / max(len(near), 1)


if __name__ == "__main__":
    main(apart)
