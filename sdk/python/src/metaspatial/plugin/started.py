"""Notices, as early as it is imported, that a host has started this program.

The host reads one line from standard output. A print to it, from another
import, a C library or a child, would break the handshake or, later, fill a pipe
that nobody reads. So standard output becomes a private file at once, and all
else that is printed goes to standard error, which the host shows under the
plugin's name.
"""

from __future__ import annotations

import os
import sys
from typing import Literal

#: Tells a plugin that a host has started it.
COOKIE_KEY = "METASPATIAL_PLUGIN_COOKIE"
COOKIE_VALUE = "5b1f6f0e3c8d4f7a92d06e8b4a71c35f"
#: Asks a plugin to print its description as JSON instead of serving.
DESCRIBE_KEY = "METASPATIAL_PLUGIN_DESCRIBE"


def _purpose() -> Literal["serve", "describe", "by hand"]:
    """Why this program was started. Its own children are told nothing."""
    cookie, describe = os.environ.pop(COOKIE_KEY, ""), os.environ.pop(DESCRIBE_KEY, "")
    if describe:
        return "describe"
    return "serve" if cookie == COOKIE_VALUE else "by hand"


def _private() -> int:
    """A file descriptor that writes to where standard output went."""
    if sys.stdout is not None:
        sys.stdout.flush()
    private = os.dup(1)
    os.dup2(2, 1)
    # A line at a time, so that the host shows it when it is printed.
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(line_buffering=True)
    return private


PURPOSE = _purpose()
#: Writes to the host; standard output itself, where no host started this.
STDOUT = 1 if PURPOSE == "by hand" else _private()
