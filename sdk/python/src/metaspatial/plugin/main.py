"""What a plugin's program does: serve the host, describe itself, or explain."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import metaspatial
from metaspatial.plugin.base import Picture, Plugin, Setting
from metaspatial.plugin.policy import Policy, Trainer
from metaspatial.plugin.render import Renderer
from metaspatial.plugin.reward import Reward
from metaspatial.plugin.schema import check
from metaspatial.plugin.started import PURPOSE, STDOUT

SDK_VERSION = metaspatial.__version__ + "-python"

NOTICE = (
    "This is the metaspatial plugin {}. It does nothing by itself: name this file in a run file,\n"
    'and run "metaspatial plugin trust" on it once, to put it to work.\n'
)


def main(plugin: Plugin) -> None:
    """The whole main program of a plugin.

    Started by the host it serves and does not return; started by hand it says
    what the program is, prints its description with --describe, or its
    settings with --help, and with --debug serves any host that is told of it,
    so that a debugger can hold it. These are the last argument, after those of
    plugin.json.
    """
    try:
        d = description(plugin)
    except ValueError as err:
        sys.exit(str(err))
    if PURPOSE == "describe":
        os.write(STDOUT, _text(d).encode())
    elif PURPOSE == "serve":
        try:
            from metaspatial.plugin.wire import serve
        except ImportError as err:
            sys.exit(f'plugin {plugin.id}: {err}; run: pip install "metaspatial[plugin]"')
        serve.serve(plugin, d)
    elif sys.argv[-1] in ("--debug", "-debug", "debug") and len(sys.argv) > 1:
        try:
            from metaspatial.plugin.wire import debug
        except ImportError as err:
            sys.exit(f'plugin {plugin.id}: {err}; run: pip install "metaspatial[plugin]"')
        debug.serve(plugin, d)
    elif len(sys.argv) == 1:
        sys.exit(NOTICE.format(plugin.id).rstrip())
    elif sys.argv[-1] in ("--describe", "-describe", "describe"):
        print(_text(d), end="")
    elif sys.argv[-1] in ("--help", "-help", "-h", "help"):
        print(_help(plugin), end="")
    else:
        print(f"unknown argument {sys.argv[-1]!r}; use --describe, --debug or --help", file=sys.stderr)
        sys.exit(2)


def description(plugin: Plugin) -> dict[str, Any]:
    """What the plugin says of itself, or a ValueError that tells its author what is wrong."""
    if isinstance(plugin, type):
        raise ValueError(f"main was given the class {plugin.__name__}; give it one of it: main({plugin.__name__}())")
    kinds = {"reward": Reward, "policy": Policy, "render": Renderer}
    kind = getattr(plugin, "kind", "")
    if kind not in kinds or not isinstance(plugin, kinds[kind]):
        raise ValueError(f"plugin {plugin.id}: derive its class from Reward, Policy, Trainer or Renderer")
    before, slash, name = plugin.id.partition("/")
    if before != kind or not slash or not name:
        raise ValueError(
            f'the plugin\'s id is "{plugin.id}"; it must be its kind, a slash and its name, such as "{kind}/clearance"'
        )
    names = set()
    for s in plugin.settings:
        if s.type not in ("number", "integer", "bool", "string"):
            raise ValueError(
                f'plugin {plugin.id}: config.{s.name} has the type "{s.type}"; use number, integer, bool or string'
            )
        if s.name in names:
            raise ValueError(f"plugin {plugin.id}: there are two settings {s.name}; each needs a name of its own")
        names.add(s.name)
        if s.default is None:
            continue
        try:
            check(s, s.default)
        except ValueError as err:
            raise ValueError(f"plugin {plugin.id}: the default of config.{s.name}: {err}") from None
    d = {
        "id": plugin.id, "kind": kind, "version": plugin.version, "sdk_version": SDK_VERSION,
        "summary": plugin.summary, "docs": plugin.docs, "trainable": isinstance(plugin, Trainer),
        "needs": list(plugin.needs), "pictures": [_picture(p) for p in plugin.pictures],
        "schema": [_setting(s) for s in plugin.settings],
    }  # fmt: skip
    return {k: v for k, v in d.items() if v not in ("", [], False) or k in ("version", "summary")}


def _picture(p: Picture) -> dict[str, Any]:
    fields = {"camera": p.camera, "output": p.output, "width": p.width, "height": p.height, "quality": p.quality}
    return {k: v for k, v in fields.items() if v}


def _setting(s: Setting) -> dict[str, Any]:
    fields = {"default": s.default, "min": s.min, "max": s.max, "enum": list(s.enum) or None, "unit": s.unit or None}
    return {"name": s.name, "type": s.type, "doc": s.doc} | {k: v for k, v in fields.items() if v is not None}


def _text(d: dict[str, Any]) -> str:
    return json.dumps(d, indent=2, ensure_ascii=False) + "\n"


def _help(plugin: Plugin) -> str:
    out = f"{plugin.id} {plugin.version}: {plugin.summary}\n" + NOTICE.format(plugin.id)
    if plugin.settings:
        out += "\nSettings:\n"
    for s in plugin.settings:
        initially = "required" if s.default is None else f"default {s.default}"
        out += f"  {s.name:<16} {s.type}, {initially}. {s.doc}\n"
    return out
