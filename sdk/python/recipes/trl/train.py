"""GRPO of Qwen3-VL on TRL with metaspatial as reward (single) or as environment (turns).

    accelerate launch --config_file zero3.yaml train.py --config qwen3_vl_full.yaml \
        --data FOLDER --play turns

FOLDER is one of ``metaspatial dataset build --format trl``. docs/recipes.md says what to
do first and where the numbers are from.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from datasets import load_dataset
from trl import GRPOConfig, GRPOTrainer, ModelConfig, TrlParser, get_peft_config

from metaspatial.adapters.trl import Room, reward


@dataclass
class Recipe:
    """What this script adds to TRL's own arguments."""

    data: str = field(metadata={"help": "folder of the data set"})
    play: str = field(
        default="single", metadata={"help": "single (one answer) or turns (a tool and a picture every turn)"}
    )


def trainer(recipe: Recipe, training: GRPOConfig, model: ModelConfig, **replaced: Any) -> GRPOTrainer:
    """The trainer of the recipe; ``replaced`` are arguments of GRPOTrainer put in the place of the recipe's."""
    if recipe.play not in ("single", "turns"):
        raise SystemExit(f"--play is {recipe.play!r}; it must be single or turns")
    rows = load_dataset(recipe.data)
    training.model_init_kwargs = {"dtype": model.dtype or "bfloat16", **(training.model_init_kwargs or {})}
    arguments: dict[str, Any] = {
        "model": model.model_name_or_path,
        "args": training,
        "train_dataset": rows["train"],
        "eval_dataset": rows["validation"],
        "peft_config": get_peft_config(model),
    }
    # The environment has a reward of its own: the return over the turns.
    arguments |= {"reward_funcs": reward} if recipe.play == "single" else {"environment_factory": Room}
    return GRPOTrainer(**{**arguments, **replaced})


def main() -> None:
    recipe, training, model = TrlParser((Recipe, GRPOConfig, ModelConfig)).parse_args_and_config()
    run = trainer(recipe, training, model)
    run.train(resume_from_checkpoint=training.resume_from_checkpoint)
    run.save_model(training.output_dir)


if __name__ == "__main__":
    main()
