"""One stage of the tiny model's training, a process of its own: answers to learn from, or GRPO.

``improve.py`` starts it, with the address of the server whose rewards are trained on in
METASPATIAL_URL and of the one that measures in --judge.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import rooms
import torch
import transformers
from transformers.trainer_utils import get_last_checkpoint
from trl import GRPOConfig, GRPOTrainer, SFTConfig, SFTTrainer
from trl.data_utils import prepare_multimodal_messages

from metaspatial.adapters.trl import reward
from metaspatial.client import Client

# The checkpoints are those of the end-to-end job, with a few more weights.
sys.path.append(str(Path(__file__).parents[2] / "e2e"))
import tiny  # noqa: E402

FAMILY = "qwen2_5_vl"
SIZES = {"hidden_size": 128, "intermediate_size": 384, "num_hidden_layers": 4, "head_dim": 32}
LONGEST = 96
"""Tokens of an answer at most; three objects are 42."""


def write(path: Path, value: Any) -> None:
    """Write JSON, whole or not at all."""
    part = path.with_suffix(".part")
    part.write_text(json.dumps(value, indent=1))
    os.replace(part, path)


@torch.no_grad()
def measure(model: Any, processor: Any, some: Iterable[Any], judge: Client, seed: int) -> dict[str, float]:
    """What one answer to each of the rows, at temperature 1, is worth on average, by the judge's terms."""
    some = list(some)
    chats = [prepare_multimodal_messages(row["prompt"], images=row["images"]) for row in some]
    texts = processor.apply_chat_template(chats, add_generation_prompt=True, tokenize=False)
    given = processor(images=[row["images"] for row in some], text=texts, padding=True, return_tensors="pt")
    training, model = model.training, model.eval()
    # The run's own random numbers stay where they were.
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        made = model.generate(**given, do_sample=True, top_k=0, temperature=1.0, max_new_tokens=LONGEST)
    model.train(training)
    said = processor.batch_decode(made[:, given["input_ids"].shape[1] :], skip_special_tokens=True)
    scores = judge.score(zip((row["task"] for row in some), said, strict=True))
    return {
        "reward": statistics.mean(score.reward for score in scores),
        "format": statistics.mean(score.parts["format"] for score in scores),
        "physics": statistics.mean(score.parts["physics"] for score in scores),
        "right": statistics.mean(float(score.parts["format"] == 1) for score in scores),
    }


class Watch(transformers.TrainerCallback):  # type: ignore[misc]
    """Measures on rooms kept aside every ``every`` steps; ends the run once ``enough`` of the answers are right."""

    def __init__(self, path: Path, every: int, enough: float, **given: Any) -> None:
        self.path, self.every, self.enough, self.given = path, every, enough, given
        self.seen: list[dict[str, float]] = json.loads(path.read_text()) if path.exists() else []

    def on_train_begin(self, args: Any, state: Any, control: Any, model: Any = None, **_: Any) -> None:
        # A run that goes on from a checkpoint takes its later steps again.
        self.seen = [entry for entry in self.seen if entry["step"] <= state.global_step]
        if not self.seen:
            self.look(state, control, model)

    def on_step_end(self, args: Any, state: Any, control: Any, model: Any = None, **_: Any) -> None:
        if state.global_step % self.every == 0:
            self.look(state, control, model)

    def look(self, state: Any, control: Any, model: Any) -> None:
        found = measure(model, **self.given)
        self.seen.append({"step": state.global_step, **found})
        write(self.path, self.seen)
        print(json.dumps(self.seen[-1]), flush=True)
        if found["right"] >= self.enough:
            control.should_training_stop = True


def common(given: argparse.Namespace, folder: Path, steps: int, batch: int, rate: float, save: int) -> dict[str, Any]:
    """Settings of both trainers."""
    return {
        "output_dir": str(folder / "checkpoints"),
        "seed": given.seed,
        "max_steps": steps,
        "per_device_train_batch_size": batch,
        "learning_rate": rate,
        "lr_scheduler_type": "constant",
        "max_grad_norm": 1.0,
        "use_cpu": True,
        "bf16": False,
        "gradient_checkpointing": False,
        "logging_steps": 1,
        "save_steps": save,
        "save_total_limit": 1,
        "report_to": "none",
        "disable_tqdm": True,
        "dataloader_pin_memory": False,
    }


def loaded(folder: Path) -> tuple[Any, Any]:
    model = transformers.AutoModelForImageTextToText.from_pretrained(folder, dtype="float32")
    return model, transformers.AutoProcessor.from_pretrained(folder)


def train(trainer: Any, folder: Path, watch: Watch) -> None:
    """Train to the end, from the last checkpoint on where there is one, and save what was learnt."""
    trainer.add_callback(watch)
    checkpoints = folder / "checkpoints"
    trainer.train(resume_from_checkpoint=get_last_checkpoint(checkpoints) if checkpoints.exists() else None)
    trainer.save_model(folder / "model")
    trainer.processing_class.save_pretrained(folder / "model")
    write(folder / "log.json", trainer.state.log_history)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("stage", choices=["answers", "grpo"])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="model that GRPO starts from")
    parser.add_argument("--judge", required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--every", type=int, default=25, help="steps between measurements and checkpoints")
    parser.add_argument("--enough", type=float, default=2.0, help="share of right answers that ends the stage")
    parser.add_argument("--aside", type=int, default=64, help="rooms to measure on")
    parser.add_argument("--rooms", type=int, default=8, help="rooms of a GRPO step")
    given = parser.parse_args()

    given.out.mkdir(parents=True, exist_ok=True)
    transformers.set_seed(given.seed)
    data = rooms.rows(given.data)
    if given.stage == "answers":
        start = given.out / "random"
        texts = [row[0]["content"] for part in data.values() for name in ("prompt", "completion") for row in part[name]]
        chat = "system user assistant You are a helpful assistant ."
        tiny.save(start, FAMILY, [], given.seed, rooms.tokenizer([chat, *texts]), SIZES)
    else:
        start = given.start
    model, processor = loaded(start)
    aside = data["validation"].select(range(min(given.aside, len(data["validation"]))))
    watch = Watch(
        given.out / "aside.json", given.every, given.enough,
        processor=processor, some=aside, judge=Client(given.judge), seed=given.seed,
    )  # fmt: skip
    if given.stage == "answers":
        config = SFTConfig(**common(given, given.out, given.steps, 32, 1e-3, given.every), max_length=None)
        columns = ["prompt", "completion", "images"]
        trainer: Any = SFTTrainer(
            model, config, train_dataset=data["train"].select_columns(columns), processing_class=processor
        )
    else:
        config = GRPOConfig(
            **common(given, given.out, given.steps, given.rooms * 8, 3e-4, given.every),
            num_generations=8, max_completion_length=LONGEST, temperature=1.0, beta=1e-3, epsilon=0.2,
            loss_type="grpo", scale_rewards="group", weight_decay=0.01, num_iterations=1,
        )  # fmt: skip
        columns = ["prompt", "images", "task"]
        trainer = GRPOTrainer(
            model, reward, config, train_dataset=data["train"].select_columns(columns), processing_class=processor
        )
    train(trainer, given.out, watch)


if __name__ == "__main__":
    main()
