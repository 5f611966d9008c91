from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Findings(_message.Message):
    __slots__ = ["depth", "direction", "length", "object", "other", "rule", "text"]
    DEPTH_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    LENGTH_FIELD_NUMBER: _ClassVar[int]
    OBJECT_FIELD_NUMBER: _ClassVar[int]
    OTHER_FIELD_NUMBER: _ClassVar[int]
    RULE_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    depth: _containers.RepeatedScalarFieldContainer[float]
    direction: _containers.RepeatedScalarFieldContainer[float]
    length: _containers.RepeatedScalarFieldContainer[int]
    object: _containers.RepeatedScalarFieldContainer[int]
    other: _containers.RepeatedScalarFieldContainer[int]
    rule: _containers.RepeatedScalarFieldContainer[int]
    text: str
    def __init__(self, rule: _Optional[_Iterable[int]] = ..., object: _Optional[_Iterable[int]] = ..., other: _Optional[_Iterable[int]] = ..., depth: _Optional[_Iterable[float]] = ..., direction: _Optional[_Iterable[float]] = ..., text: _Optional[str] = ..., length: _Optional[_Iterable[int]] = ...) -> None: ...

class Layout(_message.Message):
    __slots__ = ["objects", "strangers", "values"]
    OBJECTS_FIELD_NUMBER: _ClassVar[int]
    STRANGERS_FIELD_NUMBER: _ClassVar[int]
    VALUES_FIELD_NUMBER: _ClassVar[int]
    objects: _containers.RepeatedScalarFieldContainer[int]
    strangers: _containers.RepeatedScalarFieldContainer[str]
    values: _containers.RepeatedScalarFieldContainer[float]
    def __init__(self, values: _Optional[_Iterable[float]] = ..., objects: _Optional[_Iterable[int]] = ..., strangers: _Optional[_Iterable[str]] = ...) -> None: ...

class Lock(_message.Message):
    __slots__ = ["id", "pose"]
    ID_FIELD_NUMBER: _ClassVar[int]
    POSE_FIELD_NUMBER: _ClassVar[int]
    id: str
    pose: _containers.RepeatedScalarFieldContainer[float]
    def __init__(self, id: _Optional[str] = ..., pose: _Optional[_Iterable[float]] = ...) -> None: ...

class Object(_message.Message):
    __slots__ = ["any_yaw", "asset", "category", "clearance", "facing", "flat", "id", "material", "optional", "parent", "relations", "size", "style", "support"]
    ANY_YAW_FIELD_NUMBER: _ClassVar[int]
    ASSET_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    CLEARANCE_FIELD_NUMBER: _ClassVar[int]
    FACING_FIELD_NUMBER: _ClassVar[int]
    FLAT_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    MATERIAL_FIELD_NUMBER: _ClassVar[int]
    OPTIONAL_FIELD_NUMBER: _ClassVar[int]
    PARENT_FIELD_NUMBER: _ClassVar[int]
    RELATIONS_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    STYLE_FIELD_NUMBER: _ClassVar[int]
    SUPPORT_FIELD_NUMBER: _ClassVar[int]
    any_yaw: bool
    asset: str
    category: str
    clearance: _containers.RepeatedScalarFieldContainer[float]
    facing: str
    flat: bool
    id: str
    material: str
    optional: bool
    parent: str
    relations: _containers.RepeatedCompositeFieldContainer[Relation]
    size: _containers.RepeatedScalarFieldContainer[float]
    style: str
    support: str
    def __init__(self, id: _Optional[str] = ..., category: _Optional[str] = ..., style: _Optional[str] = ..., material: _Optional[str] = ..., asset: _Optional[str] = ..., size: _Optional[_Iterable[float]] = ..., support: _Optional[str] = ..., parent: _Optional[str] = ..., flat: bool = ..., facing: _Optional[str] = ..., relations: _Optional[_Iterable[_Union[Relation, _Mapping]]] = ..., clearance: _Optional[_Iterable[float]] = ..., optional: bool = ..., any_yaw: bool = ...) -> None: ...

