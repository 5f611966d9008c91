package roomgen

// ways are rooms that people walk through. They are furnished where a level has
// them ([Furnish]); nobody trains on them or is measured by them, since a room of
// its own they are not.
var ways = prepared([]program{
	{name: "hall", height: [2]float64{2.4, 2.8}, styles: homeStyles, woods: homeWoods,
		moods: []string{"A {style} hall that is easy to walk through.", "Make the hall {style} and bright."},
		core: []slot{
			{key: "light", want: "ceiling_lamp|pendant|sconce; @ceiling lamp", put: ceiling},
			{key: "art", want: "painting|mirror|poster|picture_frame; @wall decor", put: hung, n: [2]int{1, 3}},
			{key: "coats", want: "coat_rack|console_table|low_bookcase|cabinet; @sideboard; @storage", put: onWall, p: 0.7},
			{key: "bench", want: "bench|storage_bench|shoe_rack; @bench", put: onWall, p: 0.4},
			{key: "plant", want: "plant|cactus; @decor", put: atCorner, p: 0.5},
		},
		fill: []slot{
			{key: "art", want: "painting|picture_frame|mirror|poster|sconce|notice_board; @wall decor", put: hung, each: 8, weight: 2},
			{key: "light", want: "ceiling_lamp|pendant; @ceiling lamp", put: ceiling, each: 3},
			{key: "plant", want: "plant|floor_lamp|cactus; @decor; @lamp", put: atCorner, each: 3},
			{key: "console", want: "console_table|low_bookcase|bench; @sideboard; @bench", put: onWall, each: 3},
			{key: "small", want: "vase|photo_frame|flower_vase|table_lamp|candle; @tabletop", put: onTop, of: "console|coats", each: 2},
		}},
})
