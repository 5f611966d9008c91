#!/usr/bin/env python3
"""Draws layouts with Blender: Cycles, or EEVEE where there is OpenGL.

It runs in a host, once that trusts it:

    metaspatial plugin trust ./blender.py
    metaspatial train -c run.yaml         # with renderer: {plugin: ./blender.py}
"""

from __future__ import annotations

import json
import math
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from cameras import PRESETS, camera, corners, cut

from metaspatial.plugin import Problem, Renderer, RenderRequest, Scene, Setting, cancelled, main, warn
from metaspatial.scenes import Layout, Task

OUTPUTS = ["color", "depth", "id", "normal"]
#: Samples of a pixel by quality.
QUALITIES = {"preview": 4, "train": 32, "beauty": 256}
#: The numbers of a door or window; one without them is not drawn.
OPENING = ["offset", "width", "height", "sill"]
#: The last lines of Blender's that an error shows.
LINES = 12


class Blender(Renderer):
    """Starts Blender once for every request, with everything to draw in one file."""

    id, version = "render/blender", "1.0.0"
    summary = "Draws layouts by path tracing in Blender, from the cameras of render/raster."
    docs = (
        f"Cameras: {', '.join(PRESETS)} and orbit:YAW,PITCH[,DISTANCE]. Outputs: {', '.join(OUTPUTS)}. "
        "Qualities: " + ", ".join(f"{name} ({n} samples)" for name, n in QUALITIES.items()) + ". "
        "The same request gives the same bytes on the same machine with the same Blender. Models come from the "
        "folder that `metaspatial assets export` writes; what has none is a box with an arrow to its front."
    )
    settings = [
        Setting("program", "string", "blender", doc="Blender's program, 3.4 or later, by name or path."),
        Setting("engine", "string", "cycles", enum=["cycles", "eevee"], doc="eevee is faster, and needs OpenGL."),
        Setting("quality", "string", "train", enum=list(QUALITIES), doc="How many samples each pixel gets."),
        Setting("models", "string", "", doc="Folder with PACK/NAME.glb of each asset; empty draws boxes."),
        Setting("patience", "number", 600.0, min=1, unit="s", doc="How long one request may take."),
    ]
    values: Mapping[str, Any]

    def configure(self, values: Mapping[str, Any], cache_dir: str) -> None:
        if not shutil.which(values["program"]):
            raise Problem(
                f'there is no program "{values["program"]}"; install Blender or give its path', "config.program"
            )
        if values["models"] and not Path(values["models"]).is_dir():
            raise Problem(f'there is no folder "{values["models"]}"', "config.models")
        self.values = values

    def render(self, request: RenderRequest) -> Sequence[Sequence[bytes]]:
        check(request)
        with tempfile.TemporaryDirectory(prefix="blender-") as folder:
            job, files = self.job(request, folder)
            Path(folder, "job.json").write_text(json.dumps(job))
            if job["pictures"]:
                self.run(folder)
            return [[bare(Path(file).read_bytes()) for file in group] for group in files]

    def job(self, request: RenderRequest, folder: str) -> tuple[dict[str, Any], list[list[str]]]:
        """What Blender is to do, and the files of each scene that it leaves."""
        scenes: list[dict[str, Any]] = []
        pictures: list[dict[str, Any]] = []
        files: list[list[str]] = []
        missing: set[str] = set()
        for i, scene in enumerate(request.scenes):
            group: list[str] = []
            reason = refused(scene.task)
            if reason:
                warn(reason, f"scenes[{i}]")
            for name in request.cameras if not reason else ():
                c = camera(name, scene.task.room, request.width, request.height)
                walls = [w for w in range(len(scene.task.room.floor)) if not c.plan and cut(scene.task.room, w, c)]
                lens = {**asdict(c), "basis": c.basis(), "cut": walls}
                group += [str(Path(folder, f"{i}-{len(group)}-{output}.png")) for output in request.outputs]
                shots = zip(request.outputs, group[-len(request.outputs) :])
                # Color first: it alone needs the lights.
                for output, file in sorted(shots, key=lambda s: s[0] != "color"):
                    pictures.append({"scene": i, "camera": lens, "output": output, "file": file})
            scenes.append(self.scene(scene, missing))
            files.append(group)
        quality = request.quality or self.values["quality"]
        job = {
            "engine": self.values["engine"], "samples": QUALITIES[quality], "threads": os.cpu_count() or 1,
            "width": request.width, "height": request.height, "scenes": scenes, "pictures": pictures,
        }  # fmt: skip
        return job, files

    def scene(self, scene: Scene, missing: set[str]) -> dict[str, Any]:
        """A scene as Blender's side reads it, its objects with their models and places."""
        objects = []
        layout = scene.layout or Layout()
        for i, o in enumerate(scene.task.objects):
            p = layout.find(o.id)
            if p is None or not all(map(math.isfinite, (*p.position, p.yaw, *o.size))) or min(o.size) <= 0:
                continue
            model = self.model(o.asset)
            if o.asset and self.values["models"] and not model and o.asset not in missing:
                missing.add(o.asset)
                warn(f"is drawn as a box: there is no model of {o.asset}", f"objects.{o.id}")
            objects.append({**asdict(o), "index": i + 2, "position": p.position, "yaw": p.yaw, "model": model})
        room = asdict(scene.task.room)
        room["openings"] = [o for o in room["openings"] if all(math.isfinite(o[k]) for k in OPENING)]
        return {"room": room, "program": scene.task.program, "objects": objects}

    def model(self, asset: str) -> str:
        """The model's file, or nothing; an asset's name never leaves the folder."""
        folder = Path(self.values["models"]).resolve()
        odd = "\0" in asset or ".." in Path(asset).parts or Path(asset).is_absolute()
        if not asset or not self.values["models"] or odd:
            return ""
        file = folder / f"{asset}.glb"
        return str(file) if file.is_file() else ""

    def run(self, folder: str) -> None:
        """Runs Blender, and gives up with the host."""
        script = Path(__file__).resolve().with_name("scene.py")
        command = [
            self.values["program"], "--background", "--factory-startup", "--python-exit-code", "3",
            "--python", str(script), "--", str(Path(folder, "job.json")),
        ]  # fmt: skip
        log = Path(folder, "log")
        with log.open("wb") as out:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT)
            end = time.monotonic() + self.values["patience"]
            try:
                while process.poll() is None:
                    if cancelled() or time.monotonic() > end:
                        break
                    time.sleep(0.02)
            finally:
                ended = process.poll() is not None
                if not ended:
                    process.kill()
                    process.wait()
        if cancelled():
            raise Problem("was given up by the host", "render")
        if not ended or process.returncode:
            lines = log.read_text(errors="replace").splitlines()[-LINES:]
            why = f"ended with {process.returncode}" if ended else f"took longer than {self.values['patience']:g} s"
            raise Problem(f"Blender {why}", "render", "\n".join(lines))


