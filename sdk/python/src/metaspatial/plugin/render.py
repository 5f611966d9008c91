"""Renderers: plugins that draw layouts."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from metaspatial.plugin.base import Image, Plugin
from metaspatial.scenes import Layout, Task


@dataclass(slots=True)
class Scene:
    """A layout to draw; without one the room is empty."""

    task: Task
    layout: Layout | None


@dataclass(slots=True)
class RenderRequest:
    """Asks for pictures of every scene, from every camera, of every output.

    The SDK fills in the defaults: the doll-house in colour, 256 by 256.
    ``quality`` is one of the renderer's; empty is that of its settings.
    """

    scenes: list[Scene]
    cameras: list[str]
    outputs: list[str]
    width: int = 256
    height: int = 256
    quality: str = ""


class Renderer(Plugin):
    """Draws layouts; the same request gives the same bytes.

    "color" is an 8-bit PNG; "depth" a 16-bit grey PNG in millimetres, 0 where
    nothing is; "id" an 8-bit grey PNG with 0 for none, 1 for the room and i+2
    for object i; "normal" an 8-bit PNG of unit normals in layout space, each
    component as 128 + 127 n.
    """

    kind = "render"

    def render(self, request: RenderRequest) -> Sequence[Sequence[bytes]]:
        """The PNG files of every scene, by camera, then output.

        The SDK puts them into the cache directory and names them. A scene that
        cannot be drawn gives no files and a warning.
        """
        raise NotImplementedError("a renderer needs the method render")


def keep(cache_dir: str, data: bytes) -> tuple[str, str]:
    """Puts a PNG into the cache, unless it is there, and returns hash and file.

    Readers never see half a file: it is renamed into place.
    """
    digest = hashlib.sha256(data).hexdigest()
    name = f"{digest[:2]}/{digest}.png"
    path = Path(cache_dir, digest[:2], digest + ".png")
    if path.is_file() and path.stat().st_size == len(data):
        return digest, name
    path.parent.mkdir(parents=True, exist_ok=True)
    fd, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(fd, "wb") as f:
            f.write(data)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
    return digest, name


def images(cache_dir: str, request: RenderRequest, files: Sequence[bytes], inline: bool) -> list[Image]:
    """Keeps the files of one scene and describes them in the request's order."""
    kinds = [(camera, output) for camera in request.cameras for output in request.outputs]
    if not files:
        return []
    if len(files) != len(kinds):
        raise ValueError(f"the renderer gave {len(files)} pictures of a scene instead of {len(kinds)}")
    out = []
    for (camera, output), data in zip(kinds, files):
        if not isinstance(data, bytes):
            raise TypeError(f"render gave {data!r:.100}; give the bytes of a PNG file")
        digest, name = keep(cache_dir, data)
        kept = data if inline else b""
        out.append(Image(digest, name, camera, output, request.width, request.height, request.quality, kept))
    return out
