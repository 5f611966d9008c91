"""A small stand-in for ``metaspatial serve`` that follows the wire and can misbehave on request.

The room's reward is simple enough to compute by hand: 0.1 for an answer that
does not parse, else 0.5 plus half the share of the task's objects it names.
"""

from __future__ import annotations

import asyncio
import base64
import json
import re
import struct
import threading
import zlib
from typing import Any

TURNS = 3


def png(shade: int, side: int = 8) -> bytes:
    """A grey square as a PNG file."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes([shade]) * side for _ in range(side))
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def task(objects: int = 3) -> dict[str, Any]:
    names = ["sofa_1", "lamp_1", "rug_1", "desk_1"][:objects]
    return {"preference": "a reading corner – 20 °", "objects": [{"id": name, "size": [1, 1, 1]} for name in names]}


def answer(*names: str) -> str:
    placed = [{"new_object_id": name, "x": 1, "y": 1, "z": 0.5} for name in names]
    return f"<think>so</think><answer>{json.dumps(placed)}</answer>"


def grade(room: dict[str, Any], action: dict[str, Any]) -> tuple[float, bool, dict[str, float], list[Any], Any]:
    layout = action.get("layout")
    if layout is None:
        found = re.search(r"<answer>(.*?)</answer>", action["response"], re.S)
        try:
            layout = json.loads(found.group(1)) if found else None
        except ValueError:
            layout = None
    if not isinstance(layout, list):
        finding = {"rule": "format", "object": "", "message": "the answer holds no JSON list"}
        return 0.1, False, {"format": 0.0}, [finding], None
    wanted = {thing["id"] for thing in room["objects"]}
    share = len(wanted & {thing.get("new_object_id") for thing in layout}) / len(wanted)
    missing = [
        {"rule": "unplaced", "object": name, "message": f"{name} is missing"}
        for name in sorted(wanted - {thing.get("new_object_id") for thing in layout})
    ]
    return 0.5 + share / 2, share == 1, {"format": 1.0, "physics": share}, missing, layout


class FakeServer:
    """Runs on a thread of its own. What it received is in ``seen``; the attributes below make it misbehave."""

    def __init__(self, token: str = "") -> None:
        self.token = token
        self.seen: list[tuple[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.cut: list[str] = []  # cut the connection instead of answering the next such messages
        self.fail: list[str] = []  # answer the next such messages with EXECUTION_ERROR
        self.busy = 0  # so many requests get 429 or CAPACITY_REACHED first
        self.garble = False  # answer something that is not JSON
        self.drift = 0.0  # added to every reward after a reconnect
        self.delay = 0.0  # seconds before an answer
        self.sessions = 0
        self._loop = asyncio.new_event_loop()
        ready: asyncio.Future[int] = self._loop.create_future()
        self._thread = threading.Thread(target=self._main, args=(ready,), daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{asyncio.run_coroutine_threadsafe(self._wait(ready), self._loop).result(10)}"

    async def _wait(self, ready: asyncio.Future[int]) -> int:
        return await ready

    def _main(self, ready: asyncio.Future[int]) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.create_task(self._serve(ready))
        self._loop.run_forever()

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self._finish(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    async def _finish(self) -> None:
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for running in tasks:
            running.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _serve(self, ready: asyncio.Future[int]) -> None:
        from websockets.asyncio.server import serve

        sockets = await serve(self._socket, "127.0.0.1", 0, compression=None, max_size=1 << 20)
        port = next(iter(sockets.sockets)).getsockname()[1]

        async def front(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                await self._front(reader, writer, port)
            except (ConnectionError, asyncio.IncompleteReadError):
                pass
            finally:
                writer.close()

        server = await asyncio.start_server(front, "127.0.0.1", 0)
        ready.set_result(server.sockets[0].getsockname()[1])

    async def _front(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int) -> None:
        """One address for both: WebSockets are passed on, HTTP is answered here."""
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            lines = head.decode().split("\r\n")
            headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines[1:] if line)}
            self.headers.append(headers)
            allowed = not self.token or headers.get("authorization") == f"Bearer {self.token}"
            if headers.get("upgrade") == "websocket" and allowed:
                inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", port)
                inner_writer.write(head)
                await asyncio.gather(_pipe(reader, inner_writer), _pipe(inner_reader, writer))
                return
            body = await reader.readexactly(int(headers.get("content-length", 0)))
            status, reply = (401, {"detail": "no"}) if not allowed else self._http(lines[0].split()[1], body)
            text = b"<html>" if self.garble else json.dumps(reply).encode()
            writer.write(f"HTTP/1.1 {status} X\r\nContent-Length: {len(text)}\r\n\r\n".encode() + text)
            await writer.drain()

    def _http(self, path: str, body: bytes) -> tuple[int, Any]:
        data = json.loads(body) if body else {}
        self.seen.append((path, data))
        if self.busy > 0:
            self.busy -= 1
            return 429, {"detail": "full"}
        if path == "/health":
            return 200, {"status": "healthy"}
        if path == "/metaspatial/splits":
            return 200, [{"name": "train"}, {"name": "tight"}]
        if path == "/metaspatial/num_tasks":
            return 200, {"num_tasks": 7}
        if path == "/metaspatial/task":
            return 200, {"task": task()}
        if path != "/score":
            return 404, {"detail": "no such page"}
        if any(not isinstance(item["task"].get("objects"), list) for item in data["items"]):
            return 422, {"detail": [{"type": "missing", "loc": ["items", 0, "task"], "msg": "a task has objects"}]}
        graded = [grade(item["task"], item) for item in data["items"]]
        image = base64.b64encode(png(9)).decode() if data["images"] else None
        return 200, {
            "scores": [
                {"reward": r, "valid": v, "parts": parts, "findings": findings, "image": image}
                for r, v, parts, findings, _ in graded
            ]
        }

    async def _socket(self, socket: Any) -> None:
        self.sessions += 1
        room: dict[str, Any] = {}
        episode_id, turn = "", 0
        async for raw in socket:
            message = json.loads(raw)
            kind, data = message["type"], message.get("data") or {}
            self.seen.append((kind, data))
            if kind in self.cut:
                self.cut.remove(kind)
                socket.transport.abort()
                return
            await asyncio.sleep(self.delay)
            if self.garble:
                await socket.send("<html>")
                continue
            if self.busy > 0:
                self.busy -= 1
                await _send(socket, "error", {"message": "full", "code": "CAPACITY_REACHED"})
                return
            if kind == "close":
                return
            if kind in self.fail:
                self.fail.remove(kind)
                await _send(socket, "error", {"message": "out of order", "code": "EXECUTION_ERROR"})
                continue
            if kind == "state":
                await _send(socket, "state", {"episode_id": episode_id, "step_count": turn})
            elif kind == "reset":
                room, episode_id, turn = data.get("task") or task(), data["episode_id"], 0
                await _send(socket, "observation", self._see(room, turn, None))
            elif not isinstance(data.get("response", data.get("layout")), (str, list)):
                await _send(socket, "error", {"message": "no action", "code": "VALIDATION_ERROR", "errors": [1]})
            elif data.get("response") == "break":
                await _send(socket, "error", {"message": "the judge is down", "code": "EXECUTION_ERROR"})
            else:
                turn += 1
                await _send(socket, "observation", self._see(room, turn, grade(room, data)))

    def _see(self, room: dict[str, Any], turn: int, graded: Any) -> dict[str, Any]:
        reward, valid, parts, findings, layout = graded or (None, False, {}, [], None)
        if reward is not None and self.sessions > 1:
            reward += self.drift
        seen: dict[str, Any] = {
            "prompt": f"furnish, turn {turn}",
            "text": "" if graded is None else f"reward {reward}; {len(findings)} findings",
            "image": base64.b64encode(png(turn)).decode(),
            "mime": "image/png",
            "turn": turn,
            "turns": TURNS,
            "task": room,
            "findings": findings,
            "layout": layout,
            "valid": valid,
            "parts": parts,
        }
        return {"observation": seen, "reward": reward, "done": turn == TURNS}


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()


async def _send(socket: Any, kind: str, data: dict[str, Any]) -> None:
    await socket.send(json.dumps({"type": kind, "data": data}))
