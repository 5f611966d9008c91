"""Makes grpc handlers of services: every fault of a plugin gets its status."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import grpc
import grpc.aio
from google.protobuf.message import DecodeError

from metaspatial.plugin.policy import Trainer
from metaspatial.plugin.v1 import base_pb2
from metaspatial.plugin.wire import status
from metaspatial.plugin.wire.gate import Fault, Malformed, Unready
from metaspatial.plugin.wire.services import PACKAGE, Services, Unary
from metaspatial.plugin.wire.transfer import Transfer

Context = grpc.aio.ServicerContext[bytes, bytes]

#: The limits are the contract's own (Transfer), not those of grpc; a flow
#: control window as large as the host's lets a group of layouts travel at once.
OPTIONS = [
    ("grpc.max_receive_message_length", -1),
    ("grpc.max_send_message_length", -1),
    ("grpc.http2.lookahead_bytes", 8 << 20),
]


def handlers(services: Services) -> Iterator[grpc.GenericRpcHandler]:
    """The handlers of a plugin's services."""
    unary = services.unary()
    transfer = Transfer({f"/{s}/{name}": m for s, methods in unary.items() for name, m in methods.items()})

    def whole(method: Unary) -> grpc.RpcMethodHandler[bytes, bytes]:
        async def handle(request: bytes, context: Context) -> bytes:
            async with _told(context):
                return await transfer.send(await method(request), context)

        return grpc.unary_unary_rpc_method_handler(handle)

    async def call(chunks: AsyncIterator[bytes], context: Context) -> AsyncIterator[bytes]:
        async with _told(context):
            async for part in transfer.call(chunks, context):
                yield part

    async def save(request: bytes, context: Context) -> AsyncIterator[bytes]:
        async with _told(context):
            async for part in services.save():
                yield part

    async def load(chunks: AsyncIterator[bytes], context: Context) -> bytes:
        async with _told(context):
            return await services.load(chunks)

    for service, methods in unary.items():
        all = {name: whole(m) for name, m in methods.items()}
        if service == PACKAGE + "Policy" and isinstance(services.plugin, Trainer):
            all["Save"] = grpc.unary_stream_rpc_method_handler(save)
            all["Load"] = grpc.stream_unary_rpc_method_handler(load)
        yield grpc.method_handlers_generic_handler(service, all)
    yield grpc.method_handlers_generic_handler(
        PACKAGE + "Transfer",
        {
            "Call": grpc.stream_stream_rpc_method_handler(call),
            "Fetch": grpc.unary_stream_rpc_method_handler(transfer.fetch),
        },
    )


@asynccontextmanager
async def _told(context: Context) -> AsyncIterator[None]:
    """Tells the host of a fault by the status that it stands for."""
    try:
        yield
    except Fault as err:
        detail = base_pb2.Panic(message=err.message, stack=err.stack)
        await status.abort(context, grpc.StatusCode.INTERNAL, "the plugin panicked: " + err.message, detail)
    except (Malformed, DecodeError) as err:
        await context.abort(grpc.StatusCode.INVALID_ARGUMENT, str(err))
    except Unready as err:
        await context.abort(grpc.StatusCode.FAILED_PRECONDITION, str(err))
