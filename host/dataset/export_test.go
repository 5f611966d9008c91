package dataset

// Exported for the tests of this folder.
var (
	KeyOf         = keyOf
	Damaged       = damaged
	Thought       = thought
	SecondThought = secondThought
)
