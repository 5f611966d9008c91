"""What several adapters need: one client a process, answers out of chats, returns over turns."""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping, Sequence
from typing import Any

from metaspatial.client import AsyncClient, Client, Score

GAMMA = 0.9
"""The discount over the turns of an episode in MetaSpatial's released training code."""


@functools.lru_cache(maxsize=8)
def client(url: str = "") -> Client:
    """The process's client for ``url``, or for METASPATIAL_URL."""
    return Client(url)


@functools.lru_cache(maxsize=8)
def async_client(url: str = "") -> AsyncClient:
    """The process's asynchronous client for ``url``, or for METASPATIAL_URL."""
    return AsyncClient(url)


_seen: dict[str, None] = {}


def metrics(total: str, reward: float, valid: bool, parts: Mapping[str, float]) -> dict[str, float]:
    """A grade as the flat numbers engines log: the reward under the name ``total``, ``valid`` and the parts.

    Engines that stack metrics read the first sample's names from every sample. So a
    part once seen is always named: as NaN after the server has lost its term.
    """
    _seen.update(dict.fromkeys(parts))
    return {**{name: parts.get(name, math.nan) for name in _seen}, "valid": float(valid), total: reward}


def score_metrics(total: str, score: Score) -> dict[str, float]:
    """:func:`metrics` of a score."""
    return metrics(total, score.reward, score.valid, score.parts)


def discounted(rewards: Sequence[float], gamma: float = GAMMA) -> float:
    """The return of an episode: the mean of its turns' rewards with weights gamma^turn, 0 without turns.

    So the first turn weighs most, as in MetaSpatial's code (trajectory-level
    reward, arXiv 2503.18470 section 3.3).
    """
    return sum(share(reward, turn, len(rewards), gamma) for turn, reward in enumerate(rewards))


def share(reward: float, turn: int, turns: int, gamma: float = GAMMA) -> float:
    """What one turn, from 0, adds to the return; for engines that sum rewards over turns."""
    return reward * gamma**turn / sum(gamma**t for t in range(turns))


def text_of(completion: Any) -> str:
    """The model's last words out of a completion: text, or a chat whose content is text or blocks."""
    if isinstance(completion, str):
        return completion
    if isinstance(completion, Sequence):
        said = [m for m in completion if isinstance(m, Mapping) and m.get("role", "assistant") == "assistant"]
        return text_of(said[-1].get("content") or "") if said and "content" in said[-1] else _blocks(completion)
    return ""


def _blocks(content: Sequence[Any]) -> str:
    return "".join(str(b.get("text", "")) for b in content if isinstance(b, Mapping) and b.get("type") == "text")
