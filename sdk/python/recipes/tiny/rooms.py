"""Rooms for the tiny model: rows of ``metaspatial dataset build --sft`` in a few tokens each.

The answer keeps the form that every model must write. The prompt is shortened, since the
usual one, some 3000 characters, is more than a million weights can use: room and objects
remain, lengths in metres to the centimetre. Objects come with their half sizes, which are
what lies between an object's centre and a wall it touches.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import datasets
import transformers
from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers

SPECIAL = [
    "<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|vision_start|>", "<|vision_end|>",
    "<|vision_pad|>", "<|image_pad|>", "<|video_pad|>", "<|unknown|>",
]  # fmt: skip

TOKEN = r"""</?[a-z]+>|"?[{,]*"[a-z_]+":(?:\{"[a-z_]+":)?"?|\}+|[A-Za-z_]+|\d+(?:\.\d+)?|[^\s]"""
"""What one token is: a tag, a key with the marks around it, a word, a number."""


def short(task: dict[str, Any]) -> str:
    """The task in a few words."""
    floor, height = task["room"]["floor"], task["room"]["height"]
    lines = [f"room {max(p[0] for p in floor):.2f} {max(p[1] for p in floor):.2f} {height:.2f}"]
    for thing in task["objects"]:
        words = [thing["id"], *(f"{side / 2:.2f}" for side in thing["size"]), thing["support"]]
        if thing.get("facing"):
            words += ["facing", thing["facing"]]
        for relation in thing.get("relations", []):
            words += [relation["kind"].replace(" ", "_"), relation["target"]]
        lines.append(" ".join(words))
    return "; ".join(lines)


def answer(response: str) -> str:
    """The solver's answer to the centimetre, without its thought."""
    items = json.loads(re.findall(r"<answer>(.*?)</answer>", response, re.DOTALL)[-1])
    for item in items:
        for axis in "xyz":
            item[axis] = round(item[axis], 2)
        item["rotation"]["z_angle"] = round(item["rotation"]["z_angle"])
    # A number is written as the prompt writes it, so that the model can copy it.
    listed = json.dumps(items, separators=(",", ":"))
    listed = re.sub(r'("[xyz]":)([\d.]+)', lambda m: f"{m[1]}{float(m[2]):.2f}", listed)
    return f"<think></think><answer>{listed}</answer>"


def rows(folder: Path) -> Any:
    """The data set in ``folder`` (format trl, with answers), in the short form: prompt, completion, images, task."""

    def shorten(row: dict[str, Any]) -> dict[str, Any]:
        return {
            "prompt": [{"role": "user", "content": short(json.loads(row["task"]))}],
            "completion": [{"role": "assistant", "content": answer(row["completion"][0]["content"])}],
        }

    # By its files and with a cache of its own: by folder, the library may hand out
    # what it once read from another folder of the same name.
    files = {"train": str(folder / "train.parquet"), "validation": str(folder / "val.parquet")}
    read = datasets.load_dataset("parquet", data_files=files, cache_dir=str(folder.parent / "cache"))
    return read.map(shorten, keep_in_memory=True, load_from_cache_file=False)


def tokenizer(texts: Iterable[str]) -> Any:
    """A word for every piece of ``texts``, and for every length up to ten metres."""
    words = {number: None for number in (f"{cm / 100:.2f}" for cm in range(1000))}
    for text in texts:
        words.update(dict.fromkeys(re.findall(TOKEN, text)))
    vocabulary = {word: i for i, word in enumerate([*SPECIAL, *sorted(words)])}
    made = Tokenizer(models.WordLevel(vocabulary, unk_token="<|unknown|>"))
    made.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Split(Regex(TOKEN), "isolated")]
    )
    made.decoder = decoders.Fuse()
    return transformers.PreTrainedTokenizerFast(
        tokenizer_object=made,
        eos_token="<|im_end|>",
        pad_token="<|endoftext|>",
        unk_token="<|unknown|>",
        additional_special_tokens=SPECIAL[1:],
        padding_side="left",
    )
