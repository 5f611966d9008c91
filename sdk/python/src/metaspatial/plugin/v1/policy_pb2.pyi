from metaspatial.plugin.v1 import base_pb2 as _base_pb2
from metaspatial.plugin.v1 import scenes_pb2 as _scenes_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class LoadResponse(_message.Message):
    __slots__ = ["diagnostics"]
    DIAGNOSTICS_FIELD_NUMBER: _ClassVar[int]
    diagnostics: _containers.RepeatedCompositeFieldContainer[_base_pb2.Diagnostic]
    def __init__(self, diagnostics: _Optional[_Iterable[_Union[_base_pb2.Diagnostic, _Mapping]]] = ...) -> None: ...

class Loss(_message.Message):
    __slots__ = ["aggregation", "clip_high", "clip_low", "dual_clip", "entropy", "kl", "kl_estimate", "max_actions", "ratio"]
    AGGREGATION_FIELD_NUMBER: _ClassVar[int]
    CLIP_HIGH_FIELD_NUMBER: _ClassVar[int]
    CLIP_LOW_FIELD_NUMBER: _ClassVar[int]
    DUAL_CLIP_FIELD_NUMBER: _ClassVar[int]
    ENTROPY_FIELD_NUMBER: _ClassVar[int]
    KL_ESTIMATE_FIELD_NUMBER: _ClassVar[int]
    KL_FIELD_NUMBER: _ClassVar[int]
    MAX_ACTIONS_FIELD_NUMBER: _ClassVar[int]
    RATIO_FIELD_NUMBER: _ClassVar[int]
    aggregation: str
    clip_high: float
    clip_low: float
    dual_clip: float
    entropy: float
    kl: float
    kl_estimate: str
    max_actions: float
    ratio: str
    def __init__(self, clip_low: _Optional[float] = ..., clip_high: _Optional[float] = ..., entropy: _Optional[float] = ..., kl: _Optional[float] = ..., dual_clip: _Optional[float] = ..., ratio: _Optional[str] = ..., aggregation: _Optional[str] = ..., max_actions: _Optional[float] = ..., kl_estimate: _Optional[str] = ...) -> None: ...

class Observation(_message.Message):
    __slots__ = ["findings", "image", "previous", "reward", "task", "turn"]
    FINDINGS_FIELD_NUMBER: _ClassVar[int]
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    PREVIOUS_FIELD_NUMBER: _ClassVar[int]
    REWARD_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    TURN_FIELD_NUMBER: _ClassVar[int]
    findings: _scenes_pb2.Findings
    image: _base_pb2.Image
    previous: _scenes_pb2.Layout
    reward: float
    task: int
    turn: int
    def __init__(self, task: _Optional[int] = ..., turn: _Optional[int] = ..., previous: _Optional[_Union[_scenes_pb2.Layout, _Mapping]] = ..., findings: _Optional[_Union[_scenes_pb2.Findings, _Mapping]] = ..., reward: _Optional[float] = ..., image: _Optional[_Union[_base_pb2.Image, _Mapping]] = ...) -> None: ...

class Sample(_message.Message):
    __slots__ = ["coordinate", "handle", "log_prob", "object", "ref_log_prob", "response"]
    COORDINATE_FIELD_NUMBER: _ClassVar[int]
    HANDLE_FIELD_NUMBER: _ClassVar[int]
    LOG_PROB_FIELD_NUMBER: _ClassVar[int]
    OBJECT_FIELD_NUMBER: _ClassVar[int]
    REF_LOG_PROB_FIELD_NUMBER: _ClassVar[int]
    RESPONSE_FIELD_NUMBER: _ClassVar[int]
    coordinate: _containers.RepeatedScalarFieldContainer[int]
    handle: int
    log_prob: _containers.RepeatedScalarFieldContainer[float]
    object: _containers.RepeatedScalarFieldContainer[int]
    ref_log_prob: _containers.RepeatedScalarFieldContainer[float]
    response: str
    def __init__(self, handle: _Optional[int] = ..., response: _Optional[str] = ..., object: _Optional[_Iterable[int]] = ..., coordinate: _Optional[_Iterable[int]] = ..., log_prob: _Optional[_Iterable[float]] = ..., ref_log_prob: _Optional[_Iterable[float]] = ...) -> None: ...

