"""gRPC statuses with details, as the host reads them."""

from __future__ import annotations

from typing import NoReturn

import grpc
import grpc.aio
from google.protobuf.any_pb2 import Any
from google.protobuf.message import Message

Context = grpc.aio.ServicerContext[bytes, bytes]


async def abort(context: Context, code: grpc.StatusCode, text: str, detail: Message) -> NoReturn:
    """Ends a call with a status that carries one detail."""
    packed = Any()
    packed.Pack(detail)
    number: int = code.value[0]
    # google.rpc.Status: code = 1, message = 2, details = 3.
    status = b"\x08" + _varint(number) + _field(2, text.encode()) + _field(3, packed.SerializeToString())
    await context.abort(code, text, (("grpc-status-details-bin", status),))


def _field(number: int, data: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(data)) + data


def _varint(n: int) -> bytes:
    out = bytearray()
    while n > 0x7F:
        out.append(n & 0x7F | 0x80)
        n >>= 7
    out.append(n)
    return bytes(out)
