"""``python -m metaspatial.adapters.where easyr1`` prints the file of an adapter, for engines that want a path."""

import sys
from pathlib import Path


def path(adapter: str) -> Path:
    """The file of an adapter's module."""
    files = {file.stem: file for file in Path(__file__).parent.glob("[a-z]*.py")}
    if adapter not in files:
        raise SystemExit(f"there is no adapter {adapter!r}; there are {', '.join(sorted(files))}")
    return files[adapter]


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("usage: python -m metaspatial.adapters.where ADAPTER")
    print(path(sys.argv[1]))
