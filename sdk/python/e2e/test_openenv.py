"""OpenEnv's own client and validator."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

pytest.importorskip("openenv.core.generic_client")


def test_validator(server: str) -> None:
    out = subprocess.run(
        [sys.executable, "-m", "openenv.cli", "validate", "--url", server, "--json"],
        capture_output=True,
        text=True,
        timeout=600,
    )
    report = json.loads(out.stdout[out.stdout.index("{") :])
    failed = [c for c in report["criteria"] if not c["passed"]]
    assert out.returncode == 0 and not failed, failed
    assert len(report["criteria"]) >= 6


def test_generic_client(server: str) -> None:
    from openenv.core.generic_client import GenericEnvClient

    with GenericEnvClient(base_url=server).sync() as env:
        began = env.reset(seed=4, episode_id="e1", split="tight", index=2)
        assert began.observation["turns"] == 3 and began.observation["image"]
        step = env.step({"response": "<think>x</think><answer>[]</answer>"})
        assert 0 <= step.reward <= 1 and not step.done and step.observation["findings"]
        assert env.state()["step_count"] == 1
        with pytest.raises(RuntimeError):
            env.step({"chair": 1})
        assert not env.step({"layout": []}).done
        assert env.step({"layout": []}).done
