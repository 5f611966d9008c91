"""OpenRLHF: rewards without turns, for ``--reward.remote_url``.

    --reward.remote_url $(python -m metaspatial.adapters.where openrlhf)
    --data.input_key input --data.label_key label --data.image_key images

Rows come from ``metaspatial dataset build --format openrlhf``; the label is the task.
The server's own address works there too; this file adds that the reward's parts are
logged.
"""

from __future__ import annotations

from typing import Any

from metaspatial.adapters.shared import client, score_metrics

_TURN = "<|im_start|>assistant\n"
_ENDS = ("<|im_end|>", "<|endoftext|>")


def reward_func(queries: list[str], prompts: list[str], labels: list[str]) -> dict[str, Any]:
    """Grade answers. OpenRLHF calls it with one at a time and wants plain numbers then."""
    items = [(label, answer(query, prompt)) for query, prompt, label in zip(queries, prompts, labels, strict=True)]
    rows = [score_metrics("reward", score) for score in client().score(items)]
    if len(rows) != 1:
        rewards: Any = [row["reward"] for row in rows]
        return {"rewards": rewards, "scores": rewards, "extra_logs": {}}
    (row,) = rows
    return {"rewards": row["reward"], "scores": row["reward"], "extra_logs": row}


def answer(query: str, prompt: str) -> str:
    """What the model said, out of prompt and answer in one text.

    With pictures the query is not the prompt and then the answer: in it the
    picture's place is repeated once a patch. So it is cut at the last turn of the
    chat where there is one.
    """
    if _TURN in query:
        said = query.rpartition(_TURN)[2]
    else:
        said = query.removeprefix(prompt)
    for end in _ENDS:
        said = said.partition(end)[0]
    return said
