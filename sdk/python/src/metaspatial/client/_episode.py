"""One episode over one WebSocket, and how it outlives the socket.

The environment is deterministic: the same reset followed by the same answers
gives the same observations. So when the connection is lost in the middle, the
client connects anew, plays the episode again up to the step in question, checks
that the rewards are the same, and goes on. A step in doubt may be sent twice;
the server counts it once, because the first went down with its session.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import time
import uuid
from typing import Any

from .errors import (
    Busy,
    MetaSpatialError,
    ProtocolError,
    Refused,
    ReplayMismatch,
    ServerError,
    Unauthorised,
    Unavailable,
    from_reply,
)
from .settings import Settings, pause
from .types import State, Step, state_from, step_from

MAX_MESSAGE = 16 << 20
"""Bytes of the largest message the client takes; the server's own limit is 1 MiB."""

_PING_EVERY = 20.0

# Close codes that blame the message just sent: unsupported data, not UTF-8, too big.
_BLAMES_MESSAGE = {1003, 1007, 1009}


class EpisodeCore:
    """The episode's own state. Every method runs on the I/O thread."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._socket: Any = None
        self._turn = asyncio.Lock()
        self._reset: dict[str, Any] | None = None
        self._played: list[tuple[dict[str, Any], float | None]] = []
        self._over = False

    async def reset(self, data: dict[str, Any]) -> Step:
        # A reset without seed and id could not be played again as the same episode.
        data = {"seed": secrets.randbits(31), "episode_id": uuid.uuid4().hex, **data}
        async with self._turn:
            self._reset, self._played, self._over = None, [], False
            step = step_from(await self._exchange("reset", data))
            self._reset, self._over = data, step.done
            return step

    async def step(self, action: dict[str, Any]) -> Step:
        async with self._turn:
            if self._reset is None:
                raise MetaSpatialError("no episode is running: call reset first")
            if self._over:
                raise MetaSpatialError("the episode is over: call reset")
            step = step_from(await self._exchange("step", action))
            self._played.append((action, step.reward))
            self._over = step.done
            return step

    async def state(self) -> State:
        async with self._turn:
            if self._reset is None:
                raise MetaSpatialError("no episode is running: call reset first")
            return state_from(await self._exchange("state", None))

    async def close(self) -> None:
        self._reset = None
        socket, self._socket = self._socket, None
        if socket is None:
            return
        from websockets.exceptions import ConnectionClosed

        try:
            await socket.send('{"type":"close"}')
        except ConnectionClosed:
            pass
        await socket.close()

    async def _exchange(self, kind: str, data: dict[str, Any] | None) -> Any:
        """Send one request and return its reply's data, riding out what passes."""
        from websockets.exceptions import ConnectionClosed

        text = _encode(kind, data)
        give_up = time.monotonic() + self._settings.patience
        attempt = 0
        while True:
            try:
                if self._socket is None:
                    await self._connect()
                return await self._ask(kind, text)
            except ConnectionClosed as err:
                if err.rcvd is not None and err.rcvd.code in _BLAMES_MESSAGE:
                    await self._drop()
                    raise Refused(
                        err.rcvd.reason or "the server did not take the message", str(err.rcvd.code)
                    ) from None
                why: Exception = err
            except (OSError, asyncio.TimeoutError, Busy) as err:
                why = err
            except (ServerError, Unauthorised):
                raise
            except BaseException:
                # Cancelled or out of step: what arrives next would answer an older question.
                await self._drop()
                raise
            await self._drop()
            if time.monotonic() >= give_up:
                raise Unavailable(f"{self._settings.url}: {str(why) or type(why).__name__}") from why
            await asyncio.sleep(pause(attempt))
            attempt += 1

    async def _connect(self) -> None:
        """Open a socket and bring a running episode back to where it was."""
        from websockets.asyncio.client import connect
        from websockets.exceptions import InvalidHandshake, InvalidStatus

        settings = self._settings
        try:
            self._socket = await connect(
                settings.socket_url,
                additional_headers=settings.headers,
                open_timeout=settings.connect_timeout,
                ping_interval=_PING_EVERY,
                # A pong that is late is no reason to throw an episode away: the wait for the answer decides.
                ping_timeout=None,
                compression=None,
                max_size=MAX_MESSAGE,
                ssl=settings.tls if settings.url.startswith("https") else None,
            )
        except InvalidStatus as err:
            status = err.response.status_code
            if status == 403:
                raise Unauthorised(f"{settings.url} forbids this: it answered 403 Forbidden") from None
            if status == 401:
                raise Unauthorised(f"{settings.url} wants another token (METASPATIAL_TOKEN)") from None
            if status in (429, 502, 503, 504):
                raise Busy(f"the server answered {status}", str(status)) from None
            raise ServerError(f"{settings.socket_url} answered {status}", str(status)) from None
        except InvalidHandshake as err:
            raise ProtocolError(f"{settings.socket_url} is no WebSocket: {err}") from None
        if self._reset is None:
            return
        try:
            await self._replay(self._reset)
        except BaseException:
            # A socket with half an episode behind it must not take the next step.
            await self._drop()
            raise

    async def _replay(self, reset: dict[str, Any]) -> None:
        """Play the episode again on a new socket, and hold the server to its rewards."""
        await self._ask("reset", _encode("reset", reset))
        for number, (action, reward) in enumerate(self._played, 1):
            again = step_from(await self._ask("step", _encode("step", action))).reward
            if again != reward:
                raise ReplayMismatch(f"turn {number} was worth {reward} and now {again}: is it the same server?")

    async def _ask(self, kind: str, text: str) -> Any:
        socket = self._socket
        await socket.send(text)
        raw = await asyncio.wait_for(socket.recv(), self._settings.timeout)
        try:
            reply = json.loads(raw)
            got, data = reply["type"], reply.get("data")
        except (ValueError, TypeError, KeyError, AttributeError):
            raise ProtocolError("the server's message is not JSON with a type") from None
        if got == "error":
            raise from_reply(data)
        if got != ("state" if kind == "state" else "observation"):
            raise ProtocolError(f"the server answered {kind} with {got!r}")
        return data

    async def _drop(self) -> None:
        socket, self._socket = self._socket, None
        if socket is not None:
            socket.transport.abort()


def _encode(kind: str, data: dict[str, Any] | None) -> str:
    try:
        return json.dumps({"type": kind} if data is None else {"type": kind, "data": data}, allow_nan=False)
    except (TypeError, ValueError) as err:
        raise Refused(f"the {kind} cannot be written as JSON: {err}", "INVALID_JSON") from None
