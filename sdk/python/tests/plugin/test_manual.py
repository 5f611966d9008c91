"""The programs of the manual's page on Python do what the page says."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = Path(__file__).resolve().parents[4] / "docs" / "python.md"
SRC = Path(__file__).resolve().parents[2] / "src"


@pytest.mark.skipif(not PAGE.is_file(), reason="the manual is not here")
def test_programs_of_the_manual(tmp_path: Path) -> None:
    blocks = re.findall(r"\n```python\n(.*?\n)```\n", PAGE.read_text(), re.DOTALL)
    middle, few, test = blocks[:3]
    for name, text in {"middle.py": middle, "few.py": few, "test_middle.py": test}.items():
        (tmp_path / name).write_text(text)
    env = {"PYTHONPATH": str(SRC), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_middle.py"]
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "1 passed" in done.stdout, done.stdout + done.stderr
    for name, id in {"middle.py": "reward/middle", "few.py": "reward/few"}.items():
        out = subprocess.run(
            [sys.executable, name, "--describe"], cwd=tmp_path, env=env, capture_output=True, text=True, check=True
        )
        d = json.loads(out.stdout)
        assert d["id"] == id and d["summary"]
