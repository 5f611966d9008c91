from metaspatial.plugin.v1 import base_pb2 as _base_pb2
from metaspatial.plugin.v1 import scenes_pb2 as _scenes_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Candidate(_message.Message):
    __slots__ = ["images", "layout", "parse_error", "response", "turn"]
    IMAGES_FIELD_NUMBER: _ClassVar[int]
    LAYOUT_FIELD_NUMBER: _ClassVar[int]
    PARSE_ERROR_FIELD_NUMBER: _ClassVar[int]
    RESPONSE_FIELD_NUMBER: _ClassVar[int]
    TURN_FIELD_NUMBER: _ClassVar[int]
    images: _containers.RepeatedCompositeFieldContainer[_base_pb2.Image]
    layout: _scenes_pb2.Layout
    parse_error: str
    response: str
    turn: int
    def __init__(self, response: _Optional[str] = ..., layout: _Optional[_Union[_scenes_pb2.Layout, _Mapping]] = ..., parse_error: _Optional[str] = ..., turn: _Optional[int] = ..., images: _Optional[_Iterable[_Union[_base_pb2.Image, _Mapping]]] = ...) -> None: ...

class EvaluateRequest(_message.Message):
    __slots__ = ["candidates", "meshes", "task", "timeout"]
    CANDIDATES_FIELD_NUMBER: _ClassVar[int]
    MESHES_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_FIELD_NUMBER: _ClassVar[int]
    candidates: _containers.RepeatedCompositeFieldContainer[Candidate]
    meshes: _containers.RepeatedCompositeFieldContainer[_base_pb2.Mesh]
    task: _scenes_pb2.Task
    timeout: int
    def __init__(self, task: _Optional[_Union[_scenes_pb2.Task, _Mapping]] = ..., candidates: _Optional[_Iterable[_Union[Candidate, _Mapping]]] = ..., meshes: _Optional[_Iterable[_Union[_base_pb2.Mesh, _Mapping]]] = ..., timeout: _Optional[int] = ...) -> None: ...

class EvaluateResponse(_message.Message):
    __slots__ = ["diagnostics", "names", "part_names", "results", "rules"]
    DIAGNOSTICS_FIELD_NUMBER: _ClassVar[int]
    NAMES_FIELD_NUMBER: _ClassVar[int]
    PART_NAMES_FIELD_NUMBER: _ClassVar[int]
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    RULES_FIELD_NUMBER: _ClassVar[int]
    diagnostics: _containers.RepeatedCompositeFieldContainer[_base_pb2.Diagnostic]
    names: _containers.RepeatedScalarFieldContainer[str]
    part_names: _containers.RepeatedScalarFieldContainer[str]
    results: _containers.RepeatedCompositeFieldContainer[Result]
    rules: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, results: _Optional[_Iterable[_Union[Result, _Mapping]]] = ..., diagnostics: _Optional[_Iterable[_Union[_base_pb2.Diagnostic, _Mapping]]] = ..., part_names: _Optional[_Iterable[str]] = ..., rules: _Optional[_Iterable[str]] = ..., names: _Optional[_Iterable[str]] = ...) -> None: ...

class Result(_message.Message):
    __slots__ = ["findings", "invalid", "objects", "part_index", "parts", "reason", "value"]
    FINDINGS_FIELD_NUMBER: _ClassVar[int]
    INVALID_FIELD_NUMBER: _ClassVar[int]
    OBJECTS_FIELD_NUMBER: _ClassVar[int]
    PARTS_FIELD_NUMBER: _ClassVar[int]
    PART_INDEX_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    findings: _scenes_pb2.Findings
    invalid: bool
    objects: _containers.RepeatedScalarFieldContainer[float]
    part_index: _containers.RepeatedScalarFieldContainer[int]
    parts: _containers.RepeatedScalarFieldContainer[float]
    reason: str
    value: float
    def __init__(self, value: _Optional[float] = ..., invalid: bool = ..., reason: _Optional[str] = ..., parts: _Optional[_Iterable[float]] = ..., part_index: _Optional[_Iterable[int]] = ..., objects: _Optional[_Iterable[float]] = ..., findings: _Optional[_Union[_scenes_pb2.Findings, _Mapping]] = ...) -> None: ...
