"""Policy-gradient losses and their derivatives with respect to log-probabilities.

For trainers without an autograd library; those with one take the fields of
``Loss`` and write the same there. It is the loss of the Go package
sdk/policy/loss, number for number.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

_MAX_LOG_RATIO = 20.0
_MAX_K3 = 10.0


@dataclass(slots=True)
class Loss:
    """Which loss a run asks for.

    The ratio of new to old probability is held within [1-clip_low, 1+clip_high]
    (PPO, arXiv 1707.06347 eq. 7; DAPO, arXiv 2503.14476 eq. 10); ``dual_clip``
    bounds losses of negative advantages (arXiv 1912.09729 eq. 5), 0 does not.
    ``ratio`` is "token" or "sequence" (GSPO, arXiv 2507.18071 eq. 7).
    ``aggregation`` is "token-mean", "seq-mean-token-mean", "seq-mean-token-sum"
    or "seq-mean-token-sum-norm", which divides by ``max_actions`` (Dr. GRPO,
    arXiv 2503.20783 section 3.2). ``kl`` weighs the divergence from the
    reference, estimated by ``kl_estimate``: "k3", "k1", "k2" or "abs".
    ``entropy`` weighs the entropy bonus, which the policy adds itself.
    """

    clip_low: float = 0.2
    clip_high: float = 0.25
    entropy: float = 0.003
    kl: float = 0.0
    dual_clip: float = 0.0
    ratio: str = "token"
    aggregation: str = "token-mean"
    max_actions: float = 0.0
    kl_estimate: str = "k3"


@dataclass(slots=True)
class Outcome:
    """A loss, its derivative by each log-probability, and means over the batch."""

    loss: float
    gradient: list[float]
    clip_fraction: float
    kl: float
    ref_kl: float


def compute(
    loss: Loss,
    log_probs: Sequence[float],
    old: Sequence[float],
    advantages: Sequence[float],
    sequences: Sequence[int],
    reference: Sequence[float] | None = None,
    weights: Sequence[float] | None = None,
) -> Outcome:
    """The loss of a batch; every sequence has one entry per action.

    ``sequences`` numbers the responses that the actions belong to. ``reference``
    is needed where ``loss.kl`` is not 0; ``weights`` masks or weighs actions.
    """
    n = len(log_probs)
    lists = [old, advantages, sequences] + [s for s in (reference, weights) if s is not None]
    if any(len(s) != n for s in lists):
        raise ValueError(f"a batch of {n} log-probabilities needs as many entries in every list")
    if loss.kl and reference is None:
        raise ValueError("a loss with kl needs the reference's log-probabilities")
    w = [1.0] * n if weights is None else list(weights)
    total = sum(w)
    out = Outcome(0.0, [0.0] * n, 0.0, 0.0, 0.0)
    if not total:
        return out
    responses: dict[int, list[int]] = {}
    for i, s in enumerate(sequences):
        if w[i]:
            responses.setdefault(s, []).append(i)
    shares = _shares(loss, w, responses)
    ratios, parts = _log_ratios(loss, log_probs, old, w, responses)
    slopes = [0.0] * n
    for i in range(n):
        if not w[i]:
            continue
        value, slopes[i], clipped = _surrogate(loss, ratios[i], advantages[i])
        slopes[i] *= shares[i]
        out.loss += shares[i] * value
        out.clip_fraction += w[i] * clipped / total
        out.kl += w[i] * (old[i] - log_probs[i]) / total
        if loss.kl and reference is not None:
            value, slope = divergence(loss.kl_estimate, log_probs[i] - reference[i])
            out.loss += shares[i] * loss.kl * value
            out.gradient[i] += shares[i] * loss.kl * slope
            out.ref_kl += w[i] * value / total
    for actions in responses.values():
        whole = sum(slopes[i] for i in actions)
        for i in actions:
            out.gradient[i] += parts[i] * whole if loss.ratio == "sequence" else slopes[i]
    return out


def _shares(loss: Loss, w: Sequence[float], responses: dict[int, list[int]]) -> list[float]:
    """What each action's loss counts in the batch's."""
    if loss.aggregation in ("", "token-mean"):
        total = sum(w)
        return [x / total for x in w]
    out = [0.0] * len(w)
    for actions in responses.values():
        by = {
            "seq-mean-token-mean": sum(w[i] for i in actions),
            "seq-mean-token-sum": 1.0,
            "seq-mean-token-sum-norm": loss.max_actions,
        }[loss.aggregation]
        for i in actions:
            out[i] = w[i] / by / len(responses)
    return out


def _log_ratios(
    loss: Loss, new: Sequence[float], old: Sequence[float], w: Sequence[float], responses: dict[int, list[int]]
) -> tuple[list[float], list[float]]:
    """Each action's log ratio, or its response's mean, and its part of that."""
    ratios = [a - b for a, b in zip(new, old)]
    parts = [1.0] * len(ratios)
    if loss.ratio == "sequence":
        for actions in responses.values():
            total = sum(w[i] for i in actions)
            mean = sum(w[i] * ratios[i] for i in actions) / total
            for i in actions:
                ratios[i], parts[i] = mean, w[i] / total
    return ratios, parts


def _surrogate(loss: Loss, log_ratio: float, advantage: float) -> tuple[float, float, bool]:
    """The clipped loss, its derivative by the log ratio, and whether the clip decided."""
    bounded = min(max(log_ratio, -_MAX_LOG_RATIO), _MAX_LOG_RATIO)
    value = -advantage * math.exp(bounded)
    slope, clipped = (value if bounded == log_ratio else 0.0), False
    clip = min(max(log_ratio, math.log(1 - loss.clip_low)), math.log(1 + loss.clip_high))
    other = -advantage * math.exp(clip)
    if other > value:
        value, slope, clipped = other, 0.0, True
    if loss.dual_clip > 0 and advantage < 0 and value > -advantage * loss.dual_clip:
        value, slope, clipped = -advantage * loss.dual_clip, 0.0, False
    return value, slope, clipped


def divergence(kind: str, d: float) -> tuple[float, float]:
    """The divergence from the reference by one sample, and its derivative.

    ``d`` is the log-probability minus the reference's (Schulman, "Approximating
    KL divergence", 2020); k3 is held within the limits that the engines have.
    """
    if kind == "k1":
        return d, 1.0
    if kind == "k2":
        return d * d / 2, d
    if kind == "abs":
        return abs(d), math.copysign(1.0, d)
    bounded = min(max(d, -_MAX_LOG_RATIO), _MAX_LOG_RATIO)
    value = math.exp(-bounded) + bounded - 1
    if value > _MAX_K3:
        return _MAX_K3, 0.0
    return value, 1 - math.exp(-bounded) if bounded == d else 0.0
