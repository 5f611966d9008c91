"""EasyR1: rewards of a batch of answers, for ``worker.reward.reward_function``.

    worker.reward.reward_function=$(python -m metaspatial.adapters.where easyr1):compute_score

Rows come from ``metaspatial dataset build --format easyr1``: EasyR1 hands over the
answer column and nothing else of the row, so that column is the task.
"""

from __future__ import annotations

from typing import Any

from metaspatial.adapters.shared import client, score_metrics

# Read by EasyR1 when it loads the file.
REWARD_NAME = "metaspatial"
REWARD_TYPE = "batch"


def compute_score(reward_inputs: list[dict[str, Any]], url: str = "") -> list[dict[str, float]]:
    """Grade a batch. EasyR1 trains on ``overall`` and logs the rest."""
    scores = client(url).score((row["ground_truth"], row["response"]) for row in reward_inputs)
    return [score_metrics("overall", score) for score in scores]
