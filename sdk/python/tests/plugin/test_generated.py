"""The generated messages are those of the .proto files."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

pytest.importorskip("google.protobuf")

from google.protobuf.descriptor_pb2 import FileDescriptorProto, FileDescriptorSet

from metaspatial.plugin.v1 import base_pb2, policy_pb2, render_pb2, reward_pb2, scenes_pb2

PROTO = Path(__file__).resolve().parents[3] / "proto"


@pytest.mark.skipif(not shutil.which("protoc") or not PROTO.is_dir(), reason="protoc or the .proto files are not here")
def test_generated_messages_are_up_to_date(tmp_path: Path) -> None:
    files = sorted(PROTO.glob("metaspatial/plugin/v1/*.proto"))
    command = ["protoc", "-I", str(PROTO), f"--descriptor_set_out={tmp_path / 'set'}", *map(str, files)]
    subprocess.run(command, check=True)
    want = FileDescriptorSet.FromString((tmp_path / "set").read_bytes())
    got = {}
    for module in (base_pb2, policy_pb2, render_pb2, reward_pb2, scenes_pb2):
        m = FileDescriptorProto()
        module.DESCRIPTOR.CopyToProto(m)
        got[m.name] = m
    assert len(want.file) == len(files) == len(got)
    for file in want.file:
        for message in file.message_type:
            for f in message.field:
                f.ClearField("json_name")
        for message in got[file.name].message_type:
            for f in message.field:
                f.ClearField("json_name")
        assert got[file.name] == file, f"{file.name} has changed; run: sh sdk/python/generate.sh"
