"""What several adapters need: one client a process, answers out of chats, returns over turns."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import Any

from metaspatial.client import AsyncClient, Client, Score

PARTS = ("format", "physics")
"""The parts of the reward that every score names. Engines that stack metrics want the same names in every sample."""

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


def metrics(score: Score, total: str) -> dict[str, float]:
    """A score as the flat metrics engines log: the reward as ``total``, ``valid`` and the parts, always the same keys."""
    return {
        total: score.reward,
        "valid": float(score.valid),
        **{name: score.parts.get(name, 0.0) for name in PARTS},
    }


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
