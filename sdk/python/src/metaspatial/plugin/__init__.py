"""Plugins: reward terms, policies and renderers that a metaspatial host runs.

A plugin is an executable file::

    #!/usr/bin/env python3
    from metaspatial.plugin import Result, Reward, Setting, main

    class Middle(Reward):
        id, version = "reward/middle", "1.0.0"
        summary = "Keeps the middle of the room free."
        ...

    if __name__ == "__main__":
        main(Middle())

Serving one takes the extra "plugin" (grpcio, protobuf, cryptography); writing
and testing one takes nothing.
"""

import metaspatial.plugin.started  # noqa: F401, before anything can print
from metaspatial.plugin.base import Diagnostic, Image, Mesh, Picture, Plugin, Problem, Setting, cancelled, took, warn
from metaspatial.plugin.loss import Loss
from metaspatial.plugin.main import main
from metaspatial.plugin.policy import Action, Item, Observation, Policy, Sample, SampleRequest, Trainer, UpdateRequest
from metaspatial.plugin.render import Renderer, RenderRequest, Scene
from metaspatial.plugin.reward import Candidate, Result, Reward, term

__all__ = [
    "Action", "Candidate", "Diagnostic", "Image", "Item", "Loss", "Mesh", "Observation", "Picture", "Plugin",
    "Policy", "Problem", "RenderRequest", "Renderer", "Result", "Reward", "Sample", "SampleRequest", "Scene",
    "Setting", "Trainer", "UpdateRequest", "cancelled", "main", "term", "took", "warn",
]  # fmt: skip
