"""The environment of ``metaspatial serve`` as a client sees it.

:class:`Client` and :class:`AsyncClient` grade answers in batches and play
episodes over a WebSocket: reset, step, state. They need websockets and httpx
(``pip install "metaspatial[client]"``), loaded at the first connection; Pillow
only where a picture is asked for as an image.
"""

from .aio import AsyncClient, AsyncEpisode
from .errors import (
    Busy,
    MetaSpatialError,
    ProtocolError,
    Refused,
    ReplayMismatch,
    ServerError,
    Unauthorised,
    Unavailable,
)
from .settings import Settings
from .sync import Client, Episode
from .types import Finding, Observation, Picture, Score, State, Step, Task

__all__ = [
    "AsyncClient",
    "AsyncEpisode",
    "Busy",
    "Client",
    "Episode",
    "Finding",
    "MetaSpatialError",
    "Observation",
    "Picture",
    "ProtocolError",
    "Refused",
    "ReplayMismatch",
    "ServerError",
    "Settings",
    "State",
    "Step",
    "Score",
    "Task",
    "Unauthorised",
    "Unavailable",
]
