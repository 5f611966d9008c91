"""A term that prints where it can, and misbehaves as the response of a candidate says."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from typing import Any

from metaspatial.plugin import Candidate, Mesh, Problem, Result, Reward, Setting, cancelled, main, warn
from metaspatial.scenes import Finding, Task

#: Opens when four calls are under way at once.
MEETING = threading.Barrier(4)

print("printed at import")
os.write(1, b"written at import\n")


class Noisy(Reward):
    id, version, summary = "reward/noisy", "1.0.0", "Tests."
    settings = [Setting("count", "integer", 3, doc="A number."), Setting("deep", "bool", True, doc="A flag.")]
    needs = ["response"]

    def configure(self, values: Mapping[str, Any], cache_dir: str) -> None:
        if values["count"] == 13:
            raise Problem("is unlucky", "config.count")
        self.count = values["count"]
        if self.count == 4:
            self.needs = ["response", "images"]
        print("printed in configure", flush=True)
        subprocess.run([sys.executable, "-c", "print('printed by a child')"], check=True)

    def evaluate(self, task: Task, candidates: Sequence[Candidate], meshes: Sequence[Mesh]) -> Sequence[Result]:
        what = candidates[0].response
        if what == "crash":
            return [Result(1 / 0)]
        if what == "refuse":
            raise Problem("has no windows", "task.room")
        if what == "warn":
            warn("is dark", "task.room")
        if what == "meet":
            MEETING.wait(120)
            # One write each: the text and the end of a line that print writes apart can cross.
            print("met\n", end="", flush=True)
            time.sleep(0.3)
            print("left\n", end="", flush=True)
        if what == "long":
            while not cancelled():
                time.sleep(0.01)
            print("gave up", flush=True)
        if what.startswith("big"):
            return [Result(0.0, reason="r" * int(what[3:]))]
        finding = Finding("odd", "chair", "stands 30° off é", other="north_wall", depth=0.5, direction=(0.0, 1.0))
        return [Result(len(c.response) + self.count, parts={"n": 1.0}, findings=[finding]) for c in candidates]

    def stop(self) -> None:
        print("stopped", flush=True)


if __name__ == "__main__":
    main(Noisy())
