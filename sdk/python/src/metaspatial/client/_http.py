"""Requests and answers over HTTP: grading in batches, and the list of tasks."""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from .errors import Busy, MetaSpatialError, ProtocolError, Refused, ServerError, Unauthorised, Unavailable
from .settings import Settings, pause
from .types import Score, Task, score_from

_BATCH_ITEMS = 64
_BATCH_BYTES = 768 << 10
_AT_ONCE = 8

Item = tuple[Task, str]
"""What is graded: a task and the model's answer to it."""


class HttpCore:
    """The client's HTTP half. Coroutines run on the I/O thread."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._client: Any = None
        self._owner = 0
        self._gate: asyncio.Semaphore | None = None

    async def score(self, items: Iterable[Item], images: bool) -> list[Score]:
        batches = _batches(items)
        answers = await asyncio.gather(*(self._score_batch(batch, images) for batch in batches))
        return [score for scores in answers for score in scores]

    async def _score_batch(self, batch: Sequence[dict[str, Any]], images: bool) -> list[Score]:
        reply = await self.request("POST", "/score", {"items": batch, "images": images})
        scores = reply.get("scores") if isinstance(reply, dict) else None
        if not isinstance(scores, list) or len(scores) != len(batch):
            raise ProtocolError(f"the server was sent {len(batch)} answers and did not return as many scores")
        return [score_from(score) for score in scores]

    async def tasks(self, what: str, body: dict[str, Any]) -> Any:
        return await self.request("POST", f"/metaspatial/{quote(what)}", body)

    async def splits(self) -> list[str]:
        reply = await self.request("GET", "/metaspatial/splits", None)
        if not isinstance(reply, list) or not all(isinstance(split, dict) for split in reply):
            raise ProtocolError("the server's splits are not a list of objects")
        return [str(split.get("name", "")) for split in reply]

    async def request(self, method: str, path: str, body: Any) -> Any:
        """One request, sent again while the server is away or full. Every request is safe to send again."""
        import httpx

        content = None if body is None else _encode(body)
        give_up = time.monotonic() + self._settings.patience
        attempt = 0
        async with self._slots():
            while True:
                wait = pause(attempt)
                try:
                    reply = await self._http().request(
                        method, self._settings.url + path, content=content, headers={"Content-Type": "application/json"}
                    )
                    return _read(reply)
                except httpx.InvalidURL as err:
                    raise MetaSpatialError(str(err)) from None
                except httpx.HTTPError as err:
                    why: Exception = err
                except Busy as err:
                    why, wait = err, max(wait, _retry_after(reply))
                if time.monotonic() + wait >= give_up:
                    raise Unavailable(f"{self._settings.url}{path}: {str(why) or type(why).__name__}") from why
                await asyncio.sleep(wait)
                attempt += 1

    def _http(self) -> Any:
        if self._client is None or self._owner != os.getpid():
            import httpx

            settings = self._settings
            self._client = httpx.AsyncClient(
                headers=settings.headers,
                timeout=httpx.Timeout(settings.timeout, connect=settings.connect_timeout),
                limits=httpx.Limits(max_connections=_AT_ONCE, max_keepalive_connections=_AT_ONCE),
                verify=settings.tls if settings.tls is not None else True,
            )
            self._owner = os.getpid()
            self._gate = None
        return self._client

    def _slots(self) -> asyncio.Semaphore:
        self._http()
        if self._gate is None:
            self._gate = asyncio.Semaphore(_AT_ONCE)
        return self._gate

    async def close(self) -> None:
        client, self._client = self._client, None
        if client is not None and self._owner == os.getpid():
            await client.aclose()


def _batches(items: Iterable[Item]) -> list[list[dict[str, Any]]]:
    batches: list[list[dict[str, Any]]] = []
    room = 0
    for task, response in items:
        item = {"task": task_object(task), "response": response}
        size = len(_encode(item))
        if not batches or size > room or len(batches[-1]) == _BATCH_ITEMS:
            batches.append([])
            room = _BATCH_BYTES
        batches[-1].append(item)
        room -= size
    return batches


def task_object(task: Task) -> dict[str, Any]:
    """A task as a JSON object, read from text where it is text."""
    if isinstance(task, str):
        try:
            task = json.loads(task)
        except ValueError as err:
            raise Refused(f"the task is not JSON: {err}", "INVALID_JSON") from None
    if not isinstance(task, dict):
        raise Refused(f"the task is {type(task).__name__}, not an object", "INVALID_JSON")
    return task


def _encode(value: Any) -> bytes:
    try:
        return json.dumps(value, allow_nan=False).encode()
    except (TypeError, ValueError) as err:
        raise Refused(f"the request cannot be written as JSON: {err}", "INVALID_JSON") from None


def _read(reply: Any) -> Any:
    status = reply.status_code
    if status == 401:
        raise Unauthorised("the server wants another token (METASPATIAL_TOKEN)")
    if status == 403:
        raise Unauthorised(f"the server forbids this: {_reason(reply)}")
    if status in (429, 502, 503, 504):
        raise Busy(_reason(reply), str(status))
    if 400 <= status < 500:
        raise Refused(_reason(reply), str(status))
    if status != 200:
        raise ServerError(f"unexpected answer: {_reason(reply)}", str(status))
    try:
        return reply.json()
    except ValueError:
        raise ProtocolError("the server's answer is not JSON") from None


def _reason(reply: Any) -> str:
    return " ".join(reply.text[:500].split()) or str(reply.reason_phrase)


def _retry_after(reply: Any) -> float:
    try:
        return min(60.0, float(reply.headers.get("Retry-After", "0")))
    except ValueError:
        return 0.0
