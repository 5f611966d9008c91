"""What can go wrong between a trainer and the environment, as exceptions."""

from __future__ import annotations

from typing import Any


class MetaSpatialError(Exception):
    """The base of every error this package raises about the environment."""


class Unavailable(MetaSpatialError):
    """The server could not be reached, or stayed full, for as long as the client was told to try."""


class Unauthorised(MetaSpatialError):
    """The server wants a token, or refused the one it was sent."""


class ProtocolError(MetaSpatialError):
    """The server's answer is not what the environment's protocol says."""


class ReplayMismatch(MetaSpatialError):
    """After a reconnect the episode played again gave other rewards, so it cannot go on."""


class ServerError(MetaSpatialError):
    """The server refused a request and said why.

    ``code`` is the server's code (``VALIDATION_ERROR``, ``EXECUTION_ERROR``, ...)
    or the HTTP status as text; ``errors`` its list of details, possibly empty.
    """

    def __init__(self, message: str, code: str = "", errors: list[Any] | None = None) -> None:
        super().__init__(f"{code}: {message}" if code else message)
        self.code = code
        self.errors = errors or []


class Refused(ServerError):
    """The request itself is at fault: not an action of the environment, or too large. Sending it again is no use."""


class Busy(ServerError):
    """The server has no room for another episode now."""


def from_reply(data: Any) -> ServerError:
    """The exception for the ``data`` of a message of type ``error``."""
    if not isinstance(data, dict):
        return ServerError("the server reported an error without saying which")
    code = str(data.get("code", ""))
    message = str(data.get("message", "the server gave no reason"))
    errors = data.get("errors")
    kind: type[ServerError] = ServerError
    if code == "CAPACITY_REACHED":
        kind = Busy
    elif code in ("VALIDATION_ERROR", "INVALID_JSON", "UNKNOWN_TYPE"):
        kind = Refused
    return kind(message, code, errors if isinstance(errors, list) else None)