class Opening(_message.Message):
    __slots__ = ["height", "id", "kind", "offset", "sill", "swing", "wall", "width"]
    HEIGHT_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    OFFSET_FIELD_NUMBER: _ClassVar[int]
    SILL_FIELD_NUMBER: _ClassVar[int]
    SWING_FIELD_NUMBER: _ClassVar[int]
    WALL_FIELD_NUMBER: _ClassVar[int]
    WIDTH_FIELD_NUMBER: _ClassVar[int]
    height: float
    id: str
    kind: str
    offset: float
    sill: float
    swing: str
    wall: int
    width: float
    def __init__(self, id: _Optional[str] = ..., kind: _Optional[str] = ..., wall: _Optional[int] = ..., offset: _Optional[float] = ..., width: _Optional[float] = ..., height: _Optional[float] = ..., sill: _Optional[float] = ..., swing: _Optional[str] = ...) -> None: ...

class Polygon(_message.Message):
    __slots__ = ["corners"]
    CORNERS_FIELD_NUMBER: _ClassVar[int]
    corners: _containers.RepeatedScalarFieldContainer[float]
    def __init__(self, corners: _Optional[_Iterable[float]] = ...) -> None: ...

class Relation(_message.Message):
    __slots__ = ["adjacent", "kind", "target"]
    ADJACENT_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    TARGET_FIELD_NUMBER: _ClassVar[int]
    adjacent: bool
    kind: str
    target: str
    def __init__(self, kind: _Optional[str] = ..., target: _Optional[str] = ..., adjacent: bool = ...) -> None: ...

class Room(_message.Message):
    __slots__ = ["floor", "height", "holes", "openings"]
    FLOOR_FIELD_NUMBER: _ClassVar[int]
    HEIGHT_FIELD_NUMBER: _ClassVar[int]
    HOLES_FIELD_NUMBER: _ClassVar[int]
    OPENINGS_FIELD_NUMBER: _ClassVar[int]
    floor: _containers.RepeatedScalarFieldContainer[float]
    height: float
    holes: _containers.RepeatedCompositeFieldContainer[Polygon]
    openings: _containers.RepeatedCompositeFieldContainer[Opening]
    def __init__(self, floor: _Optional[_Iterable[float]] = ..., height: _Optional[float] = ..., openings: _Optional[_Iterable[_Union[Opening, _Mapping]]] = ..., holes: _Optional[_Iterable[_Union[Polygon, _Mapping]]] = ...) -> None: ...

class Spec(_message.Message):
    __slots__ = ["anchors", "compare", "count", "distance", "predicate", "subject", "text"]
    ANCHORS_FIELD_NUMBER: _ClassVar[int]
    COMPARE_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    DISTANCE_FIELD_NUMBER: _ClassVar[int]
    PREDICATE_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    anchors: _containers.RepeatedScalarFieldContainer[str]
    compare: str
    count: int
    distance: float
    predicate: str
    subject: str
    text: str
    def __init__(self, predicate: _Optional[str] = ..., compare: _Optional[str] = ..., count: _Optional[int] = ..., subject: _Optional[str] = ..., anchors: _Optional[_Iterable[str]] = ..., distance: _Optional[float] = ..., text: _Optional[str] = ...) -> None: ...

class Task(_message.Message):
    __slots__ = ["id", "locked", "objects", "preference", "program", "room", "scene_graph", "specs"]
    ID_FIELD_NUMBER: _ClassVar[int]
    LOCKED_FIELD_NUMBER: _ClassVar[int]
    OBJECTS_FIELD_NUMBER: _ClassVar[int]
    PREFERENCE_FIELD_NUMBER: _ClassVar[int]
    PROGRAM_FIELD_NUMBER: _ClassVar[int]
    ROOM_FIELD_NUMBER: _ClassVar[int]
    SCENE_GRAPH_FIELD_NUMBER: _ClassVar[int]
    SPECS_FIELD_NUMBER: _ClassVar[int]
    id: str
    locked: _containers.RepeatedCompositeFieldContainer[Lock]
    objects: _containers.RepeatedCompositeFieldContainer[Object]
    preference: str
    program: str
    room: Room
    scene_graph: bytes
    specs: _containers.RepeatedCompositeFieldContainer[Spec]
    def __init__(self, id: _Optional[str] = ..., program: _Optional[str] = ..., preference: _Optional[str] = ..., room: _Optional[_Union[Room, _Mapping]] = ..., objects: _Optional[_Iterable[_Union[Object, _Mapping]]] = ..., scene_graph: _Optional[bytes] = ..., specs: _Optional[_Iterable[_Union[Spec, _Mapping]]] = ..., locked: _Optional[_Iterable[_Union[Lock, _Mapping]]] = ...) -> None: ...
