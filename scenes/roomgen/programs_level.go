package roomgen

var levelPrograms = []program{
	{name: "tavern", airy: true, height: [2]float64{2.6, 3.2}, window: 0.7, styles: []string{"rustic", "medieval", "smoky", "cosy", "harbour"}, woods: []string{"oak", "dark wood", "pine", "iron-bound oak"},
		moods: []string{"A {style} tavern for tired travellers.", "I want a {style} inn with room to drink and to quarrel.",
			"Make this a {style} taproom, low and warm.", "A {style} public room with a fire and full barrels."},
		core: []slot{
			{key: "bar", want: "bar_counter; @counter; @sideboard; @table", put: onWall},
			{key: "table", want: "table|round_table|dining_table; @dining table; @table", put: inMiddle, n: [2]int{1, 2}},
			{key: "seat", want: "stool|chair|bench; @stool; @chair; @seat", put: around, of: "table", n: [2]int{3, 5}, each: 4},
			{key: "fire", want: "fireplace|wood_stove; @hearth; @storage", put: onWall},
			{key: "cask", want: "barrel|barrel_rack; @container; @decor", put: atCorner, n: [2]int{1, 2}},
			{key: "mugs", want: "cup|bottle|candle|keg_tap; @tableware; @tabletop", put: onTop, of: "bar|table", n: [2]int{1, 3}},
		},
		fill: []slot{
			{key: "table", want: "table|round_table; @dining table; @table", put: inMiddle, each: 4},
			{key: "seat", want: "stool|chair; @stool; @chair; @seat", put: around, of: "table", each: 4, weight: 1.5},
			{key: "barstool", want: "bar_stool|stool; @stool; @chair", put: seated, of: "bar", each: 3},
			{key: "cask", want: "barrel|crate|sack; @container; @decor; @lamp", put: atCorner, each: 4},
			{key: "more", want: "barrel|crate|bucket|sack|firewood; @container; @decor; @stool", put: beside, of: "bar|fire|cupboard|pew", each: 2},
			{key: "cupboard", want: "cabinet|bookshelf|wine_rack|barrel_rack; @storage", put: onWall, each: 4},
			{key: "pew", want: "bench|pew; @bench; @chair; @seat", put: onWall, each: 3},
			{key: "mugs", want: "cup|bottle|candle|bread|bowl|lantern|plate; @tableware; @tabletop", put: onTop, of: "*", each: 3, weight: 1.5},
			{key: "trophy", want: "mounted_head|shield|torch|sconce|painting|dartboard; @trophy; @wall decor", put: hung, each: 6},
			{key: "over", want: "mounted_head|shield|painting|wall_shelf; @wall decor", put: overhead, of: "bar|fire|pew|cupboard", each: 1},
			{key: "light", want: "chandelier|pendant; @ceiling lamp", put: ceiling, each: 3},
			{key: "hide", want: "animal_hide|rug; @rug", put: beneath, of: "table", each: 1, weight: 0.6},
		}},
	{name: "dungeon", airy: true, height: [2]float64{2.6, 3.4}, styles: []string{"gloomy", "forgotten", "torch-lit", "damp", "haunted"}, woods: []string{"stone", "iron", "old oak", "bone"},
		moods: []string{"A {style} dungeon room that tells a story.", "I want a {style} guard room below the castle.",
			"Make this a {style} vault with treasure and traps.", "A {style} crypt for the end of a level."},
		core: []slot{
			{key: "altar", want: "altar|table; @table; @dining table", put: inMiddle, p: 0.7},
			{key: "chest", want: "chest|trunk; @container; @storage", put: onWall, n: [2]int{1, 2}},
			{key: "pillar", want: "pillar|large_statue; @structure; @decor; @lamp", put: atCorner, n: [2]int{1, 3}},
			{key: "rack", want: "weapon_rack|armor_stand; @trophy; @storage", put: onWall, n: [2]int{1, 2}},
			{key: "cot", want: "bedroll|coffin|single_bed; @bed", put: onWall, p: 0.7},
			{key: "rest", want: "skull|candle|spell_book|bottle|coin_pile; @tabletop", put: onTop, of: "altar", n: [2]int{1, 2}},
			{key: "torch", want: "torch; @wall lamp; @wall decor", put: hung, n: [2]int{1, 3}},
		},
		fill: []slot{
			{key: "hoard", want: "chest|cage|coffin|weapon_rack|cabinet; @container; @storage", put: onWall, each: 6},
			{key: "crates", want: "crate|barrel|sack|bucket; @container; @decor; @stool", put: beside, of: "*", each: 2},
			{key: "corner", want: "barrel|crate_stack|rubble|brazier|pillar; @container; @decor; @lamp", put: atCorner, each: 4},
			{key: "table", want: "table|altar; @table", put: inMiddle, each: 3},
			{key: "seat", want: "stool|chair; @stool; @chair", put: around, of: "table|altar", each: 3},
			{key: "bones", want: "bones|rubble|cauldron; @decor; @stool", put: nearby, of: "altar|table|hoard", each: 2, weight: 0.7},
			{key: "throne", want: "throne; @lounge seat; @seat", put: onWall, each: 1, weight: 0.5},
			{key: "loot", want: "skull|candle|spell_book|coin_pile|bottle|crystal_ball|lantern; @tabletop", put: onTop, of: "*", each: 3, weight: 1.5},
			{key: "torch", want: "torch|chains|banner|shield|wall_sword; @wall decor", put: hung, each: 8},
			{key: "over", want: "shield|banner|wall_sword|torch; @wall decor", put: overhead, of: "chest|hoard|cot|throne", each: 1},
			{key: "light", want: "chandelier|pendant; @ceiling lamp", put: ceiling, each: 2},
			{key: "hide", want: "animal_hide|rug; @rug", put: beneath, of: "table|altar", each: 1, weight: 0.5},
		}},
}

