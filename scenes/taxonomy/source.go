package taxonomy

import "strings"

// Source is the key of what a class's size range rests on.
type Source string

// The sources. None of the ranges is copied out of a table: each was written
// as a rounded span and names what bounds it.
const (
	// Thumb is this project's rule of thumb, from everyday knowledge.
	Thumb Source = "thumb"
	// Handbook is a rule of thumb along the furniture dimensions that design
	// handbooks print: Neufert, Architects' Data; Panero and Zelnik, Human
	// Dimension and Interior Space.
	Handbook Source = "handbook"
	// Mattress follows the sizes in which mattresses are sold (0.9, 1.4 to 1.8
	// by 1.9 to 2.0 m; in the US 39 by 75 to 76 by 80 in) and a frame.
	Mattress Source = "mattress"
	// Module follows the 0.6 m grid of kitchen furniture and appliances, EN
	// 1116, and worktops about 0.9 m high.
	Module Source = "module"
	// Office follows office desks and chairs, EN 527-1 and EN 1335-1.
	Office Source = "office"
	// School follows the size marks of school furniture, EN 1729-1.
	School Source = "school"
	// Diagonal is the arithmetic of 16:9 screens of usual diagonals.
	Diagonal Source = "diagonal"
	// Rack follows 19-inch cabinets, IEC 60297.
	Rack Source = "rack"
	// Props is this project's estimate of props of games beside furniture: no
	// real thing has this size, or real ones differ too much.
	Props Source = "props"
)

// Sources lists every source in a fixed order.
var Sources = []Source{Thumb, Handbook, Mattress, Module, Office, School, Diagonal, Rack, Props}

// sourced lists the classes of each source; all others are rules of thumb.
var sourced = []struct {
	source  Source
	classes string
}{
	{Handbook, `sofa loveseat corner_sofa armchair rocking_chair chaise_longue chair stool bar_stool bench
		table dining_table round_table small_table coffee_table side_table nightstand console_table dressing_table
		conference_table bar_table wardrobe dresser cabinet sideboard tv_stand bookshelf low_bookcase china_cabinet
		toilet bathtub shower washbasin bidet piano grand_piano`},
	{Mattress, `bed double_bed single_bed bunk_bed crib bedroll`},
	{Module, `counter corner_counter kitchen_island kitchen_sink stove refrigerator dishwasher range_hood pantry
		wall_cabinet washing_machine dryer microwave`},
	{Office, `desk corner_desk office_chair filing_cabinet teacher_desk`},
	{School, `school_chair school_desk`},
	{Diagonal, `television wall_tv monitor laptop projector_screen`},
	{Rack, `server_rack`},
	{Props, `throne torch brazier animal_hide barrel barrel_rack crate crate_stack sack chest keg_tap cauldron anvil
		weapon_rack armor_stand shield wall_sword mounted_head chains pillar cage coffin altar large_statue well rubble
		bones skull coin_pile spell_book crystal_ball spinning_wheel tool_rack washtub hay_bale market_stall bar_counter
		tapestry banner`},
}

// sources maps the names of classes to their sources.
func sources() map[string]Source {
	m := map[string]Source{}
	for _, s := range sourced {
		for _, name := range strings.Fields(s.classes) {
			m[name] = s.source
		}
	}
	return m
}
