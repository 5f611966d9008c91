package taxonomy

// fittings holds electronics, kitchens, bathrooms, schools, offices and shops.
var fittings = []row{
	// Screens and electronics.
	{"television", "tv, flat screen, television modern, television vintage, tv screen, television antenna", size{.8, .06, .5}, size{1.4, .28, .85}, object, front, roles{Screen}},
	{"wall_tv", "wall television, mounted tv, wall screen", size{.9, .05, .55}, size{1.4, .12, .85}, wall, front, roles{}},
	{"monitor", "computer monitor, computer screen, display screen, screen", size{.45, .15, .38}, size{.65, .24, .52}, object, front, roles{Screen, Tabletop}},
	{"laptop", "notebook computer", size{.32, .24, .2}, size{.38, .28, .26}, object, front, roles{Screen, Tabletop}},
	{"computer", "pc, desktop computer, computer tower, pc tower", size{.18, .4, .35}, size{.24, .5, .5}, floor, front, roles{}},
	{"keyboard", "computer keyboard", size{.35, .12, .02}, size{.48, .18, .04}, object, front, roles{Tabletop}},
	{"printer", "copier, scanner", size{.38, .32, .2}, size{.5, .45, .4}, object, front, roles{Tabletop}},
	{"radio", "stereo, record player, gramophone, turntable, boombox", size{.25, .15, .15}, size{.45, .35, .32}, object, front, roles{Tabletop}},
	{"speaker", "loudspeaker, speaker small", size{.2, .2, .7}, size{.35, .35, 1.15}, floor, front, roles{Decor}},
	{"fan", "standing fan", size{.35, .35, 1}, size{.48, .45, 1.35}, floor, front, roles{}},
	{"radiator", "heater", size{.6, .08, .5}, size{1.4, .16, .7}, floor, front, roles{}},
	{"server_rack", "network rack", size{.6, .8, 1.6}, size{.7, 1, 2.05}, floor, front, roles{}},

	// Kitchen.
	{"counter", "kitchen counter, worktop, countertop, kitchen cabinet, base cabinet, kitchen bar, counter straight, kitchen cabinet drawer", size{.8, .55, .86}, size{1.8, .66, .95}, floor, front | top, roles{Counter, Storage}},
	{"corner_counter", "counter corner, kitchen cabinet corner, counter inner corner, kitchencabinet corner, kitchencounter corner, kitchencounter innercorner, kitchencounter outercorner", size{.8, .8, .86}, size{1, 1, .95}, floor, front | top, roles{}},
	{"kitchen_island", "island, island counter", size{1.2, .7, .86}, size{2, 1, .95}, floor, top, roles{Counter, Table}},
	{"kitchen_sink", "sink counter, counter sink, sink unit, kitchen sink cabinet, kitchencounter sink, kitchentable sink", size{.7, .55, .86}, size{1.2, .66, 1.1}, floor, front, roles{Appliance}},
	{"stove", "oven, cooker, range, kitchen stove, electric stove, cooktop, hob", size{.55, .55, .86}, size{.75, .68, .96}, floor, front, roles{Appliance}},
	{"refrigerator", "fridge, freezer, kitchen fridge, icebox, cooler", size{.58, .58, 1.5}, size{.9, .75, 1.95}, floor, front, roles{Appliance}},
	{"dishwasher", "dish washer", size{.58, .55, .82}, size{.62, .62, .9}, floor, front | top, roles{Appliance}},
	{"microwave", "kitchen microwave, microwave oven", size{.44, .32, .26}, size{.55, .42, .34}, object, front, roles{Tabletop}},
	{"coffee_machine", "kitchen coffee machine, espresso machine, coffee maker", size{.2, .25, .28}, size{.34, .4, .42}, object, front, roles{Tabletop}},
	{"toaster", "bread toaster", size{.25, .16, .16}, size{.38, .24, .22}, object, front, roles{Tabletop}},
	{"blender", "mixer, kitchen blender, food processor", size{.15, .15, .3}, size{.24, .24, .44}, object, front, roles{Tabletop}},
	{"range_hood", "extractor hood, cooker hood, hood, hood modern", size{.6, .4, .3}, size{.9, .5, .6}, wall, front, roles{}},
	{"pantry", "larder, food cupboard, tall cabinet", size{.6, .4, 1.8}, size{1, .62, 2.1}, floor, front, roles{Storage}},
	{"kitchen_cart", "trolley, serving cart, bar cart, utility cart", size{.6, .38, .75}, size{.9, .5, .95}, floor, top, roles{Storage, SideTable}},
	{"trash_can", "bin, waste bin, trashcan, garbage can, wastebasket, dustbin, rubbish bin, trash bin", size{.25, .25, .35}, size{.4, .4, .65}, floor, 0, roles{Decor}},
	{"water_cooler", "water dispenser", size{.3, .3, 1}, size{.4, .4, 1.35}, floor, front, roles{Appliance, Decor}},

	// Bathroom and laundry.
	{"toilet", "wc, toilet square, lavatory, commode toilet", size{.36, .58, .7}, size{.45, .75, .85}, floor, front, roles{Sanitary}},
	{"bathtub", "bath tub, bath, tub", size{1.5, .7, .5}, size{1.8, .85, .65}, floor, 0, roles{Sanitary}},
	{"shower", "shower cabin, shower stall, shower cubicle, shower round", size{.8, .8, 1.9}, size{1, 1, 2.15}, floor, front, roles{Sanitary}},
	{"washbasin", "bathroom sink, sink, basin, bathroom cabinet, vanity, bathroom sink square, bathroom vanity", size{.5, .4, .8}, size{1, .55, .95}, floor, front, roles{Sanitary}},
	{"bidet", "", size{.34, .5, .38}, size{.42, .6, .45}, floor, front, roles{Sanitary}},
	{"towel_rack", "towel rail, towel holder, towel", size{.4, .06, .3}, size{.7, .15, .8}, wall, front, roles{WallDecor}},
	{"towel_stack", "folded towel, stack of towels", size{.25, .2, .08}, size{.38, .3, .2}, object, 0, roles{Tabletop}},
	{"soap_dispenser", "soap, toilet paper, shampoo, toothbrush cup", size{.06, .06, .1}, size{.12, .12, .22}, object, 0, roles{Tabletop}},
	{"washing_machine", "washer, laundry machine, washer dryer", size{.58, .52, .82}, size{.64, .64, .88}, floor, front | top, roles{Appliance}},
	{"dryer", "tumble dryer", size{.58, .55, .82}, size{.64, .66, .88}, floor, front | top, roles{Appliance}},

	// School and office.
	{"blackboard", "chalkboard, whiteboard, white board, chalk board, black board", size{1.4, .03, .8}, size{2.4, .1, 1.2}, wall, front, roles{Board, WallDecor}},
	{"easel", "flip chart, flipchart", size{.6, .55, 1.4}, size{.8, .75, 1.8}, floor, front, roles{Decor}},
	{"lectern", "podium, pulpit", size{.5, .4, 1}, size{.7, .55, 1.25}, floor, front, roles{Decor}},
	{"projector_screen", "projection screen", size{1.4, .06, 1}, size{2.2, .12, 1.6}, wall, front, roles{Board}},
	{"projector", "beamer", size{.3, .25, .1}, size{.42, .35, .2}, ceiling, front, roles{}},

	// Shops.
	{"shop_counter", "checkout, cash desk, checkout counter, reception desk, sales counter", size{1.2, .6, .9}, size{2, .8, 1.1}, floor, front | top, roles{Counter}},
	{"display_shelf", "store shelf, gondola, shop shelf, product shelf, market shelf, shop shelves", size{.9, .4, 1.2}, size{1.4, .55, 1.9}, floor, front, roles{Display, Bookcase, Storage}},
	{"display_table", "showcase table, product table, market table", size{.9, .6, .75}, size{1.5, .9, .9}, floor, top, roles{Display, Table}},
	{"display_case", "showcase, glass counter, display glass", size{.9, .5, .9}, size{1.5, .65, 1.3}, floor, front | top, roles{Display, Counter}},
	{"market_stall", "stall, kiosk, vendor stand, booth", size{1.4, .8, 1.8}, size{2, 1.2, 2.3}, floor, front, roles{}},
	{"cash_register", "register, till, checkout register", size{.34, .36, .25}, size{.45, .45, .45}, object, front, roles{Tabletop}},
	{"mannequin", "dress form, tailor dummy", size{.4, .3, 1.5}, size{.55, .45, 1.85}, floor, front, roles{Decor, Display}},
	{"shopping_cart", "shopping basket, trolley cart", size{.5, .8, .95}, size{.6, 1, 1.05}, floor, front, roles{}},
	{"vending_machine", "drinks machine, arcade machine, jukebox", size{.75, .7, 1.6}, size{1, .9, 1.95}, floor, front, roles{Appliance}},
	{"scale", "weighing scale, balance scale", size{.25, .25, .15}, size{.38, .35, .4}, object, front, roles{Tabletop}},

	// Music, play and exercise.
	{"piano", "upright piano, pianino", size{1.35, .55, 1.05}, size{1.55, .68, 1.3}, floor, front, roles{Instrument, Decor}},
	{"grand_piano", "concert piano", size{1.45, 1.5, .95}, size{1.6, 2.2, 1.05}, floor, front, roles{}},
	{"guitar", "bass guitar, lute, cello, violin", size{.35, .3, .95}, size{.45, .4, 1.15}, floor, front, roles{Decor}},
	{"treadmill", "exercise bike, rowing machine", size{.75, 1.5, 1.2}, size{.95, 1.9, 1.5}, floor, front, roles{}},
	{"aquarium", "fish tank, terrarium", size{.5, .28, .32}, size{.9, .4, .5}, object, front, roles{}},
	{"pet_bed", "dog bed, cat bed, dog basket", size{.6, .5, .15}, size{.9, .75, .28}, floor, 0, roles{}},
}
