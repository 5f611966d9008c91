"""What every kind of plugin shares."""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["reward", "policy", "render"]
Need = Literal["response", "meshes", "images"]


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting that a run file may give.

    A ``default`` of None makes it required. ``min`` and ``max`` bound numbers
    and integers, inclusive; ``enum`` lists the only allowed strings. ``unit``
    is "m", "deg", "s", "path" or ""; the host makes a path absolute.
    """

    name: str
    type: Literal["number", "integer", "bool", "string"]
    default: float | int | bool | str | None = None
    doc: str = ""
    min: float | None = None
    max: float | None = None
    enum: Sequence[str] = ()
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A kind of picture of a layout; empty and 0 mean the host's defaults."""

    camera: str = ""
    output: str = ""
    width: int = 0
    height: int = 0
    quality: str = ""


@dataclass(slots=True)
class Image:
    """A picture below the cache directory, named by the SHA-256 of its bytes."""

    hash: str
    file: str
    camera: str
    output: str
    width: int
    height: int
    quality: str = ""
    data: bytes = b""


@dataclass(slots=True)
class Mesh:
    """A GLB model of an asset, below the cache directory, in metres and Y up."""

    asset: str
    hash: str
    file: str


@dataclass(slots=True)
class Diagnostic:
    """A message for people about one place, such as "config.radius"."""

    summary: str
    path: str = ""
    detail: str = ""
    warning: bool = False


class Problem(Exception):
    """Refuses a call for a reason that a person can mend: a setting, a task, a file.

    The host shows summary and path and ends the run in order. Any other
    exception counts as a fault of the plugin and is shown with its place.
    """

    def __init__(self, summary: str, path: str = "", detail: str = "") -> None:
        super().__init__(summary)
        self.diagnostic = Diagnostic(summary, path, detail)


@dataclass(slots=True)
class Call:
    """One call of the host, seen from inside."""

    cancelled: threading.Event = field(default_factory=threading.Event)
    warnings: list[Diagnostic] = field(default_factory=list)
    amounts: dict[str, float] = field(default_factory=dict)


current: contextvars.ContextVar[Call | None] = contextvars.ContextVar("metaspatial call", default=None)


def warn(summary: str, path: str = "", detail: str = "") -> None:
    """Adds a warning to the answer of the call under way."""
    call = current.get()
    if call is not None:
        call.warnings.append(Diagnostic(summary, path, detail, warning=True))


def took(name: str, amount: float) -> None:
    """Adds to what the call of a policy under way takes.

    Such as "requests", "input_tokens", "output_tokens" or "cost": amounts that
    add up over calls. The run's metrics show them.
    """
    call = current.get()
    if call is not None:
        call.amounts[name] = call.amounts.get(name, 0.0) + amount


def cancelled() -> bool:
    """Whether the host no longer waits for the call under way.

    What takes longer than a second should ask now and then, and give up.
    """
    call = current.get()
    return call is not None and call.cancelled.is_set()


class Plugin:
    """The part that all kinds share; derive from Reward, Policy, Trainer or Renderer.

    Class attributes say what the plugin is. The host calls ``configure`` before
    anything else of the kind, never during another call, maybe again later, and
    ``stop`` at the end. Import what is slow to import in ``configure``: the
    host waits for the process to answer only 30 s.
    """

    kind: Kind
    #: kind/name, such as "reward/clearance".
    id: str = ""
    #: The plugin's own semantic version.
    version: str = ""
    #: One sentence.
    summary: str = ""
    #: Markdown.
    docs: str = ""
    settings: Sequence[Setting] = ()
    #: What it reads beside the task and the layout.
    needs: Sequence[Need] = ()
    #: The pictures that the need "images" asks for.
    pictures: Sequence[Picture] = ()
    #: Whether calls of the kind may run at once, in several threads.
    concurrent: bool = False

    def configure(self, values: Mapping[str, Any], cache_dir: str) -> None:
        """Takes the settings, complete and checked; raise Problem to refuse them.

        Pictures and models lie below ``cache_dir``. It may come again, and then
        replaces the settings whole. It may assign ``self.needs`` and
        ``self.pictures``, where these depend on the settings.
        """

    def stop(self) -> None:
        """Finishes what must not be lost, within seconds; then the process ends."""
