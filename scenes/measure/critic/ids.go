package critic

// ID numbers the measures.
type ID int

// The measures, in the order of [Table].
const (
	Unplaced ID = iota
	Collisions
	Outside
	Unsupported
	Blocked
	Relations
	Facings
	Wishes
	Walkable
	Access
	Windows
	Room
	Reach
	Sight
	PairDistance
	PairAngle
	TalkDistance
	TalkAngle
	Balance
	MutualAlignment
	WallAlignment
	Emphasis
	Symmetry
	Circulation
	Clearances
	Spaces
	Visibility
	Outlook
	Company
	Grounding
	Hung
	Overhang
	Style
	Discord
	Tint
	Clutter
	Exposure
	Contrast
	Lopsided

	// Count is the number of measures.
	Count
)
