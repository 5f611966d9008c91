"""What the environment says, as typed values.

Positions are metres in layout space, z up; yaw is a compass heading in
degrees, 0 facing +y and 90 facing +x. Rewards lie in [0, 1].
"""

from __future__ import annotations

import base64
import binascii
import io
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypedDict

from .errors import ProtocolError

if TYPE_CHECKING:
    import PIL.Image

Task = str | Mapping[str, Any]
"""A task as the environment writes it: a mapping, or the same as JSON text."""


class Finding(TypedDict, total=False):
    """One concrete fault of a layout: which rule, which object, with whom, how deep (metres or degrees)."""

    rule: str
    object: str
    other: str
    depth: float
    direction: list[float]
    message: str


@dataclass(frozen=True)
class Picture:
    """A rendered view, kept as it came; decoded only when asked for."""

    base64: str = field(repr=False)
    mime: str = "image/png"

    @property
    def data(self) -> bytes:
        """The file's bytes."""
        try:
            return base64.b64decode(self.base64, validate=True)
        except binascii.Error as err:
            raise ProtocolError(f"the picture is not base64: {err}") from None

    @property
    def url(self) -> str:
        """The picture as a data URL, the form chat messages carry."""
        return f"data:{self.mime};base64,{self.base64}"

    def pil(self) -> PIL.Image.Image:
        """The picture as an RGB image. Needs Pillow."""
        from PIL import Image

        return Image.open(io.BytesIO(self.data)).convert("RGB")


@dataclass(frozen=True)
class Observation:
    """What the model sees before a turn.

    ``prompt`` is the whole of what it must answer, standing alone; ``text`` is
    the short feedback on the answer before, for a conversation that keeps its
    history. ``turn`` counts the answers given so far, of ``turns``.
    """

    prompt: str
    text: str
    image: Picture | None
    turn: int
    turns: int
    task: dict[str, Any]
    findings: list[Finding]
    layout: list[dict[str, Any]] | None
    valid: bool
    parts: dict[str, float]


@dataclass(frozen=True)
class Step:
    """The environment's answer to a reset or a step; ``reward`` is None after a reset."""

    observation: Observation
    reward: float | None
    done: bool


@dataclass(frozen=True)
class State:
    """Where an episode stands; ``step_count`` is the number of answers it has taken."""

    episode_id: str
    step_count: int


@dataclass(frozen=True)
class Score:
    """The grade of one answer outside any episode."""

    reward: float
    valid: bool
    parts: dict[str, float]
    findings: list[Finding]
    image: Picture | None = None


def step_from(data: Any) -> Step:
    """Read the ``data`` of a message of type ``observation``."""
    data = _mapping(data, "data")
    seen = _mapping(data.get("observation"), "data.observation")
    reward = data.get("reward")
    return Step(
        observation=Observation(
            prompt=str(seen.get("prompt", "")),
            text=str(seen.get("text", "")),
            image=_picture(seen),
            turn=_whole(seen.get("turn", 0), "turn"),
            turns=_whole(seen.get("turns", 1), "turns"),
            task=_mapping(seen.get("task") or {}, "task"),
            findings=_list(seen.get("findings") or [], "findings"),
            layout=None if seen.get("layout") is None else _list(seen["layout"], "layout"),
            valid=bool(seen.get("valid", False)),
            parts=_parts(seen.get("parts")),
        ),
        reward=None if reward is None else _number(reward, "reward"),
        done=bool(data.get("done", False)),
    )


def state_from(data: Any) -> State:
    """Read the ``data`` of a message of type ``state``."""
    data = _mapping(data, "data")
    return State(str(data.get("episode_id", "")), _whole(data.get("step_count", 0), "step_count"))


def score_from(data: Any) -> Score:
    """Read one element of ``scores``."""
    data = _mapping(data, "scores[]")
    return Score(
        reward=_number(data.get("reward"), "reward"),
        valid=bool(data.get("valid", False)),
        parts=_parts(data.get("parts")),
        findings=_list(data.get("findings") or [], "findings"),
        image=_picture(data),
    )


def _picture(data: Mapping[str, Any]) -> Picture | None:
    image = data.get("image")
    return Picture(image, str(data.get("mime") or "image/png")) if isinstance(image, str) and image else None


def _parts(value: Any) -> dict[str, float]:
    return {str(name): _number(part, f"parts.{name}") for name, part in _mapping(value or {}, "parts").items()}


def _mapping(value: Any, what: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ProtocolError(f"{what} is {type(value).__name__}, not an object")
    return value


def _list(value: Any, what: str) -> list[Any]:
    if not isinstance(value, list):
        raise ProtocolError(f"{what} is {type(value).__name__}, not a list")
    return value


def _number(value: Any, what: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise ProtocolError(f"{what} is {value!r}, not a finite number")
    return float(value)


def _whole(value: Any, what: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ProtocolError(f"{what} is {value!r}, not a whole number")
    return value
