"""The services that go-plugin's host expects beside the plugin's own.

Their messages are so small that they are written here as bytes: no other
package, and no version of one, comes between.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import grpc
import grpc.aio

#: The field service = "plugin" of grpc.health.v1.HealthCheckRequest.
_PLUGIN = b"\x0a\x06plugin"
#: status = SERVING of grpc.health.v1.HealthCheckResponse.
_SERVING = b"\x08\x01"

#: How long a plugin waits for its host's first connection, and for the next
#: when it has lost the last, in seconds.
PATIENCE = 60.0
LINGER = 0.5

Context = grpc.aio.ServicerContext[bytes, bytes]


class Lifeline:
    """Ends a plugin whose host is gone.

    A host that is killed cannot tell its plugins, but the kernel closes its
    connections. go-plugin's host holds the stream of GRPCStdio open as long as
    it lives; when none is open, the host is gone.
    """

    def __init__(self, lost: Callable[[], None]) -> None:
        self._lost = lost
        self._open = 0
        self._over = asyncio.Event()
        self._timer = asyncio.get_running_loop().call_later(PATIENCE, lost)

    async def stdio(self, request: bytes, context: Context) -> AsyncIterator[bytes]:
        """StreamStdio sends nothing: what is printed goes to the real stderr."""
        self._timer.cancel()
        self._open += 1
        try:
            await self._over.wait()
        except asyncio.CancelledError:
            pass  # the host's end of it is closed; grpc would print a trace
        finally:
            self._open -= 1
            if not self._open:
                self._timer = asyncio.get_running_loop().call_later(LINGER, self._lost)
        nothing: list[bytes] = []
        for part in nothing:
            yield part

    def close(self) -> None:
        """Ends the streams, because the process ends."""
        self._over.set()


async def _check(request: bytes, context: Context) -> bytes:
    if request not in (b"", _PLUGIN):
        await context.abort(grpc.StatusCode.NOT_FOUND, "unknown service")
    return _SERVING


def handlers(lifeline: Lifeline, shutdown: Callable[[], None]) -> list[grpc.GenericRpcHandler]:
    """Health, GRPCController and GRPCStdio."""

    async def leave(request: bytes, context: Context) -> bytes:
        shutdown()
        return b""

    services: dict[str, dict[str, grpc.RpcMethodHandler[bytes, bytes]]] = {
        "grpc.health.v1.Health": {"Check": grpc.unary_unary_rpc_method_handler(_check)},
        "plugin.GRPCController": {"Shutdown": grpc.unary_unary_rpc_method_handler(leave)},
        "plugin.GRPCStdio": {"StreamStdio": grpc.unary_stream_rpc_method_handler(lifeline.stdio)},
    }
    return [grpc.method_handlers_generic_handler(name, methods) for name, methods in services.items()]
