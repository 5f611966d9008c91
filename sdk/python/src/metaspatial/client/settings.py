"""Where the environment is and how patient to be."""

from __future__ import annotations

import os
import random
import ssl
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from .errors import MetaSpatialError

DEFAULT_URL = "http://127.0.0.1:8000"


@dataclass(frozen=True)
class Settings:
    """How a client reaches the server.

    ``url`` and ``token`` come from METASPATIAL_URL and METASPATIAL_TOKEN where
    they are not given. ``timeout`` is the wait for one answer, ``patience`` the
    time over which lost connections, a full server and restarts are ridden out
    before :class:`~metaspatial.client.Unavailable` is raised, both in seconds.
    A certificate of one's own goes into ``tls``, or into SSL_CERT_FILE.
    """

    url: str = ""
    token: str | None = field(default=None, repr=False)
    timeout: float = 60.0
    connect_timeout: float = 10.0
    patience: float = 120.0
    tls: ssl.SSLContext | None = None

    def __post_init__(self) -> None:
        url = (self.url or os.environ.get("METASPATIAL_URL") or DEFAULT_URL).rstrip("/")
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise MetaSpatialError("the server's address must look like http://127.0.0.1:8000 or https://host")
        if parts.username or parts.password:
            raise MetaSpatialError("the server's address must not hold a password; use a token")
        object.__setattr__(self, "url", url)
        object.__setattr__(self, "token", self.token or os.environ.get("METASPATIAL_TOKEN") or None)

    @property
    def socket_url(self) -> str:
        """The address of the episodes' WebSocket."""
        return "ws" + self.url.removeprefix("http") + "/ws"

    @property
    def headers(self) -> dict[str, str]:
        """The headers that every request carries."""
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}


def pause(attempt: int) -> float:
    """Seconds to wait after the attempt-th failure in a row, from 0: doubling from 0.1 to 5, with jitter."""
    return min(5.0, 0.1 * 2.0 ** min(attempt, 10)) * random.uniform(0.5, 1.0)
