from metaspatial.plugin.v1 import base_pb2 as _base_pb2
from metaspatial.plugin.v1 import scenes_pb2 as _scenes_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Images(_message.Message):
    __slots__ = ["images"]
    IMAGES_FIELD_NUMBER: _ClassVar[int]
    images: _containers.RepeatedCompositeFieldContainer[_base_pb2.Image]
    def __init__(self, images: _Optional[_Iterable[_Union[_base_pb2.Image, _Mapping]]] = ...) -> None: ...

class RenderRequest(_message.Message):
    __slots__ = ["cameras", "height", "inline", "outputs", "quality", "scenes", "tasks", "width"]
    CAMERAS_FIELD_NUMBER: _ClassVar[int]
    HEIGHT_FIELD_NUMBER: _ClassVar[int]
    INLINE_FIELD_NUMBER: _ClassVar[int]
    OUTPUTS_FIELD_NUMBER: _ClassVar[int]
    QUALITY_FIELD_NUMBER: _ClassVar[int]
    SCENES_FIELD_NUMBER: _ClassVar[int]
    TASKS_FIELD_NUMBER: _ClassVar[int]
    WIDTH_FIELD_NUMBER: _ClassVar[int]
    cameras: _containers.RepeatedScalarFieldContainer[str]
    height: int
    inline: bool
    outputs: _containers.RepeatedScalarFieldContainer[str]
    quality: str
    scenes: _containers.RepeatedCompositeFieldContainer[Scene]
    tasks: _containers.RepeatedCompositeFieldContainer[_scenes_pb2.Task]
    width: int
    def __init__(self, tasks: _Optional[_Iterable[_Union[_scenes_pb2.Task, _Mapping]]] = ..., scenes: _Optional[_Iterable[_Union[Scene, _Mapping]]] = ..., cameras: _Optional[_Iterable[str]] = ..., outputs: _Optional[_Iterable[str]] = ..., width: _Optional[int] = ..., height: _Optional[int] = ..., quality: _Optional[str] = ..., inline: bool = ...) -> None: ...

class RenderResponse(_message.Message):
    __slots__ = ["diagnostics", "images"]
    DIAGNOSTICS_FIELD_NUMBER: _ClassVar[int]
    IMAGES_FIELD_NUMBER: _ClassVar[int]
    diagnostics: _containers.RepeatedCompositeFieldContainer[_base_pb2.Diagnostic]
    images: _containers.RepeatedCompositeFieldContainer[Images]
    def __init__(self, images: _Optional[_Iterable[_Union[Images, _Mapping]]] = ..., diagnostics: _Optional[_Iterable[_Union[_base_pb2.Diagnostic, _Mapping]]] = ...) -> None: ...

class Scene(_message.Message):
    __slots__ = ["layout", "task"]
    LAYOUT_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    layout: _scenes_pb2.Layout
    task: int
    def __init__(self, task: _Optional[int] = ..., layout: _Optional[_Union[_scenes_pb2.Layout, _Mapping]] = ...) -> None: ...
