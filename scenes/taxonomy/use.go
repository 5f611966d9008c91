package taxonomy

import "github.com/metaspatial/metaspatial/scenes"

// The clearances in metres. The first ones are those of Merrell et al. 2011,
// who give inches; those from drawers on are this
// project's: see the package documentation.
const (
	besideBed     = 0.914 // 36 in
	beforeSeat    = 0.762 // 30 in
	beforeShelf   = 0.610 // 24 in
	aroundTable   = 0.914 // 36 in
	aroundLow     = 0.406 // 16 in, the least between a low table and a seat
	besideEnd     = 0.305 // 12 in, the most between an end table and a seat
	beforeDrawers = 0.762 // a leaf or drawer open, and a person before it
	beforeWork    = 0.914 // a person at a worktop, and another passing
	beforeBath    = 0.762 // 30 in before a bathroom fixture
	beforeFire    = 0.914 // 36 in before an open fire
	besideChair   = 0.305 // to slip in sideways
	aroundPool    = 1.219 // a stroke with a short cue, 48 in
)

// use says how people use a class: the sides they come from, how many of them
// it takes, and the free depth there.
type use struct {
	sides Sides
	every bool
	clear scenes.Clearance
}

func from(s Sides, depth float64) use { return use{sides: s, clear: around(s, depth)} }

func every(s Sides, depth float64) use { return use{sides: s, every: true, clear: around(s, depth)} }

// unused is the use of what nobody has to get to.
var unused = use{}

// chairUse is to sit down from the front, or from a side where a table stands
// before the chair.
var chairUse = use{sides: FrontSide | LeftSide | RightSide,
	clear: scenes.Clearance{Front: beforeSeat, Left: besideChair, Right: besideChair}}

// useByRole lists the uses in the order in which they are tried; a class takes
// that of the first role which it plays.
var useByRole = []struct {
	role Role
	// open and closed are the uses of classes with a front and without.
	open, closed use
}{
	{Bed, from(LeftSide|RightSide, besideBed), unused},
	{Chair, chairUse, unused},
	{Seat, from(FrontSide, beforeSeat), from(AllSides, beforeSeat)},
	{Sanitary, from(FrontSide, beforeBath), from(AllSides, beforeBath)},
	{Appliance, from(FrontSide, beforeWork), unused},
	{Counter, from(FrontSide, beforeWork), from(AllSides, beforeWork)},
	{Bedside, from(FrontSide|LeftSide|RightSide, besideEnd), from(AllSides, besideEnd)},
	{Desk, from(FrontSide, beforeSeat), unused},
	{SideTable, unused, from(AllSides, besideEnd)},
	{Dining, from(FrontSide, aroundTable), every(AllSides, aroundTable)},
	{LowTable, unused, from(AllSides, aroundLow)},
	{Bookcase, from(FrontSide, beforeShelf), unused},
	{Display, from(FrontSide, beforeShelf), from(FrontSide|BackSide, beforeShelf)},
	{Container, from(FrontSide, beforeShelf), from(AllSides, besideEnd)},
	{Storage, from(FrontSide, beforeDrawers), from(AllSides, beforeShelf)},
	{Table, from(FrontSide, beforeShelf), from(AllSides, beforeShelf)},
	{Hearth, from(FrontSide, beforeFire), unused},
	{Instrument, from(FrontSide, beforeSeat), unused},
	{WallShelf, from(FrontSide, beforeShelf), unused},
	{Board, from(FrontSide, beforeShelf), unused},
}

