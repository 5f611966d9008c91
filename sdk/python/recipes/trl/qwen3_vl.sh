#!/usr/bin/env bash
# GRPO of Qwen3-VL on TRL (1.16 or later) with metaspatial as reward or environment.
# docs/recipes.md says what to do first and where the numbers are from.
set -euo pipefail

usage='usage: qwen3_vl.sh full|lora single|turns [ARGUMENT...]
environment: DATA (folder of "metaspatial dataset build --format trl"), MODEL, GPUS (4), METASPATIAL_URL, METASPATIAL_TOKEN'
[ $# -ge 2 ] || { echo "$usage" >&2; exit 2; }
weights=$1 play=$2
shift 2
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
: "${DATA:?name the data set: DATA=FOLDER}"
case $weights in full | lora) ;; *) echo "$usage" >&2; exit 2 ;; esac

args=(--config "$here/qwen3_vl_$weights.yaml" --data "$DATA" --play "$play")
[ -z "${MODEL:-}" ] || args+=(--model_name_or_path "$MODEL")
# The completion is the whole episode here: three tool calls, and their pictures.
[ "$play" != turns ] || args+=(--max_completion_length 14000)

exec "${ACCELERATE:-accelerate}" launch --config_file "$here/zero3.yaml" --num_processes "${GPUS:-4}" "$here/train.py" "${args[@]}" "$@"
