package guideline

// Kind is one of the costs.
type Kind int

// The kinds, in the order of [Columns].
const (
	// PairDistance is −Σ t(d, m, M) over pieces that belong together, d the gap
	// between their footprints: each sofa or lounge seat with the nearest low
	// table (0.406 to 0.457 m), each end table with the nearest such seat or bed
	// and each nightstand with the nearest bed (0 to 0.305 m). Between −pairs
	// and 0; loss = mean of 1 − t. Corner sofas have no pair with a low table:
	// their boxes hold the corner in which it stands.
	PairDistance Kind = iota
	// PairAngle is −Σ (8cos⁴φ − 8cos²φ + 1) = −Σ cos 4φ over the same pairs
	// whose seat or bed has a front; φ is the angle between that front and the
	// direction to the table. Straight ahead or square to the side is −1 each,
	// halfway +1. A bed counts from the point of its long axis that is nearest
	// to the table. Loss = mean of (1 − cos 4φ)/2.
	PairAngle
	// TalkDistance is −Σ t(d, 1.22, 2.44) over pairs of sofas and lounge seats,
	// d between their centres; each seat pairs with its two nearest. Between
	// −pairs and 0; loss = mean of 1 − t.
	TalkDistance
	// TalkAngle is −Σ (cos φ_fg + 1)(cos φ_gf + 1) over the same pairs, where
	// both have a front: −4 face to face, 0 where one turns its back. Loss =
	// mean of 1 − term/4.
	TalkAngle
	// Balance is ‖ΣA·p/ΣA − c‖ in metres: how far the centre of the footprints,
	// weighted by their areas A, lies from the floor's centroid c. Loss = its
	// ratio to the radius of a disk of the floor's area, at most 1.
	Balance
	// MutualAlignment is −Σ cos 4(θ_f − θ_g) over all pairs of pieces with a
	// front or an oblong footprint: −1 each when square to each other, +1 at
	// 45°. Loss = mean of (1 − cos)/2.
	MutualAlignment
	// WallAlignment is −Σ cos 4(θ_f − θ_wall) over the same pieces, each with
	// the wall nearest to its centre. Loss = mean of (1 − cos)/2.
	WallAlignment
	// Emphasis is −Σ cos φ over the seats that should look at the focal point
	// (see [Focus]), φ between the seat's front and the direction to it: −1 each
	// when facing it, +1 when turned away. Loss = mean of (1 − cos φ)/2.
	Emphasis
	// Symmetry is −Σ_f max_g [cos(θ_f − θ′_g) − γ‖p_f − p′_g‖], ′ the reflection
	// over an axis, g of f's class, f itself included, γ = 1 per metre; an
	// object without a front counts |cos|. The axis is the best of the two
	// through the floor's centroid along and across the longest wall, and the
	// one through the focal point along its front. −1 each when mirrored; loss =
	// mean of (1 − max(−1, term))/2.
	Symmetry
	// Circulation is the number of pieces into which the floor falls that a
	// person of radius 0.457 m can be at: 1 is best, 0 means nowhere. Loss = 1 −
	// largest piece / all.
	Circulation
	// Clearance is Σ area(f⁺ ∩ g⁺) in m², f⁺ the footprint grown by the class's
	// clearances, over pairs that are not used together. Loss = its ratio to
	// the summed areas of the clearances, at most 1.
	Clearance
	// Accessibility is Σ_i Σ_jk max(0, 1 − ‖p_i − v_jk‖/(b_i + vd_jk)): how far
	// the objects i, half diagonal b, stand in the spaces of the functional
	// sides k of the objects j, centre v and half diagonal vd. Of an object for
	// which one side is enough the freest side counts. 0 when all are free.
	// Loss = mean over the objects j of their sums, at most 1 each.
	Accessibility
	// Visibility is the same sum over three squares along the view of every
	// screen and board that a room looks at, up to 3 m before it. Only what is
	// no seat and reaches above the view's lower edge is in the way.
	Visibility

	kinds
)

// Kinds is the number of costs.
const Kinds = int(kinds)

// Column describes a cost for tables.
type Column struct {
	Kind Kind
	// Name is the column's name, lower case with underscores.
	Name string
	// Unit is the unit of the value, or empty.
	Unit string
	// Doc is what the cost tells, in a few words.
	Doc string
}

var columns = [Kinds]Column{
	{PairDistance, "pair_distance", "", "tables at a comfortable distance from the seats and beds they serve"},
	{PairAngle, "pair_angle", "", "tables straight ahead of or square beside what they serve"},
	{TalkDistance, "talk_distance", "", "seats near enough to talk"},
	{TalkAngle, "talk_angle", "", "seats turned to each other"},
	{Balance, "balance", "m", "furniture spread evenly about the room's middle"},
	{MutualAlignment, "mutual_alignment", "", "pieces parallel or square to each other"},
	{WallAlignment, "wall_alignment", "", "pieces parallel or square to the nearest wall"},
	{Emphasis, "emphasis", "", "seats turned to what the room is about"},
	{Symmetry, "symmetry", "", "pieces mirrored over an axis"},
	{Circulation, "circulation", "pieces", "one connected floor to walk on"},
	{Clearance, "clearance", "m²", "free space that use needs, not shared"},
	{Accessibility, "accessibility", "", "nothing in the space before functional sides"},
	{Visibility, "visibility", "", "nothing in the view of screens and boards"},
}

// Columns lists the costs in their fixed order.
func Columns() []Column { return append([]Column(nil), columns[:]...) }

// String returns the column's name.
func (k Kind) String() string {
	if k < 0 || k >= kinds {
		return "unknown"
	}
	return columns[k].Name
}
