"""Reads a data set as training engines do and fails where it cannot be read so.

Usage: read.py FORMAT FOLDER TASKS
"""

import io
import json
import sys

import datasets
import pyarrow.parquet as pq
from PIL import Image


def image_type(features):
    kind = features["images"]
    inner = kind[0] if isinstance(kind, list) else kind.feature
    assert isinstance(inner, datasets.Image), kind


def check_task(text, ids=None):
    task = json.loads(text) if isinstance(text, str) else text
    assert task["room"]["floor"] and task["objects"], task
    return {o["id"] for o in task["objects"]}


def check_answer(text, ids):
    assert text.startswith("<think>") and text.endswith("</answer>"), text[:80]
    body = text.split("<answer>")[1].removesuffix("</answer>")
    assert {o["new_object_id"] for o in json.loads(body)} <= ids


def check_image(image):
    assert isinstance(image, Image.Image), type(image)
    assert image.convert("RGB").size == (16, 16)


def verl(row, split):
    assert row["data_source"] == "metaspatial" and row["ability"] == "layout"
    (message,) = row["prompt"]
    assert message["role"] == "user" and message["content"].count("<image>") == 1
    (image,) = row["images"]
    check_image(image)
    assert row["reward_model"]["style"] == "rule"
    ids = check_task(row["reward_model"]["ground_truth"])
    extra = row["extra_info"]
    assert extra["split"] == split and isinstance(extra["index"], int) and extra["turn"] in (0, 1)
    user, assistant = row["messages"]
    assert user == message and assistant["role"] == "assistant"
    check_answer(assistant["content"], ids)


def easyr1(row, split):
    assert row["problem"].count("<image>") == 1
    (image,) = row["images"]
    check_image(image)
    check_answer(row["response"], check_task(row["answer"]))


def trl(row, split):
    (message,) = row["prompt"]
    assert message["role"] == "user" and "<image>" not in message["content"]
    (image,) = row["images"]
    check_image(image)
    (completion,) = row["completion"]
    assert completion["role"] == "assistant"
    check_answer(completion["content"], check_task(row["task"]))


def openrlhf(row, split):
    assert row["input"].startswith("<image>\n") and row["input"].count("<image>") == 1
    import base64

    (uri,) = row["images"]
    check_image(Image.open(io.BytesIO(base64.b64decode(uri.split(",", 1)[1]))))
    check_answer(row["output"], check_task(row["label"]))


def jsonl(row, split):
    check_image(Image.open(f"{folder}/{row['image']}"))
    check_answer(row["response"], check_task(row["task"]))


name, folder, tasks = sys.argv[1], sys.argv[2], int(sys.argv[3])
kind = "parquet" if name in ("verl", "easyr1", "trl") else "json"
end = "parquet" if kind == "parquet" else "jsonl"
seen = 0
for stem, split in (("train", "train"), ("val", "validation")):
    path = f"{folder}/{stem}.{end}"
    if name == "jsonl":
        # Its tasks have keys of their own, so that no table fits them all.
        rows = [json.loads(line) for line in open(path, encoding="utf-8")]
    else:
        rows = datasets.load_dataset(kind, data_files=path)["train"]
    for row in rows:
        globals()[name](row, split)
        seen += row.get("turn", row.get("extra_info", {}).get("turn", 0)) == 0
    if kind == "parquet":
        image_type(rows.features)
        # verl's supervised loader and EasyR1's without the library's notes read
        # plain structs.
        import pandas as pd

        frame = pd.read_parquet(path, dtype_backend="pyarrow")
        for image in frame["images"]:
            assert set(image[0]) == {"bytes", "path"} and image[0]["bytes"][:4] == b"\x89PNG", image
        pq.read_table(path).validate(full=True)
if name != "openrlhf":
    assert seen == tasks, f"{seen} tasks of {tasks}"
if name != "jsonl":
    whole = datasets.load_dataset(folder)
    assert set(whole) == {"train", "validation"}, whole
print("ok", name, seen)
