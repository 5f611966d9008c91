"""Calls whose request or response is larger than one message may be."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import grpc
import grpc.aio

from metaspatial.plugin.v1 import base_pb2
from metaspatial.plugin.wire import CHUNK, MAX_MESSAGE, status
from metaspatial.plugin.wire.services import Unary

#: How long a response waits to be fetched, in seconds.
KEEP = 60.0
#: The largest message of all, as in the host.
_MAX_TRANSFER = 512 << 20

Context = grpc.aio.ServicerContext[bytes, bytes]


class Transfer:
    """Runs unary methods in chunks, and keeps responses that have to be fetched."""

    def __init__(self, methods: dict[str, Unary]) -> None:
        self._methods = methods
        self._last = 0
        self._stash: dict[int, bytes] = {}

    async def send(self, data: bytes, context: Context) -> bytes:
        """The response itself, or the status that tells where to fetch it.

        The call is not repeated for that: sampling twice could keep every
        sample twice.
        """
        if len(data) <= MAX_MESSAGE:
            return data
        self._last += 1
        self._stash[self._last] = data
        asyncio.get_running_loop().call_later(KEEP, self._stash.pop, self._last, None)
        text = f"the response has {len(data)} bytes; fetch it in chunks"
        await status.abort(
            context, grpc.StatusCode.OUT_OF_RANGE, text, base_pb2.Oversize(token=self._last, size=len(data))
        )

    async def call(self, chunks: AsyncIterator[bytes], context: Context) -> AsyncIterator[bytes]:
        """Transfer.Call."""
        name, parts, size = "", [], 0
        async for chunk in chunks:
            m = base_pb2.CallChunk.FromString(chunk)
            name = name or m.method
            size += len(m.data)
            if size > _MAX_TRANSFER:
                await context.abort(grpc.StatusCode.OUT_OF_RANGE, f"a message grew past {_MAX_TRANSFER} bytes")
            parts.append(m.data)
        method = self._methods.get(name)
        if method is None:
            await context.abort(grpc.StatusCode.UNIMPLEMENTED, f'this plugin has no method "{name}"')
            raise AssertionError("abort does not return")
        for part in _split(await method(b"".join(parts))):
            yield part

    async def fetch(self, request: bytes, context: Context) -> AsyncIterator[bytes]:
        """Transfer.Fetch."""
        token = base_pb2.FetchRequest.FromString(request).token
        data = self._stash.pop(token, None)
        if data is None:
            text = f"response {token} has been fetched already or waited longer than {KEEP:g} s"
            await context.abort(grpc.StatusCode.NOT_FOUND, text)
            raise AssertionError("abort does not return")
        for part in _split(data):
            yield part


def _split(data: bytes) -> list[bytes]:
    """Encoded chunks, at least one."""
    return [base_pb2.Chunk(data=data[i : i + CHUNK]).SerializeToString() for i in range(0, max(len(data), 1), CHUNK)]
