package dataset

// Key is what tells tasks apart.
type Key = key

// Functions of the package.
var (
	KeyOf         = keyOf
	Damaged       = damaged
	Exact         = exact
	Response      = response
	Thought       = thought
	SecondThought = secondThought
)
