"""A tiny vision-language model learns to furnish: supervised answers, then GRPO, with and without the format reward.

    pip install -r sdk/python/recipes/tiny/requirements.txt -e "sdk/python[client]"
    python sdk/python/recipes/tiny/improve.py --program ./metaspatial --out runs/tiny --docs docs

Every finished stage is kept in --out: interrupt it at any time and start it again, it goes
on from the last checkpoint. docs/recipes.md says what is trained and how it is measured.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import report

HERE = Path(__file__).parent
ROWS = {"full": HERE / "run.yaml", "no format": HERE / "no_format.yaml"}


@contextlib.contextmanager
def server(program: str, terms: Path) -> Iterator[str]:
    """The address of a server with the terms of a run file, as long as it is needed."""
    command = [program, "serve", "-c", str(terms), "--listen", "127.0.0.1:0", "--drain", "5s"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            told = []
            for line in process.stderr:
                told.append(line)
                if found := re.search(r"serving at (http://\S+)", line):
                    break
            else:
                raise SystemExit("the server ended: " + "".join(told))
            yield found.group(1)
        finally:
            process.terminate()
            process.communicate(timeout=60)


def build(program: str, data: Path, tasks: int) -> None:
    """Rooms with answers of the solver; the program never leaves half a data set."""
    if data.exists():
        return
    print(f"building {tasks} rooms", flush=True)
    command = [program, "dataset", "build", "--sft", "-c", str(ROWS["full"]), "--tasks", str(tasks), "--split", "0.95"]
    subprocess.run([*command, "--picture", "84", "--format", "trl", "--out", str(data)], check=True)


def stage(given: argparse.Namespace, name: str, folder: Path, url: str, judge: str, *more: str) -> None:
    """Train one stage in a process of its own, unless its log says that it is finished."""
    if (folder / "log.json").exists():
        return
    print(f"training {folder}", flush=True)
    command = [sys.executable, str(HERE / "learn.py"), name, "--data", str(given.out / "data"), "--out", str(folder)]
    command += ["--judge", judge, "--every", str(given.every), "--aside", str(given.aside), *more]
    subprocess.run(command, check=True, env={**os.environ, "METASPATIAL_URL": url})


def seed_of(given: argparse.Namespace, seed: int, judge: str) -> None:
    """One seed: the answers once, then each row from the same weights."""
    folder = given.out / f"seed-{seed}"
    answers = ["--seed", str(seed), "--steps", str(given.answer_steps), "--enough", str(given.enough)]
    stage(given, "answers", folder / "answers", judge, judge, *answers)
    for row in given.ablations:
        grpo = ["--seed", str(seed), "--steps", str(given.steps), "--rooms", str(given.rooms)]
        grpo += ["--start", str(folder / "answers" / "model")]
        # The measure is the same for all rows: only what is trained on differs.
        with contextlib.nullcontext(judge) if row == "full" else server(given.program, ROWS[row]) as url:
            stage(given, "grpo", folder / row.replace(" ", "-"), url, judge, *grpo)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default="metaspatial", help="the metaspatial program")
    parser.add_argument("--out", type=Path, default=Path("runs/tiny"), help="folder of data, checkpoints and logs")
    parser.add_argument("--docs", type=Path, help="folder of recipes.md and images, to write table and picture into")
    parser.add_argument("--seeds", type=lambda s: [int(n) for n in s.split(",")], default=[1, 2, 3], metavar="N,...")
    parser.add_argument("--only", dest="ablations", choices=list(ROWS), action="append", help="train this row only")
    parser.add_argument("--tasks", type=int, default=4000, help="rooms of the data set, a twentieth kept aside")
    parser.add_argument("--answer-steps", type=int, default=1500, help="supervised steps at most")
    parser.add_argument("--enough", type=float, default=0.3, help="share of right answers that ends that part")
    parser.add_argument("--steps", type=int, default=200, help="steps of GRPO")
    parser.add_argument("--rooms", type=int, default=8, help="rooms of a step, with 8 answers each")
    parser.add_argument("--every", type=int, default=25, help="steps between measurements, and between checkpoints")
    parser.add_argument("--aside", type=int, default=128, help="rooms to measure on, at most those kept aside")
    given = parser.parse_args()
    given.ablations = given.ablations or list(ROWS)

    given.out.mkdir(parents=True, exist_ok=True)
    build(given.program, given.out / "data", given.tasks)
    with server(given.program, ROWS["full"]) as judge:
        for seed in given.seeds:
            seed_of(given, seed, judge)
            report.write(given.out, list(ROWS), given.docs)


if __name__ == "__main__":
    main()
