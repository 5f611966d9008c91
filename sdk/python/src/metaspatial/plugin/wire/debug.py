"""Serves a plugin to every host that is told of it, so that a debugger can hold it.

There is neither a certificate nor a check of the program: the socket is this
user's alone where the system has such sockets.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Mapping
from typing import Any

import grpc.aio

from metaspatial.plugin.base import Plugin
from metaspatial.plugin.wire import PROTOCOL_VERSION, server
from metaspatial.plugin.wire.services import Services

#: The environment variable by which a host finds the plugin.
REATTACH_KEY = "METASPATIAL_REATTACH"

NOTICE = """The plugin {id} serves in process {pid}, without a certificate or a check of its
program, until it is interrupted. A host started after this line uses it:

  export {key}='{sh}'

In PowerShell:

  $env:{key}='{powershell}'
"""


def serve(plugin: Plugin, described: Mapping[str, Any]) -> None:
    """Serves the plugin until the process is interrupted."""
    asyncio.run(_serve(plugin, described))


async def _serve(plugin: Plugin, described: Mapping[str, Any]) -> None:
    done = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        if os.name == "nt":
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(done.set))
        else:
            loop.add_signal_handler(number, done.set)
    g = grpc.aio.server(options=server.OPTIONS)
    g.add_generic_rpc_handlers([*server.handlers(Services(plugin, described, debugged=True))])
    folder = None if os.name == "nt" else tempfile.mkdtemp(prefix="metaspatial-debug-")
    try:
        path = os.path.join(folder, "s") if folder else ""
        port = g.add_insecure_port(f"unix:{path}" if path else "127.0.0.1:0")
        await g.start()
        print(notice(plugin.id, "unix" if path else "tcp", path or f"127.0.0.1:{port}"), end="", flush=True)
        await done.wait()
        await g.stop(0)
    finally:
        if folder:
            shutil.rmtree(folder, ignore_errors=True)


def notice(id: str, network: str, address: str) -> str:
    """How a host finds the plugin, in a line to paste."""
    at = {"network": network, "address": address, "program": os.path.realpath(sys.argv[0]), "pid": os.getpid()}
    line = json.dumps({id: at | {"protocol": PROTOCOL_VERSION}}, separators=(",", ":"))
    sh, powershell = line.replace("'", "'\\''"), line.replace("'", "''")
    return NOTICE.format(id=id, pid=os.getpid(), key=REATTACH_KEY, sh=sh, powershell=powershell)
