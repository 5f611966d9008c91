"""verl: the reward of an answer, for ``reward.custom_reward_function``.

    reward.custom_reward_function.path=pkg://metaspatial.adapters.verl
    reward.custom_reward_function.name=compute_score

Rows come from ``metaspatial dataset build --format verl``: the task is the row's
``reward_model.ground_truth``. verl hands over neither pictures nor chats, so what
the reward renders is rendered by the server.
"""

from __future__ import annotations

from typing import Any

from metaspatial.adapters.shared import async_client, score_metrics


async def compute_score(
    data_source: str,
    solution_str: str,
    ground_truth: str,
    extra_info: dict[str, Any] | None = None,
    url: str = "",
    **_: Any,
) -> dict[str, float]:
    """Grade one answer; called as soon as its rollout ends. verl reads ``score`` and logs the rest."""
    (score,) = await async_client(url).score([(ground_truth, solution_str)])
    return score_metrics("score", score)
