#!/usr/bin/env bash
# GRPO of Qwen2.5-VL on EasyR1 (v0.3.2 or later) with metaspatial's reward; EasyR1 plays single turns only.
# docs/recipes.md says what to do first and where the numbers are from.
set -euo pipefail

usage='usage: qwen2_5_vl.sh 3b|7b full|lora [OVERRIDE...]
environment: DATA (folder of "metaspatial dataset build --format easyr1"), MODEL, GPUS (4), METASPATIAL_URL, METASPATIAL_TOKEN'
[ $# -ge 2 ] || { echo "$usage" >&2; exit 2; }
size=$1 weights=$2
shift 2
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
: "${DATA:?name the data set: DATA=FOLDER}"
python=${PYTHON:-python3}

case $size in
3b) model=Qwen/Qwen2.5-VL-3B-Instruct parallel=1 ;;
7b) model=Qwen/Qwen2.5-VL-7B-Instruct parallel=2 ;;
*) echo "$usage" >&2; exit 2 ;;
esac

args=(
  config="$here/config.yaml"
  data.train_files="$DATA/train.parquet"
  data.val_files="$DATA/val.parquet"
  worker.actor.model.model_path="${MODEL:-$model}"
  worker.rollout.tensor_parallel_size=$parallel
  worker.reward.reward_function="$("$python" -m metaspatial.adapters.where easyr1):compute_score"
  trainer.n_gpus_per_node="${GPUS:-4}"
  trainer.experiment_name="qwen2_5_vl_${size}_${weights}"
)

case $weights in
full) ;;
lora)
  # Not on the vision tower: vLLM has no LoRA there. A LoRA's step must be larger.
  args+=(
    worker.actor.optim.lr=1.0e-5
    worker.actor.model.lora.rank=64
    worker.actor.model.lora.alpha=64
    worker.actor.model.lora.exclude_modules='.*visual.*'
  )
  ;;
*) echo "$usage" >&2; exit 2 ;;
esac

exec "$python" -m verl.trainer.main "${args[@]}" "$@"
