"""Serves a plugin to the host that started this process, until the host is done."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Mapping
from typing import Any, NoReturn

import grpc.aio

from metaspatial.plugin.base import Plugin
from metaspatial.plugin.started import STDOUT
from metaspatial.plugin.wire import goplugin, handshake, server
from metaspatial.plugin.wire.services import Services

#: What a plugin may still do when its host has vanished, in seconds.
FAREWELL = 2.0
#: How long calls that are being answered may take when the host is done.
GRACE = 0.5


def serve(plugin: Plugin, described: Mapping[str, Any]) -> NoReturn:
    """Serves the plugin, and ends the process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the host decides when a plugin ends
    code = 0
    try:
        asyncio.run(_serve(plugin, described))
    except BaseException:
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    # A thread that still computes must not keep the process.
    os._exit(code)


async def _serve(plugin: Plugin, described: Mapping[str, Any]) -> None:
    done, lost = asyncio.Event(), asyncio.Event()

    def vanished() -> None:
        lost.set()
        done.set()

    services = Services(plugin, described)
    lifeline = goplugin.Lifeline(vanished)
    g = grpc.aio.server(options=server.OPTIONS)
    g.add_generic_rpc_handlers([*server.handlers(services), *goplugin.handlers(lifeline, done.set)])
    certificate = os.environ.get("PLUGIN_CLIENT_CERT", "")
    mine = handshake.identity(certificate) if certificate else None
    path = handshake.socket_path()
    at = f"unix:{path}" if path else "127.0.0.1:0"
    port = g.add_secure_port(at, mine.credentials) if mine else g.add_insecure_port(at)
    await g.start()
    os.write(STDOUT, handshake.line(f"unix|{path}" if path else f"tcp|127.0.0.1:{port}", mine))
    await done.wait()
    if lost.is_set():
        await _leave(services)
    lifeline.close()
    await g.stop(GRACE)
    if path:
        shutil.rmtree(os.path.dirname(path), ignore_errors=True)


async def _leave(services: Services) -> None:
    """Lets the plugin finish although nobody waits for it."""
    try:
        await asyncio.wait_for(services.gate.run(services.plugin.stop, "free"), FAREWELL)
    except Exception as err:
        print(err or type(err).__name__, file=sys.stderr)
