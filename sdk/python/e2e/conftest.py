"""The end-to-end job: engines from the Python registry against a real server and real data sets.

Run it with ``make e2e``. METASPATIAL_BIN names the program.
"""

from __future__ import annotations

import functools
import json
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import tiny

from metaspatial.adapters import shared
from metaspatial.client import Client

ROWS = 8
RECIPES = Path(__file__).parents[1] / "recipes"


@pytest.fixture(scope="session")
def program() -> str:
    path = os.environ.get("METASPATIAL_BIN")
    if not path:
        pytest.skip("METASPATIAL_BIN does not name the program; run make e2e")
    return path


@pytest.fixture(scope="session")
def server(program: str) -> Iterator[str]:
    """The address of a running server."""
    with subprocess.Popen(
        [program, "serve", "--listen", "127.0.0.1:0", "--drain", "5s"], stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        told = []
        for line in process.stderr:
            told.append(line)
            if found := re.search(r"serving at (http://\S+)", line):
                break
        else:
            raise AssertionError("the server ended: " + "".join(told))
        os.environ["METASPATIAL_URL"] = found.group(1)
        shared.client.cache_clear()
        shared.async_client.cache_clear()
        yield found.group(1)
        process.terminate()
        rest = process.communicate(timeout=60)[1]
        assert "panic" not in rest, rest


@pytest.fixture(scope="session")
def rows(program: str, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The folder of a data set in an engine's format."""

    @functools.cache
    def build(form: str) -> Path:
        folder = tmp_path_factory.mktemp("rows") / form
        command = [
            program,
            "dataset",
            "build",
            "--tasks",
            str(ROWS),
            "--split",
            "0.75",
            "--format",
            form,
            "--out",
            str(folder),
        ]
        subprocess.run(command, check=True, capture_output=True)
        return folder

    return build


@pytest.fixture(scope="session")
def solved(program: str, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """Tasks with answers that break no rule: rows with prompt, task and response."""
    folder = tmp_path_factory.mktemp("rows") / "jsonl"
    command = [
        program,
        "dataset",
        "build",
        "--sft",
        "--tasks",
        "4",
        "--split",
        "1",
        "--format",
        "jsonl",
        "--out",
        str(folder),
    ]
    subprocess.run(command, check=True, capture_output=True)
    return [json.loads(line) for line in (folder / "train.jsonl").read_text().splitlines()]


@pytest.fixture(scope="session")
def client(server: str) -> Client:
    return shared.client()


@pytest.fixture(scope="session")
def model(solved: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """A tiny random checkpoint: qwen2_5_vl or qwen3_vl."""
    texts = [row["prompt"] for row in solved] + [row["response"] for row in solved]
    return functools.cache(lambda family: tiny.save(tmp_path_factory.mktemp("model") / family, family, texts))