// useByName holds the classes whose use their roles do not tell.
var useByName = map[string]use{
	"pew": chairUse, "small_table": from(AllSides, beforeSeat), "corner_desk": from(FrontSide, beforeSeat),
	"pool_table": every(AllSides, aroundPool), "foosball_table": every(FrontSide|BackSide, beforeSeat),
	"crib": from(FrontSide|LeftSide|RightSide, beforeShelf), "coffin": from(FrontSide|LeftSide|RightSide, beforeShelf),
	"coat_rack": from(AllSides, beforeShelf), "magazine_rack": from(AllSides, besideEnd), "safe": from(FrontSide, beforeShelf),
	"shoe_rack": from(FrontSide, beforeShelf), "wine_rack": from(FrontSide, beforeShelf), "weapon_rack": from(FrontSide, beforeShelf),
	"toy_box": from(FrontSide, beforeShelf), "server_rack": from(FrontSide, beforeWork), "corner_counter": from(FrontSide, beforeWork),
	"kitchen_cart": from(AllSides, beforeShelf), "trash_can": from(AllSides, besideEnd), "water_cooler": from(FrontSide, beforeShelf),
	"vending_machine": from(FrontSide, beforeSeat), "bathtub": from(FrontSide|BackSide, beforeBath),
	"coat_hooks": from(FrontSide, beforeShelf), "towel_rack": from(FrontSide, beforeShelf), "tool_rack": from(FrontSide, beforeShelf),
	"easel": from(FrontSide, beforeSeat), "lectern": from(BackSide, beforeShelf), "projector_screen": unused,
	"shop_counter": every(FrontSide|BackSide, beforeWork), "bar_counter": every(FrontSide|BackSide, beforeWork),
	"market_stall": from(FrontSide, beforeWork), "display_table": from(AllSides, beforeSeat),
	"grand_piano": from(FrontSide, beforeSeat), "treadmill": from(BackSide|LeftSide|RightSide, beforeShelf),
	"standing_mirror": from(FrontSide, beforeShelf), "spinning_wheel": from(FrontSide, beforeSeat),
	"cauldron": from(AllSides, beforeShelf), "anvil": from(AllSides, beforeSeat), "well": from(AllSides, beforeShelf),
	"cage": from(FrontSide, beforeShelf),
}

// alsoRoles are roles that a class plays without being drawn for them by room
// programs, which would have to size or place it in another way.
var alsoRoles = map[string][]Role{
	"corner_sofa": {Sofa}, "chaise_longue": {Lounge}, "corner_desk": {Desk}, "wall_tv": {Screen}, "projector_screen": {Screen},
	"storage_bench": {Seat}, "corner_counter": {Counter, Storage}, "grand_piano": {Instrument}, "market_stall": {Counter},
	"wall_shelf": {Handled}, "wall_cabinet": {Handled}, "coat_hooks": {Handled}, "towel_rack": {Handled}, "tool_rack": {Handled},
	"blackboard": {Handled}, "notice_board": {Handled},
}

// seatByName holds the heights in metres of the surfaces to sit on that differ
// from those of the class's role.
var seatByName = map[string]float64{
	"bar_stool": 0.75, "bean_bag": 0.3, "school_chair": 0.4, "high_chair": 0.55, "throne": 0.5, "bedroll": 0.15,
	"bunk_bed": 0.45, "coffin": 0,
}

// complete fills in what follows from the roles and the name.
func (c *Class) complete() {
	c.also = alsoRoles[c.Name]
	c.pair()
	u, named := useByName[c.Name]
	if !named && c.Mount != object && !c.Flat {
		u = useOf(c)
	}
	c.Sides, c.EverySide, c.Clearance = u.sides, u.every, u.clear
	if h, ok := seatByName[c.Name]; ok {
		c.SeatHeight = h
		return
	}
	switch {
	case c.Plays(Sofa), c.Plays(Lounge):
		c.SeatHeight = 0.42
	case c.Plays(Seat):
		c.SeatHeight = 0.45
	case c.Plays(Bed):
		c.SeatHeight = 0.5
	}
}

func useOf(c *Class) use {
	for i := range useByRole {
		if r := &useByRole[i]; c.Plays(r.role) {
			if c.Front {
				return r.open
			}
			return r.closed
		}
	}
	return unused
}