def check(request: RenderRequest) -> None:
    """Refuses what cannot be drawn at all."""
    for name in ("width", "height"):
        if not 16 <= getattr(request, name) <= 4096:
            raise Problem(f"is {getattr(request, name)} pixels; use 16 to 4096", name)
    for output in request.outputs:
        if output not in OUTPUTS:
            raise Problem(f'unknown output "{output}"; use {", ".join(OUTPUTS)}', "outputs")
    if request.quality and request.quality not in QUALITIES:
        raise Problem(f'unknown quality "{request.quality}"; use {", ".join(QUALITIES)}', "quality")


def refused(task: Task) -> str:
    """Why a room cannot be drawn, or nothing."""
    points = [v for p in corners(task.room) for v in p] if len(task.room.floor) >= 3 else []
    if not points or not all(map(math.isfinite, points)) or task.room.height <= 0:
        return f'task "{task.id}" has no room to draw'
    if max(map(abs, points)) > 1000:
        return f'task "{task.id}" has a room larger than 1000 m'
    if len(task.objects) > 254:
        return f'task "{task.id}" has {len(task.objects)} objects; pictures tell 254 apart'
    return ""


def bare(png: bytes) -> bytes:
    """A PNG without its texts, in which Blender writes the time."""
    out, at = png[:8], 8
    while at < len(png):
        end = at + 12 + int.from_bytes(png[at : at + 4], "big")
        if png[at + 4 : at + 8] in (b"IHDR", b"PLTE", b"IDAT", b"IEND"):
            out += png[at:end]
        at = end
    return out


if __name__ == "__main__":
    main(Blender())
