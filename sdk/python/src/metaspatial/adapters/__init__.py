"""Thin adapters from training engines to the environment; each module is for one engine.

| module | engine | what it is |
|---|---|---|
| ``verl`` | verl | ``compute_score`` for ``reward.custom_reward_function`` |
| ``verl_agent`` | verl | an agent loop with a picture every turn |
| ``easyr1`` | EasyR1 | ``compute_score`` over a batch |
| ``trl`` | TRL | ``reward`` for ``reward_funcs``, ``Room`` for ``environment_factory`` |
| ``openrlhf`` | OpenRLHF | ``reward_func`` for ``--reward.remote_url`` |
| ``openrlhf_agent`` | OpenRLHF | ``AgentExecutor`` for ``--train.agent_func_path`` |
| ``skyrl`` | SkyRL | an environment for ``skyrl_gym`` |
| ``gym`` | Gymnasium | an environment for ``gymnasium.make`` |

All of them find the server by METASPATIAL_URL and METASPATIAL_TOKEN. Engines load
some of these files by their path, outside the package; so imports in them are
absolute. :mod:`metaspatial.adapters.where` prints a module's path for run scripts.
"""
