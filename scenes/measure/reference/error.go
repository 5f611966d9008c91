package reference

import "fmt"

// Stage says where the original would have raised.
type Stage string

// The stages. Input and Response are ours: the original's caller would have
// failed before it reached the reward.
const (
	StageInput       Stage = "input"
	StageFormat      Stage = "format"
	StageCollisions  Stage = "check_collisions"
	StageConstraints Stage = "check_constraints"
)

// Code names what is wrong.
type Code string

// The codes.
const (
	BadJSON             Code = "bad_json"
	MissingKey          Code = "missing_key"
	WrongType           Code = "wrong_type"
	UnknownObject       Code = "unknown_object"
	UnknownParent       Code = "unknown_parent"
	UnknownPreposition  Code = "unknown_preposition"
	UnsupportedRotation Code = "unsupported_rotation"
	NotAnObject         Code = "not_an_object"
	EmptySize           Code = "empty_size"
	UnreadableSize      Code = "unreadable_size"
	ParentCycle         Code = "parent_cycle"
	TooNested           Code = "too_nested"
	NumberTooLarge      Code = "number_too_large"
	TooManyDigits       Code = "too_many_digits"
	AmbiguousRotation   Code = "ambiguous_rotation"
)

// exceptions maps each code to the class of exception that the original
// raises there.
var exceptions = map[Code]string{
	BadJSON:             "JSONDecodeError",
	MissingKey:          "KeyError",
	WrongType:           "TypeError",
	UnknownObject:       "IndexError",
	UnknownParent:       "ValueError",
	UnknownPreposition:  "KeyError",
	UnsupportedRotation: "UnboundLocalError",
	NotAnObject:         "AttributeError",
	EmptySize:           "ValueError",
	UnreadableSize:      "Exception",
	ParentCycle:         "RecursionError",
	TooNested:           "RecursionError",
	NumberTooLarge:      "OverflowError",
	TooManyDigits:       "ValueError",
	AmbiguousRotation:   "ValueError",
}

// Error is a scene graph or response that the original cannot score.
type Error struct {
	Stage  Stage  `json:"stage"`
	Code   Code   `json:"code"`
	Detail string `json:"detail"`
}

var _ error = (*Error)(nil)

// Error returns the stage and the detail.
func (e *Error) Error() string { return fmt.Sprintf("%s: %s", e.Stage, e.Detail) }

// Exception returns the class of exception that the original raises here.
func (e *Error) Exception() string { return exceptions[e.Code] }

func fail(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Detail: fmt.Sprintf(format, args...)}
}

// at returns e with its stage, leaving a stage that is already set.
func (e *Error) at(s Stage) *Error {
	if e == nil || e.Stage != "" {
		return e
	}
	f := *e
	f.Stage = s
	return &f
}
