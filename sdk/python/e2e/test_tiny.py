"""The tiny recipe: its rooms in few tokens, and every stage of it for a step or two."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("trl")
pytest.importorskip("matplotlib")

from conftest import RECIPES

from metaspatial.client import Client

sys.path.append(str(RECIPES / "tiny"))
import improve
import report
import rooms

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def out(program: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tiny")
    improve.build(program, folder / "data", 40)
    return folder


def test_short_answers_lose_nothing(program: str, out: Path) -> None:
    """The solver's answers, to the centimetre, are still right; the tokenizer writes them back as they were."""
    data: Any = rooms.rows(out / "data")["train"]
    said = [row["completion"][0]["content"] for row in data]
    asked = [row["prompt"][0]["content"] for row in data]
    tok = rooms.tokenizer(said + asked)
    longest = 0
    for text in said:
        ids = tok(text)["input_ids"]
        longest = max(longest, len(ids))
        assert tok.decode(ids, skip_special_tokens=True) == text
    assert longest < 64
    with improve.server(program, improve.ROWS["full"]) as url:
        scores = Client(url).score(list(zip(data["task"], said, strict=True)))
    assert all(score.parts["format"] == 1 for score in scores)
    assert sum(score.reward for score in scores) / len(scores) > 0.95


def test_without_format_reward(program: str, out: Path) -> None:
    """An answer without a thought has wrong tags: its reward falls only where the format counts."""
    row = rooms.rows(out / "data")["train"][0]
    text = row["completion"][0]["content"].removeprefix("<think></think>")
    got = {}
    for name, terms in improve.ROWS.items():
        with improve.server(program, terms) as url:
            (got[name],) = Client(url).score([(row["task"], text)])
    assert got["full"].parts == got["no format"].parts and got["full"].parts["format"] == 0
    assert got["full"].reward < 0.6 < 0.9 < got["no format"].reward


def test_one_command(program: str, out: Path, tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    page = tmp_path / "recipes.md"
    page.write_text(f"before\n\n{report.BEGIN}\n\n{report.END}\n\nafter\n")
    words = f"--program {program} --out {out} --docs {tmp_path} --seeds 7 --answer-steps 2 --steps 2 --rooms 1"
    command = [sys.executable, str(RECIPES / "tiny" / "improve.py"), *words.split(), "--every", "1", "--aside", "2"]
    first = subprocess.run(command, check=True, capture_output=True, text=True)
    assert first.stdout.count("training ") == 3
    for row in ("full", "no-format"):
        logged = [entry for entry in json.loads((out / "seed-7" / row / "log.json").read_text()) if "reward" in entry]
        assert len(logged) == 2 and all("reward_std" in entry and "metaspatial/format" in entry for entry in logged)
        aside = json.loads((out / "seed-7" / row / "aside.json").read_text())
        assert [entry["step"] for entry in aside] == [0, 1, 2]
    text = page.read_text()
    assert text.startswith("before") and text.endswith("after\n")
    assert "| full | 7 | 2 |" in text and "| no format | 7 | 2 |" in text
    assert (tmp_path / "images" / report.PICTURE).stat().st_size > 5000
    again = subprocess.run(command, check=True, capture_output=True, text=True)
    assert "training " not in again.stdout


def test_a_run_goes_on(program: str, out: Path) -> None:
    """A stage that was cut off goes on from its last checkpoint and measures no step twice."""
    folder = out / "seed-7" / "full"
    if not (folder / "log.json").exists():
        pytest.skip("the run before did not finish")
    (folder / "log.json").unlink()
    words = f"--program {program} --out {out} --seeds 7 --only full --answer-steps 2 --steps 3 --rooms 1 --every 1"
    command = [sys.executable, str(RECIPES / "tiny" / "improve.py"), *words.split(), "--aside", "2"]
    subprocess.run(command, check=True, capture_output=True, text=True)
    aside = json.loads((folder / "aside.json").read_text())
    assert [entry["step"] for entry in aside] == [0, 1, 2, 3]
    logged = [entry["step"] for entry in json.loads((folder / "log.json").read_text()) if "reward" in entry]
    assert logged == [1, 2, 3]
