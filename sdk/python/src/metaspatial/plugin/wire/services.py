"""The services of the contract: bytes in, bytes out, the plugin's code between."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, BinaryIO, TypeVar, cast

from google.protobuf.json_format import MessageToDict
from google.protobuf.message import DecodeError, Message
from google.protobuf.struct_pb2 import Struct

from metaspatial.plugin import base, render
from metaspatial.plugin.policy import Policy, Trainer
from metaspatial.plugin.render import Renderer
from metaspatial.plugin.reward import Reward
from metaspatial.plugin.schema import resolve
from metaspatial.plugin.v1 import base_pb2, policy_pb2, render_pb2, reward_pb2
from metaspatial.plugin.wire import CHUNK, read, write
from metaspatial.plugin.wire.gate import Gate, Malformed, Way

M = TypeVar("M", bound=Message)
Unary = Callable[[bytes], Awaitable[bytes]]
#: Begins the name of every service of the contract.
PACKAGE = "metaspatial.plugin.v1."


class Services:
    """What a plugin answers to the host."""

    def __init__(self, plugin: base.Plugin, described: Mapping[str, Any], debugged: bool = False) -> None:
        self.plugin = plugin
        self.gate = Gate(plugin.concurrent, debugged)
        self._described = write.description(plugin, described)
        self._needs, self._pictures = plugin.needs, plugin.pictures
        self._cache = ""

    def unary(self) -> dict[str, dict[str, Unary]]:
        """The unary methods by service."""
        out: dict[str, dict[str, Unary]] = {
            "Plugin": {
                "Describe": self._describe, "Validate": self._validate, "Configure": self._configure, "Stop": self._stop
            }
        }  # fmt: skip
        if isinstance(self.plugin, Reward):
            out["Reward"] = {"Evaluate": self._evaluate}
        if isinstance(self.plugin, Policy):
            out["Policy"] = {"Sample": self._sample}
        if isinstance(self.plugin, Trainer):
            out["Policy"]["Update"] = self._update
        if isinstance(self.plugin, Renderer):
            out["Renderer"] = {"Render": self._render}
        return {PACKAGE + service: methods for service, methods in out.items()}

    async def _answer(self, kind: type[M], work: Callable[[], M], way: Way = "call") -> bytes:
        """The work's message, with what was warned of and refused on the way."""
        message, call = await self.gate.run(work, way)
        if message is None:
            message = kind()
        # Every response of the contract has this field.
        cast(Any, message).diagnostics.extend(write.diagnostics(call.warnings))
        return message.SerializeToString()

    async def _describe(self, data: bytes) -> bytes:
        return self._described.SerializeToString()

    async def _validate(self, data: bytes) -> bytes:
        _, ds = resolve(self.plugin.settings, _config(_parse(base_pb2.ValidateRequest, data).config))
        return base_pb2.ValidateResponse(diagnostics=write.diagnostics(ds)).SerializeToString()

    async def _configure(self, data: bytes) -> bytes:
        def work() -> base_pb2.ConfigureResponse:
            m = _parse(base_pb2.ConfigureRequest, data)
            values, ds = resolve(self.plugin.settings, _config(m.config))
            if ds:
                return base_pb2.ConfigureResponse(diagnostics=write.diagnostics(ds))
            self.plugin.needs, self.plugin.pictures = self._needs, self._pictures
            self.plugin.configure(values, m.cache_dir)
            self._cache, self.gate.configured = m.cache_dir, True
            more = [n for n in self.plugin.needs if n not in self._needs]
            changed = self.plugin.pictures if self.plugin.pictures != self._pictures else ()
            return base_pb2.ConfigureResponse(needs=more, pictures=write.pictures(changed))

        return await self._answer(base_pb2.ConfigureResponse, work, "alone")

    async def _stop(self, data: bytes) -> bytes:
        def work() -> base_pb2.StopResponse:
            self.plugin.stop()
            return base_pb2.StopResponse()

        return await self._answer(base_pb2.StopResponse, work, "free")

    async def _evaluate(self, data: bytes) -> bytes:
        plugin = cast(Reward, self.plugin)

        def work() -> reward_pb2.EvaluateResponse:
            with _understood():
                m = _parse(reward_pb2.EvaluateRequest, data)
                task = read.task(m.task)
                candidates = read.candidates(task, m.candidates)
                meshes = [base.Mesh(mesh.asset, mesh.hash, mesh.file) for mesh in m.meshes]
            return write.results(task, plugin.evaluate(task, candidates, meshes))

        return await self._answer(reward_pb2.EvaluateResponse, work)

    async def _sample(self, data: bytes) -> bytes:
        plugin = cast(Policy, self.plugin)

        def work() -> policy_pb2.SampleResponse:
            with _understood():
                request = read.sample_request(_parse(policy_pb2.SampleRequest, data))
            groups = plugin.sample(request)
            m = write.samples(groups, request.reference and isinstance(plugin, Trainer) and plugin.has_reference)
            call = base.current.get()
            m.statistics.extend(write.statistics(call.amounts if call else {}))
            return m

        return await self._answer(policy_pb2.SampleResponse, work)

    async def _update(self, data: bytes) -> bytes:
        plugin = cast(Trainer, self.plugin)

        def work() -> policy_pb2.UpdateResponse:
            with _understood():
                request = read.update_request(_parse(policy_pb2.UpdateRequest, data))
            return policy_pb2.UpdateResponse(statistics=write.statistics(plugin.update(request)))

        return await self._answer(policy_pb2.UpdateResponse, work)

    async def _render(self, data: bytes) -> bytes:
        plugin = cast(Renderer, self.plugin)

        def work() -> render_pb2.RenderResponse:
            with _understood():
                m = _parse(render_pb2.RenderRequest, data)
                request = read.render_request(m)
            files = write.listed(plugin.render(request), "render", "a list of PNG files for each scene")
            groups = (render.images(self._cache, request, f, m.inline) for f in files)
            return render_pb2.RenderResponse(images=[render_pb2.Images(images=write.images(g)) for g in groups])

        return await self._answer(render_pb2.RenderResponse, work)

    async def save(self) -> AsyncIterator[bytes]:
        """The trainer's weights, as encoded chunks."""
        plugin = cast(Trainer, self.plugin)
        with tempfile.TemporaryFile() as file:
            _, call = await self.gate.run(lambda: plugin.save(cast(BinaryIO, file)))
            if call.warnings:  # Save has no other way to say it
                raise Malformed(call.warnings[-1].summary)
            file.seek(0)
            while part := file.read(CHUNK):
                yield base_pb2.Chunk(data=part).SerializeToString()

    async def load(self, chunks: AsyncIterator[bytes]) -> bytes:
        """Takes weights from encoded chunks; nothing changes when the stream breaks off."""
        plugin = cast(Trainer, self.plugin)
        with tempfile.TemporaryFile() as file:
            async for chunk in chunks:
                file.write(_parse(base_pb2.Chunk, chunk).data)
            file.seek(0)

            def work() -> policy_pb2.LoadResponse:
                plugin.load(cast(BinaryIO, file))
                return policy_pb2.LoadResponse()

            return await self._answer(policy_pb2.LoadResponse, work)


def _parse(kind: type[M], data: bytes) -> M:
    with _understood():
        m = kind()
        m.ParseFromString(data)
        return m


@contextmanager
def _understood() -> Iterator[None]:
    try:
        yield
    except (DecodeError, ValueError) as err:
        raise Malformed(str(err)) from err


def _config(m: Struct) -> dict[str, Any]:
    with _understood():
        values: dict[str, Any] = MessageToDict(m)
        return values
