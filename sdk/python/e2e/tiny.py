"""Vision-language models of Qwen's architecture with a few hundred thousand random weights.

Engines meet a real processor, a real chat template and a real model, and no weights
are fetched: configuration, tokenizer and template are made here.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import torch
import transformers
import trl
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

SPECIAL = [
    "<|endoftext|>",
    "<|im_start|>",
    "<|im_end|>",
    "<|vision_start|>",
    "<|vision_end|>",
    "<|vision_pad|>",
    "<|image_pad|>",
    "<|video_pad|>",
]
WORDS = ["<tool_call>", "</tool_call>", "<tool_response>", "</tool_response>", "<think>", "</think>"]


def tokenizer(texts: Iterable[str], size: int = 2048) -> Any:
    """A byte-pair tokenizer over ``texts`` with Qwen's special tokens; every text can be written in it."""
    bpe = Tokenizer(models.BPE())
    bpe.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bpe.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    bpe.train_from_iterator(
        texts,
        trainers.BpeTrainer(vocab_size=size, special_tokens=SPECIAL, initial_alphabet=alphabet, show_progress=False),
    )
    bpe.add_tokens(WORDS)
    return transformers.PreTrainedTokenizerFast(
        tokenizer_object=bpe,
        eos_token="<|im_end|>",
        pad_token="<|endoftext|>",
        additional_special_tokens=SPECIAL[1:],
        padding_side="left",
    )


def save(
    folder: Path, family: str, texts: Iterable[str], seed: int = 0, tok: Any = None, sizes: dict[str, Any] | None = None
) -> Path:
    """Write model and processor of ``family`` (qwen2_5_vl or qwen3_vl) as a checkpoint folder.

    ``tok`` is a tokenizer in the place of one made from ``texts``; ``sizes`` are settings of
    the language model in the place of the smallest.
    """
    torch.manual_seed(seed)
    tok = tok or tokenizer(texts)
    template = (Path(trl.__file__).parent / "chat_templates" / f"{family}.jinja").read_text()
    ids = {
        name: tok.convert_tokens_to_ids(f"<|{name}|>")
        for name in ("image_pad", "video_pad", "vision_start", "vision_end")
    }
    tokens = {
        "image_token_id": ids["image_pad"],
        "video_token_id": ids["video_pad"],
        "vision_start_token_id": ids["vision_start"],
        "vision_end_token_id": ids["vision_end"],
    }
    text: dict[str, Any] = {
        "vocab_size": len(tok),
        "hidden_size": 64,
        "intermediate_size": 128,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "head_dim": 16,
        "max_position_embeddings": 32768,
        "bos_token_id": tok.pad_token_id,
        "eos_token_id": tok.eos_token_id,
        "pad_token_id": tok.pad_token_id,
        **(sizes or {}),
    }
    eighth, out = text["head_dim"] // 8, text["hidden_size"]
    sections = [2 * eighth, eighth, eighth]
    if family == "qwen3_vl":
        text["rope_parameters"] = {
            "rope_type": "default",
            "rope_theta": 1e6,
            "mrope_section": sections,
            "mrope_interleaved": True,
        }
        vision = {"depth": 2, "hidden_size": 32, "intermediate_size": 64, "num_heads": 2, "out_hidden_size": out,
                  "patch_size": 16, "num_position_embeddings": 256, "deepstack_visual_indexes": [1]}  # fmt: skip
        config: Any = transformers.Qwen3VLConfig(text_config=text, vision_config=vision, **tokens)
        kind, image, processor = (
            transformers.Qwen3VLForConditionalGeneration,
            transformers.Qwen2VLImageProcessor(patch_size=16, size={"shortest_edge": 4096, "longest_edge": 65536}),
            transformers.Qwen3VLProcessor,
        )
        video: Any = transformers.Qwen3VLVideoProcessor()
    else:
        text["rope_parameters"] = {"rope_type": "default", "rope_theta": 1e6, "mrope_section": sections}
        vision = {"depth": 2, "hidden_size": 32, "intermediate_size": 64, "num_heads": 2, "out_hidden_size": out,
                  "patch_size": 14, "fullatt_block_indexes": [1]}  # fmt: skip
        config = transformers.Qwen2_5_VLConfig(text_config=text, vision_config=vision, **tokens)
        kind, image, processor = (
            transformers.Qwen2_5_VLForConditionalGeneration,
            transformers.Qwen2VLImageProcessor(size={"shortest_edge": 3136, "longest_edge": 65536}),
            transformers.Qwen2_5_VLProcessor,
        )
        video = transformers.Qwen2VLVideoProcessor()
    kind(config).save_pretrained(folder)
    processor(image_processor=image, tokenizer=tok, video_processor=video, chat_template=template).save_pretrained(
        folder
    )
    return folder