class SampleRequest(_message.Message):
    __slots__ = ["keep", "n", "names", "observations", "reference", "rules", "seed", "tasks", "temperature"]
    KEEP_FIELD_NUMBER: _ClassVar[int]
    NAMES_FIELD_NUMBER: _ClassVar[int]
    N_FIELD_NUMBER: _ClassVar[int]
    OBSERVATIONS_FIELD_NUMBER: _ClassVar[int]
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    RULES_FIELD_NUMBER: _ClassVar[int]
    SEED_FIELD_NUMBER: _ClassVar[int]
    TASKS_FIELD_NUMBER: _ClassVar[int]
    TEMPERATURE_FIELD_NUMBER: _ClassVar[int]
    keep: bool
    n: int
    names: _containers.RepeatedScalarFieldContainer[str]
    observations: _containers.RepeatedCompositeFieldContainer[Observation]
    reference: bool
    rules: _containers.RepeatedScalarFieldContainer[str]
    seed: int
    tasks: _containers.RepeatedCompositeFieldContainer[_scenes_pb2.Task]
    temperature: float
    def __init__(self, tasks: _Optional[_Iterable[_Union[_scenes_pb2.Task, _Mapping]]] = ..., observations: _Optional[_Iterable[_Union[Observation, _Mapping]]] = ..., n: _Optional[int] = ..., temperature: _Optional[float] = ..., seed: _Optional[int] = ..., keep: bool = ..., rules: _Optional[_Iterable[str]] = ..., names: _Optional[_Iterable[str]] = ..., reference: bool = ...) -> None: ...

class SampleResponse(_message.Message):
    __slots__ = ["coordinates", "diagnostics", "reference", "samples", "statistics"]
    COORDINATES_FIELD_NUMBER: _ClassVar[int]
    DIAGNOSTICS_FIELD_NUMBER: _ClassVar[int]
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    SAMPLES_FIELD_NUMBER: _ClassVar[int]
    STATISTICS_FIELD_NUMBER: _ClassVar[int]
    coordinates: _containers.RepeatedScalarFieldContainer[str]
    diagnostics: _containers.RepeatedCompositeFieldContainer[_base_pb2.Diagnostic]
    reference: bool
    samples: _containers.RepeatedCompositeFieldContainer[Samples]
    statistics: _containers.RepeatedCompositeFieldContainer[Statistic]
    def __init__(self, samples: _Optional[_Iterable[_Union[Samples, _Mapping]]] = ..., diagnostics: _Optional[_Iterable[_Union[_base_pb2.Diagnostic, _Mapping]]] = ..., coordinates: _Optional[_Iterable[str]] = ..., reference: bool = ..., statistics: _Optional[_Iterable[_Union[Statistic, _Mapping]]] = ...) -> None: ...

class Samples(_message.Message):
    __slots__ = ["samples"]
    SAMPLES_FIELD_NUMBER: _ClassVar[int]
    samples: _containers.RepeatedCompositeFieldContainer[Sample]
    def __init__(self, samples: _Optional[_Iterable[_Union[Sample, _Mapping]]] = ...) -> None: ...

class SaveRequest(_message.Message):
    __slots__ = []
    def __init__(self) -> None: ...

class Statistic(_message.Message):
    __slots__ = ["name", "value"]
    NAME_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    name: str
    value: float
    def __init__(self, name: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...

class UpdateItem(_message.Message):
    __slots__ = ["advantages", "handle"]
    ADVANTAGES_FIELD_NUMBER: _ClassVar[int]
    HANDLE_FIELD_NUMBER: _ClassVar[int]
    advantages: _containers.RepeatedScalarFieldContainer[float]
    handle: int
    def __init__(self, handle: _Optional[int] = ..., advantages: _Optional[_Iterable[float]] = ...) -> None: ...

class UpdateRequest(_message.Message):
    __slots__ = ["epochs", "items", "learning_rate", "loss", "max_grad_norm", "minibatch", "seed"]
    EPOCHS_FIELD_NUMBER: _ClassVar[int]
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    LEARNING_RATE_FIELD_NUMBER: _ClassVar[int]
    LOSS_FIELD_NUMBER: _ClassVar[int]
    MAX_GRAD_NORM_FIELD_NUMBER: _ClassVar[int]
    MINIBATCH_FIELD_NUMBER: _ClassVar[int]
    SEED_FIELD_NUMBER: _ClassVar[int]
    epochs: int
    items: _containers.RepeatedCompositeFieldContainer[UpdateItem]
    learning_rate: float
    loss: Loss
    max_grad_norm: float
    minibatch: int
    seed: int
    def __init__(self, items: _Optional[_Iterable[_Union[UpdateItem, _Mapping]]] = ..., loss: _Optional[_Union[Loss, _Mapping]] = ..., learning_rate: _Optional[float] = ..., max_grad_norm: _Optional[float] = ..., minibatch: _Optional[int] = ..., epochs: _Optional[int] = ..., seed: _Optional[int] = ...) -> None: ...

class UpdateResponse(_message.Message):
    __slots__ = ["diagnostics", "statistics"]
    DIAGNOSTICS_FIELD_NUMBER: _ClassVar[int]
    STATISTICS_FIELD_NUMBER: _ClassVar[int]
    diagnostics: _containers.RepeatedCompositeFieldContainer[_base_pb2.Diagnostic]
    statistics: _containers.RepeatedCompositeFieldContainer[Statistic]
    def __init__(self, statistics: _Optional[_Iterable[_Union[Statistic, _Mapping]]] = ..., diagnostics: _Optional[_Iterable[_Union[_base_pb2.Diagnostic, _Mapping]]] = ...) -> None: ...
