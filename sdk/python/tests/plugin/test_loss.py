"""The loss is that of the engines, and its gradient is its derivative."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from metaspatial.plugin.loss import Loss, compute

CASES = Path(__file__).resolve().parents[5] / "shared" / "reference" / "grpo_cases.jsonl"


def flat(rows: list[list[float]]) -> list[float]:
    return [v for row in rows for v in row]


@pytest.mark.skipif(not CASES.is_file(), reason="the reference data are not here")
def test_reference_cases() -> None:
    seen = 0
    for line in CASES.read_text().splitlines():
        c: dict[str, Any] = json.loads(line)
        if c["kind"] != "policy_loss":
            continue
        seen += 1
        sequences = [i for i, row in enumerate(c["log_prob"]) for _ in row]
        out = compute(
            Loss(clip_low=c["cliprange"], clip_high=c["cliprange"], kl=c["kl_coef"]),
            flat(c["log_prob"]), flat(c["old_log_prob"]), flat(c["advantages"]), sequences,
            reference=flat(c["ref_log_prob"]), weights=flat(c["mask"]),
        )  # fmt: skip
        assert out.loss == pytest.approx(c["loss"], abs=2e-5, rel=2e-5)
        assert out.clip_fraction == pytest.approx(c["clipfrac"], abs=2e-5)
        assert out.kl == pytest.approx(c["ppo_kl"], abs=2e-5, rel=2e-5)
        assert out.gradient == pytest.approx(flat(c["grad_log_prob"]), abs=2e-5, rel=2e-5)
    assert seen


@pytest.mark.parametrize("ratio", ["token", "sequence"])
@pytest.mark.parametrize(
    "aggregation", ["token-mean", "seq-mean-token-mean", "seq-mean-token-sum", "seq-mean-token-sum-norm"]
)
@pytest.mark.parametrize("kl_estimate", ["k3", "k1", "k2"])
def test_gradient_is_the_derivative(ratio: str, aggregation: str, kl_estimate: str) -> None:
    rng = random.Random(1)
    old = [-2 * rng.random() for _ in range(9)]
    new = [v + 0.1 * rng.gauss(0, 1) for v in old]
    reference = [v + 0.3 * rng.gauss(0, 1) for v in old]
    advantages, sequences = [rng.gauss(0, 1) for _ in old], [0, 0, 0, 0, 1, 1, 2, 2, 2]
    loss = Loss(kl=0.1, dual_clip=3, ratio=ratio, aggregation=aggregation, max_actions=5, kl_estimate=kl_estimate)

    def at(values: list[float]) -> float:
        return compute(loss, values, old, advantages, sequences, reference).loss

    gradient = compute(loss, new, old, advantages, sequences, reference).gradient
    for i, slope in enumerate(gradient):
        step = [0.0] * len(new)
        step[i] = 1e-6
        rise = at([a + b for a, b in zip(new, step)]) - at([a - b for a, b in zip(new, step)])
        assert rise / 2e-6 == pytest.approx(slope, abs=1e-6)


def test_nothing_to_learn_is_no_loss() -> None:
    assert compute(Loss(), [], [], [], []).loss == 0
    assert compute(Loss(), [-1.0], [-1.0], [2.0], [0], weights=[0.0]).gradient == [0.0]
    with pytest.raises(ValueError, match="needs as many entries"):
        compute(Loss(), [-1.0], [], [], [])
