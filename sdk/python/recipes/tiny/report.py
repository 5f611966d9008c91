"""Table and picture of the tiny model's runs, out of whatever is finished."""

from __future__ import annotations

import json
import os
import statistics
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402

BEGIN = "<!-- The tiny model's table begins: made by recipes/tiny/improve.py, edits are lost. -->"
END = "<!-- The tiny model's table ends. -->"
PICTURE = "recipes-tiny.png"
COLOURS = ("#1f6fb4", "#d1701f")


def finished(out: Path, row: str) -> dict[int, tuple[list[dict[str, Any]], list[dict[str, Any]]]]:
    """Of every finished seed of a row, what was measured on rooms kept aside and what TRL logged."""
    runs = {}
    for folder in out.glob("seed-*/" + row.replace(" ", "-")):
        if (folder / "log.json").exists():
            seed = int(folder.parent.name.removeprefix("seed-"))
            steps = [entry for entry in json.loads((folder / "log.json").read_text()) if "reward_std" in entry]
            runs[seed] = (json.loads((folder / "aside.json").read_text()), steps)
    return dict(sorted(runs.items()))


def spread(values: list[float]) -> str:
    """Mean and sample standard deviation."""
    mean = f"{statistics.mean(values):.3f}"
    return mean if len(values) < 2 else f"{mean} ± {statistics.stdev(values):.3f}"


def table(out: Path, rows: list[str]) -> str:
    lines = [
        "| reward | seeds | steps | format | physics | reward of both | right answers | spread in a group |",
        "|---|---|---:|---|---|---|---|---|",
    ]
    for row in rows:
        runs = finished(out, row)
        if not runs:
            continue
        cells = [
            f"{spread([aside[0][name] for aside, _ in runs.values()])} → "
            f"{spread([aside[-1][name] for aside, _ in runs.values()])}"
            for name in ("format", "physics", "reward", "right")
        ]
        cells.append(spread([statistics.mean(step["reward_std"] for step in steps) for _, steps in runs.values()]))
        steps = ", ".join(sorted({str(aside[-1]["step"]) for aside, _ in runs.values()}))
        lines.append(f"| {row} | {', '.join(map(str, runs))} | {steps} | " + " | ".join(cells) + " |")
    return "\n".join(lines) if len(lines) > 2 else "No run is finished yet."


def draw(out: Path, rows: list[str], path: Path) -> None:
    """Mean of the seeds, and the band from the least to the greatest of them."""
    figure, axes = plt.subplots(1, 3, figsize=(12, 3.6), layout="constrained")
    titles = ("format score on rooms kept aside", "reward of both terms there", "spread of rewards in a group")
    for row, colour in zip(rows, COLOURS, strict=True):
        runs = finished(out, row).values()
        if not runs:
            continue
        lines = [[[(entry["step"], entry[of]) for entry in aside] for aside, _ in runs] for of in ("format", "reward")]
        lines.append([[(entry["step"], entry["reward_std"]) for entry in steps] for _, steps in runs])
        for axis, seeds in zip(axes, lines, strict=True):
            shortest = min(map(len, seeds))
            at = [step for step, _ in seeds[0][:shortest]]
            values = [[seed[i][1] for seed in seeds] for i in range(shortest)]
            axis.plot(at, [statistics.mean(v) for v in values], color=colour, label=f"{row} (seeds: {len(seeds)})")
            axis.fill_between(at, [min(v) for v in values], [max(v) for v in values], color=colour, alpha=0.2, lw=0)
    for axis, title in zip(axes, titles, strict=True):
        axis.set(title=title, xlabel="GRPO steps", ylim=(0, None))
        axis.grid(alpha=0.3)
    axes[0].legend(loc="lower right")
    part = path.with_suffix(".part.png")
    figure.savefig(part, dpi=110)
    plt.close(figure)
    os.replace(part, path)


def write(out: Path, rows: list[str], docs: Path | None) -> None:
    """Print the table and draw the curves into ``out``; into ``docs`` too where given."""
    made = table(out, rows)
    print(made, flush=True)
    draw(out, rows, out / PICTURE)
    if docs is None:
        return
    draw(out, rows, docs / "images" / PICTURE)
    page = docs / "recipes.md"
    head, begin, rest = page.read_text().partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise SystemExit(f"{page} has no place for the table: it stands between two comments")
    part = page.with_suffix(".part")
    part.write_text(f"{head}{BEGIN}\n\n{made}\n\n![Curves of the seeds](images/{PICTURE})\n\n{END}{tail}")
    os.replace(part, page)
