#!/usr/bin/env bash
# GRPO of Qwen2.5-VL on verl (0.9.1 or later) with metaspatial as environment and reward.
# docs/recipes.md says what to do first and where the numbers are from.
set -euo pipefail

usage='usage: qwen2_5_vl.sh 3b|7b full|lora single|turns [OVERRIDE...]
environment: DATA (folder of "metaspatial dataset build --format verl"), MODEL, GPUS (4), METASPATIAL_URL, METASPATIAL_TOKEN'
[ $# -ge 3 ] || { echo "$usage" >&2; exit 2; }
size=$1 weights=$2 play=$3
shift 3
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
: "${DATA:?name the data set: DATA=FOLDER}"

case $size in
3b) model=Qwen/Qwen2.5-VL-3B-Instruct parallel=1 ;;
7b) model=Qwen/Qwen2.5-VL-7B-Instruct parallel=2 ;;
*) echo "$usage" >&2; exit 2 ;;
esac
model=${MODEL:-$model}

args=(
  algorithm.adv_estimator=grpo
  algorithm.use_kl_in_reward=false

  data.train_files="$DATA/train.parquet"
  data.val_files="$DATA/val.parquet"
  data.train_batch_size=16
  data.max_prompt_length=12800
  data.max_response_length=4000
  data.filter_overlong_prompts=true
  data.truncation=error
  data.seed=1

  actor_rollout_ref.model.path="$model"
  actor_rollout_ref.model.use_remove_padding=true
  actor_rollout_ref.model.enable_gradient_checkpointing=true
  actor_rollout_ref.actor.ppo_mini_batch_size=16
  actor_rollout_ref.actor.ppo_micro_batch_size_per_gpu=1
  actor_rollout_ref.actor.use_kl_loss=true
  actor_rollout_ref.actor.kl_loss_coef=0.001
  actor_rollout_ref.actor.kl_loss_type=low_var_kl
  actor_rollout_ref.actor.entropy_coeff=0.001
  actor_rollout_ref.actor.optim.weight_decay=0.01
  actor_rollout_ref.actor.optim.clip_grad=1.0
  actor_rollout_ref.actor.fsdp_config.param_offload=true
  actor_rollout_ref.actor.fsdp_config.optimizer_offload=true
  actor_rollout_ref.ref.fsdp_config.param_offload=true
  actor_rollout_ref.ref.log_prob_micro_batch_size_per_gpu=1

  actor_rollout_ref.rollout.name=vllm
  actor_rollout_ref.rollout.n=3
  actor_rollout_ref.rollout.temperature=1.0
  actor_rollout_ref.rollout.tensor_model_parallel_size=$parallel
  actor_rollout_ref.rollout.gpu_memory_utilization=0.5
  actor_rollout_ref.rollout.log_prob_micro_batch_size_per_gpu=1

  trainer.total_epochs=15
  trainer.nnodes=1
  trainer.n_gpus_per_node="${GPUS:-4}"
  trainer.val_before_train=true
  trainer.test_freq=20
  trainer.save_freq=50
  trainer.logger='["console","tensorboard"]'
  trainer.project_name=metaspatial
  trainer.experiment_name="qwen2_5_vl_${size}_${weights}_${play}"
)

case $weights in
full) args+=(actor_rollout_ref.actor.optim.lr=1e-6) ;;
lora)
  # Not on the vision tower: vLLM has no LoRA there. A LoRA's step must be larger.
  args+=(
    actor_rollout_ref.actor.optim.lr=1e-5
    actor_rollout_ref.model.lora_rank=64
    actor_rollout_ref.model.lora_alpha=64
    actor_rollout_ref.model.target_modules=all-linear
    actor_rollout_ref.model.exclude_modules='.*visual.*'
    actor_rollout_ref.rollout.load_format=safetensors
    actor_rollout_ref.rollout.layered_summon=true
  )
  ;;
*) echo "$usage" >&2; exit 2 ;;
esac

case $play in
single)
  args+=(
    reward.custom_reward_function.path=pkg://metaspatial.adapters.verl
    reward.custom_reward_function.name=compute_score
  )
  ;;
turns)
  # The response is the whole episode here: three answers, and two feedbacks with a picture each.
  args+=(
    data.max_response_length=14000
    actor_rollout_ref.rollout.agent.default_agent_loop=metaspatial
    actor_rollout_ref.rollout.agent.agent_loop_config_path="$here/agent.yaml"
  )
  ;;
*) echo "$usage" >&2; exit 2 ;;
esac

exec "${PYTHON:-python3}" -m verl.trainer.main_ppo "${args[@]}" "$@"
