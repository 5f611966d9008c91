#!/usr/bin/env python3
"""A small policy that learns: a linear softmax over the places of each object.

It runs in a host, once that trusts it:

    metaspatial plugin trust ./grid.py
    metaspatial train -c grid.yaml
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

# First, so that nothing which another import prints gets into the handshake.
from metaspatial.plugin import Action, Observation, Sample, SampleRequest, Setting, Trainer, UpdateRequest, main

import numpy as np

from features import WIDTH, Array, Box, features, order, places, put
from metaspatial.plugin.loss import compute
from metaspatial.scenes import Layout, Placement, respond


@dataclass(slots=True)
class Choice:
    """A decision as Update needs it: what there was to choose from, and what was chosen."""

    seen: Array
    chosen: int
    temperature: float
    log_prob: float


class Grid(Trainer):
    """Places objects one after another, each at a place drawn by learned weights."""

    id, version = "policy/grid", "1.0.0"
    summary = "Places objects on a grid by a linear softmax over features of the places."
    docs = "It starts from weights of 0, every place alike, and ignores earlier turns. Use `turns: 1`."
    settings = [
        Setting("decay", "number", 0.9, min=0, max=0.999, doc="How long Adam's mean of the gradient reaches back."),
    ]
    has_reference = True

    def __init__(self) -> None:
        self.weights = np.zeros(WIDTH, np.float64)
        self.mean, self.square, self.steps = np.zeros(WIDTH), np.zeros(WIDTH), 0
        self.reference: Any = None  # the weights that the divergence is measured from
        self.kept: dict[int, list[Choice]] = {}
        self.handles = 0
        self.decay = 0.9

    def configure(self, values: Mapping[str, Any], cache_dir: str) -> None:
        self.decay = values["decay"]

    def sample(self, request: SampleRequest) -> Sequence[Sequence[Sample]]:
        if request.reference and self.reference is None:
            self.reference = self.weights.copy()
        return [
            [self.respond(o, request, np.random.default_rng([request.seed, i, k])) for k in range(request.n)]
            for i, o in enumerate(request.observations)
        ]

    def respond(self, o: Observation, request: SampleRequest, rng: np.random.Generator) -> Sample:
        """One response, every object placed with those before it in sight."""
        task, layout = o.task, Layout()
        standing: dict[str, Box] = {}
        actions, choices = [], []
        for i in order(task):
            thing = task.objects[i]
            p = task.lock(thing.id)
            if p is None:
                rows = places(task, thing, standing)
                seen = features(task, thing, rows, standing)
                log = log_softmax(seen @ self.weights, request.temperature)
                k = int(np.argmax(log)) if request.temperature == 0 else int(draw(rng, np.exp(log)))
                x, y, z, yaw = map(float, rows[k])
                p = Placement(thing.id, (x, y, z), yaw)
                action = Action(i, "place", float(log[k]))
                if request.reference:
                    action.ref_log_prob = float(log_softmax(seen @ self.reference, request.temperature)[k])
                actions.append(action)
                choices.append(Choice(seen, k, request.temperature, float(log[k])))
            layout.placements.append(p)
            standing[thing.id] = put(thing, p)
        handle = 0
        if request.keep:
            self.handles += 1
            handle = self.handles
            self.kept[handle] = choices
        return Sample(respond(task, layout, "Each object stands where its features weigh most."), actions, handle)

    def update(self, request: UpdateRequest) -> Mapping[str, float]:
        decisions = [
            (item.handle, choice, advantage)
            for item in request.items
            for choice, advantage in zip(self.kept.get(item.handle, []), item.advantages)
        ]
        self.kept.clear()
        if request.loss.kl and self.reference is None:
            self.reference = self.weights.copy()
        rng = np.random.default_rng(request.seed)
        told: list[dict[str, float]] = []
        size = request.minibatch or len(decisions)
        whole = request.loss.ratio == "sequence" or request.loss.aggregation != "token-mean"
        for _ in range(request.epochs if decisions else 0):
            # A loss over whole responses must not tear them apart.
            shuffled = list(range(len(decisions))) if whole else rng.permutation(len(decisions)).tolist()
            for start in range(0, len(decisions), len(decisions) if whole else size):
                part = [decisions[k] for k in shuffled[start : start + (len(decisions) if whole else size)]]
                told.append(self.step(part, request))
        numbers = {name: float(np.mean([t[name] for t in told])) for name in told[0]} if told else {}
        return {**numbers, "steps": float(len(told))}

    def step(self, part: Sequence[tuple[int, Choice, float]], request: UpdateRequest) -> dict[str, float]:
        """One step of Adam (arXiv 1412.6980) down the loss of some decisions."""
        logs = [log_softmax(c.seen @ self.weights, c.temperature) for _, c, _ in part]
        reference = None
        if request.loss.kl:
            reference = [float(log_softmax(c.seen @ self.reference, c.temperature)[c.chosen]) for _, c, _ in part]
        out = compute(
            request.loss,
            [float(log[c.chosen]) for log, (_, c, _) in zip(logs, part)],
            [c.log_prob for _, c, _ in part],
            [advantage for _, _, advantage in part],
            [handle for handle, _, _ in part],
            reference,
        )
        gradient, entropy = np.zeros(WIDTH), 0.0
        for log, (_, c, _), slope in zip(logs, part, out.gradient):
            p = np.exp(log)
            h = float(-(p * log).sum())
            entropy += h / len(part)
            by_logit = -slope * p + request.loss.entropy / len(part) * p * (log + h)
            by_logit[c.chosen] += slope
            gradient += c.seen.T @ (by_logit / max(c.temperature, 1e-3))
        norm = float(np.linalg.norm(gradient))
        if 0 < request.max_grad_norm < norm:
            gradient *= request.max_grad_norm / norm
        self.steps += 1
        self.mean = self.decay * self.mean + (1 - self.decay) * gradient
        self.square = 0.999 * self.square + 0.001 * gradient**2
        mean, square = self.mean / (1 - self.decay**self.steps), self.square / (1 - 0.999**self.steps)
        self.weights = self.weights - request.learning_rate * mean / (np.sqrt(square) + 1e-8)
        return {
            "loss": out.loss - request.loss.entropy * entropy, "entropy": entropy, "clip_fraction": out.clip_fraction,
            "kl": out.kl, "ref_kl": out.ref_kl, "grad_norm": norm,
        }  # fmt: skip

    def save(self, file: BinaryIO) -> None:
        reference = np.zeros(0) if self.reference is None else self.reference
        np.savez(file, weights=self.weights, mean=self.mean, square=self.square, steps=self.steps, reference=reference)

    def load(self, file: BinaryIO) -> None:
        with np.load(file, allow_pickle=False) as f:
            if f["weights"].shape != (WIDTH,):
                raise ValueError(f"these weights have {f['weights'].shape[0]} numbers; this policy has {WIDTH}")
            self.weights, self.mean, self.square = f["weights"], f["mean"], f["square"]
            self.steps = int(f["steps"])
            self.reference = f["reference"] if len(f["reference"]) else None
        self.kept.clear()


def log_softmax(scores: Any, temperature: float) -> Any:
    """Log-probabilities; at temperature 0 all of it is on the first of the best."""
    if temperature == 0:
        out = np.full(len(scores), -math.inf)
        out[np.argmax(scores)] = 0
        return out
    scores = scores / temperature
    scores = scores - scores.max()
    return scores - np.log(np.exp(scores).sum())


def draw(rng: np.random.Generator, p: Any) -> Any:
    """The index of one of the probabilities."""
    return min(np.searchsorted(np.cumsum(p), rng.random()), len(p) - 1)


if __name__ == "__main__":
    main(Grid())
