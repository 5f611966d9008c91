package dataset

// Exported for the tests of this folder.
var (
	KeyOf         = keyOf
	Damaged       = damaged
	Exact         = exact
	Response      = response
	Thought       = thought
	SecondThought = secondThought
)
