"""Policies: plugins that answer tasks with layouts, and may learn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from metaspatial.plugin.base import Image, Plugin
from metaspatial.plugin.loss import Loss
from metaspatial.scenes import Finding, Layout, Task


@dataclass(slots=True)
class Observation:
    """What the policy sees at one turn of one episode.

    ``turn`` counts from 0; from 1 on ``previous``, ``findings`` and ``reward``
    are those of the turn before. ``previous`` is None if it did not parse,
    ``image`` unless the policy needs images.
    """

    task: Task
    turn: int = 0
    previous: Layout | None = None
    findings: list[Finding] = field(default_factory=list)
    reward: float = 0.0
    image: Image | None = None


@dataclass(slots=True)
class SampleRequest:
    """Asks for ``n`` responses to every observation.

    ``temperature`` 0 is greedy. ``seed`` decides everything random: the same
    request gives the same answer. ``keep`` asks a trainer to remember what
    ``update`` will need, ``reference`` for ``Action.ref_log_prob`` as well.
    """

    observations: list[Observation]
    n: int = 1
    temperature: float = 0.0
    seed: int = 0
    keep: bool = False
    reference: bool = False


@dataclass(slots=True)
class Action:
    """One decision of a response.

    ``object`` is the index of the task's object that it decides, or -1, and
    ``coordinate`` says what: "position", "yaw" or a plugin's own. The
    log-probabilities are at the weights and temperature it was drawn with.
    """

    object: int
    coordinate: str
    log_prob: float
    ref_log_prob: float = 0.0


@dataclass(slots=True)
class Sample:
    """One response, and the decisions behind it, if the policy can tell.

    ``handle`` names a kept sample in a later update; 0 when it was not kept.
    """

    response: str
    actions: Sequence[Action] = ()
    handle: int = 0


class Policy(Plugin):
    """Answers tasks. Calls come one at a time unless ``concurrent`` says otherwise."""

    kind = "policy"

    def sample(self, request: SampleRequest) -> Sequence[Sequence[Sample]]:
        """``n`` samples for every observation, in order."""
        raise NotImplementedError("a policy needs the method sample")


@dataclass(slots=True)
class Item:
    """One kept sample with an advantage per action, in their order."""

    handle: int
    advantages: list[float]


@dataclass(slots=True)
class UpdateRequest:
    """One optimisation pass over ``items``, ``epochs`` times.

    ``max_grad_norm`` clips where it is positive; ``minibatch`` is the number
    of actions per step, 0 leaves it to the policy; ``seed`` orders them.
    """

    items: list[Item]
    loss: Loss
    learning_rate: float
    max_grad_norm: float = 0.0
    minibatch: int = 0
    epochs: int = 1
    seed: int = 0


class Trainer(Policy):
    """A policy that learns. It owns weights and optimiser; the host owns the rest."""

    #: Whether samples carry ``ref_log_prob`` where the request asks for it.
    has_reference: bool = False

    def update(self, request: UpdateRequest) -> Mapping[str, float]:
        """Learns from kept samples, forgets every kept sample, and tells numbers.

        "loss", "entropy", "clip_fraction", "kl", "grad_norm" and "steps" mean
        the same for every policy. One that is NaN or infinite says that the
        weights are spoilt: the run goes back to a checkpoint.
        """
        raise NotImplementedError("a trainer needs the method update")

    def save(self, file: BinaryIO) -> None:
        """Writes weights and optimiser to an empty file that can be sought in."""
        raise NotImplementedError("a trainer needs the method save")

    def load(self, file: BinaryIO) -> None:
        """Reads them back, so that training goes on as if never interrupted."""
        raise NotImplementedError("a trainer needs the method load")
