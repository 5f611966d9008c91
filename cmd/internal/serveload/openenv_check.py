"""Holds a server against OpenEnv's own client and validator.

    pip install openenv==0.10.0 jsonschema
    python cmd/internal/serveload/openenv_check.py --program ./metaspatial

It starts servers of the program and checks, with nothing but what the package
openenv brings: the six checks of "openenv validate --url"; the runtime rules of
RFC 008 (rewards, observations against the schema, state) by the validator's own
collector and graders; that three fresh servers give the same trace, pictures
included; the client, alone and many at a time; the MCP client; the task API.
"""

import argparse
import asyncio
import base64
import contextlib
import json
import subprocess
import sys
from types import SimpleNamespace

import httpx
from openenv.cli._validation import validate_running_environment
from openenv.core.generic_client import GenericEnvClient
from openenv.core.mcp_client import MCPToolClient
from openenv.validation.graders.runtime.basic import (
    ObservationSchemaGrader,
    RewardWellFormedGrader,
    StateContractGrader,
)
from openenv.validation.runtime.collector import collect_runtime_evidence
from openenv.validation.runtime.contracts import RuntimePlan

TOKEN = "for-this-run-only"


@contextlib.contextmanager
def server(program, *args, token=None):
    """Runs a server and yields its address."""
    env = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent"}
    if token:
        env["METASPATIAL_TOKEN"] = token
    run = subprocess.Popen(
        [program, "serve", "--listen", "127.0.0.1:0", "--drain", "1s", *args],
        stderr=subprocess.PIPE, text=True, env=env,
    )
    try:
        for line in run.stderr:
            if "serving at " in line:
                yield line.split("serving at ")[1].strip()
                break
        else:
            raise SystemExit("the server did not start")
    finally:
        run.terminate()
        run.stderr.close()
        if run.wait(timeout=30) != 0:
            raise SystemExit(f"the server ended with {run.returncode}")


def corner(task):
    """A layout with everything in the middle: full of faults, but a layout."""
    return [
        {"new_object_id": o["id"], "x": 1.0, "y": 1.0, "z": o["size"][2] / 2}
        for o in task["objects"]
    ]


def check(what, holds, *more):
    print(("ok    " if holds else "FAILS ") + what, *more)
    if not holds:
        raise SystemExit(1)


def validator(program):
    plan = RuntimePlan.model_validate({
        "plan_schema_version": "1",
        "reset": {"episode_id": "validation-probe", "seed": 42, "options": {"split": "normal"}},
        "actions": [{"response": "no answer"}, {"layout": []}, {"response": "<think></think><answer>[{]</answer>"}],
    })
    traces = []
    for n in range(3):
        with server(program) as url:
            if n == 0:
                report = validate_running_environment(url)
                check("openenv validate --url", report["passed"], f"{report['summary']['passed_count']} of {report['summary']['total_count']}")
            evidence = collect_runtime_evidence(url, plan, episode_timeout_s=60)
            check(f"trace of server {n + 1}", evidence.failure_reason is None, evidence.failure_reason or f"{len(evidence.exchanges)} exchanges")
            traces.append([e.response_json for e in evidence.exchanges])
            subject = SimpleNamespace(runtime_evidence=evidence, manifest=SimpleNamespace(reward=SimpleNamespace(range=(0.0, 1.0))))
            for grader in (RewardWellFormedGrader(), ObservationSchemaGrader(), StateContractGrader()):
                result = grader.run(subject)
                check(f"{grader.check_id}", result.status.value.lower() == "pass", *result.evidence)
    check("three fresh servers give the same trace", traces[0] == traces[1] == traces[2])
    check("it has a picture", any(json.loads(t)["data"].get("observation", {}).get("image") for t in traces[0]))


async def episode(url, seed, headers=None):
    async with GenericEnvClient(base_url=url, headers=headers) as env:
        result = await env.reset(seed=seed, episode_id=f"e{seed}")
        rewards, task = [], result.observation["task"]
        while not result.done:
            result = await env.step({"layout": corner(task)})
            picture = base64.b64decode(result.observation["image"])
            assert picture.startswith(b"\x89PNG"), picture[:8]
            rewards.append(result.reward)
            state = await env.state()
            assert state["step_count"] == len(rewards) and state["episode_id"] == f"e{seed}", state
        return rewards


async def clients(url, headers):
    rewards = await asyncio.gather(*(episode(url, seed % 4, headers) for seed in range(32)))
    check("32 clients at a time", all(r == rewards[i % 4] and all(0 <= x <= 1 for x in r) for i, r in enumerate(rewards)))
    async with GenericEnvClient(base_url=url, headers=headers) as env:
        await env.reset(seed=1)
        try:
            await env.step({"nonsense": 1})
            check("a wrong action raises", False)
        except RuntimeError as err:
            check("a wrong action raises", "nonsense" in str(err))
        check("and the session goes on", (await env.step({"response": ""})).reward == 0)
    async with MCPToolClient(base_url=url, headers=headers) as env:
        tools = [t.name for t in await env.list_tools()]
        check("MCP tools", tools == ["begin_room", "furnish"], tools)
        room = await env.call_tool("begin_room", split="normal", index=3)
        check("MCP call", "room" in json.dumps(room, default=str))
    async with httpx.AsyncClient(base_url=url, headers=headers) as http:
        splits = [s["name"] for s in (await http.get("/metaspatial/splits")).json()]
        tasks = (await http.post("/metaspatial/task_range", json={"split": "tight", "start": 1, "stop": 3})).json()["tasks"]
        check("task API", splits[0] == "train" and len(tasks) == 2, splits)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", required=True)
    program = parser.parse_args().program
    validator(program)
    with server(program, token=TOKEN) as url:
        check("without the token", httpx.get(url + "/metadata").status_code == 401)
        asyncio.run(clients(url, {"Authorization": "Bearer " + TOKEN}))
    with server(program) as url:
        with GenericEnvClient(base_url=url).sync() as env:
            check("the blocking client", env.reset(seed=5).observation["turns"] == 3)
    print("OpenEnv's client and validator agree")


if __name__ == "__main__":
    sys.exit(main())