// abstractPrograms make rooms like the public I-Design rooms: any furniture in
// any room, all objects turned to some wall, no openings. A policy that trains
// on them too does not lean on the habits of the other programs.
var abstractPrograms = []program{
	{name: "abstract", height: [2]float64{2.6, 3.2}, bare: true, abstract: true, styles: homeStyles, woods: []string{"wood", "metal", "glass", "leather", "plastic"},
		moods: []string{"A {style} room.", "Furnish this room in a {style} way.", "I want a {style} room in which everything has its place."},
		core: []slot{
			{key: "base", want: "@storage|@sofa|@bed|@sideboard|@desk|@bookcase", put: onWall, n: [2]int{2, 3}},
		},
		fill: []slot{
			{key: "base", want: "@storage|@sofa|@bed|@sideboard|@desk|@bench|@hearth|@appliance|@counter|@instrument", put: onWall, weight: 1.2},
			{key: "wall", want: "@wall decor|@wall shelf|@wall lamp", put: hung, weight: 0.5},
			{key: "corner", want: "@lounge seat|@plant|@floor lamp|@decor|@chair", put: atCorner, each: 4},
			{key: "middle", want: "@rug|@low table|@dining table|@lounge seat", put: inMiddle, weight: 0.3},
			{key: "side", want: "@bedside|@decor|@stool|@side table|@chair", put: beside, of: "*", each: 2, weight: 0.9},
			{key: "front", want: "@stool|@low table|@chair|@bench", put: before, of: "*", each: 1, weight: 0.3},
			{key: "seat", want: "@chair|@stool|@bench", put: around, of: "*", each: 2, weight: 0.3},
			{key: "near", want: "@chair|@lounge seat|@side table", put: nearby, of: "*", each: 1, weight: 0.2},
			{key: "top", want: "@tabletop|@table lamp|@screen", put: onTop, of: "*", each: 3, weight: 2.5},
			{key: "over", want: "@wall decor|@wall lamp|@wall shelf", put: overhead, of: "*", each: 1, weight: 0.3},
			{key: "rug", want: "@rug", put: beneath, of: "*", each: 1, weight: 0.3},
			{key: "light", want: "@ceiling lamp", put: ceiling, each: 2, weight: 0.3},
		}},
}
