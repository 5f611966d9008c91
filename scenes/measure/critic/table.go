package critic

// The sources of the measures.
const (
	physics   = "package measure"
	sceneE    = "SceneEval"
	merrell   = "Merrell et al. 2011"
	yu        = "Yu et al. 2011"
	functionP = "package function"
	own       = "own"
)

// Table describes every measure. The unit "faults" counts what is wrong, each
// between ½ and 1 by how bad it is, and not as a share of the objects: a fault
// weighs the same in a small room as in a large one.
var Table = [Count]Measure{
	Unplaced:    {"unplaced", "objects", Less, physics, "everything is in the room", "objects are missing from the room", 0, 0.5},
	Collisions:  {"collisions", "faults", Less, physics, "nothing overlaps", "objects overlap", 0, 1},
	Outside:     {"out_of_bounds", "faults", Less, physics, "everything is inside the room", "objects reach out of the room", 0, 1},
	Unsupported: {"unsupported", "faults", Less, physics, "everything is carried by something", "objects hang in the air or sink in", 0, 1},
	Blocked:     {"blocked_ways", "faults", Less, physics, "the ways in are free", "a door or a clearance is blocked", 0, 1},
	Relations:   {"relations", "faults", Less, physics, "everything stands where it was asked for", "objects are not where they were asked for", 0, 3},
	Facings:     {"facings", "faults", Less, physics, "everything faces what it was asked to", "objects do not face what they were asked to", 0, 3},

	Wishes: {"wishes", "faults", Less, "SceneEval's relations", "the wishes are met", "wishes are not met", 0, 2},

	Walkable: {"walkable", "share", More, sceneE, "the floor hangs together", "parts of the floor cannot be reached", 1, 0.5},
	Access:   {"access", "faults", Less, sceneE, "everything can be reached", "pieces cannot be reached", 0, 3},
	Windows:  {"covered_windows", "shares", Less, sceneE, "the windows are free", "windows are covered", 0, 1},

	Room:  {"room_to_use", "faults", Less, functionP, "everything has the room that its use needs", "pieces lack the room that their use needs", 0, 4},
	Reach: {"reach", "faults", Less, functionP, "what should be at hand is", "things are out of reach", 0, 2},
	Sight: {"sight", "faults", Less, functionP, "the seats see what they should", "seats do not see what they should", 0, 2},

	PairDistance:    {"pair_distance", "faults", Less, merrell, "what belongs together stands together", "what belongs together stands apart", 0, 2},
	PairAngle:       {"pair_angle", "faults", Less, merrell, "tables stand square to their seats", "tables stand askew to their seats", 0, 4},
	TalkDistance:    {"talk_distance", "faults", Less, merrell, "seats are near enough to talk", "seats are too far apart to talk", 0, 6},
	TalkAngle:       {"talk_angle", "faults", Less, merrell, "seats are turned to each other", "seats turn away from each other", 0, 6},
	Balance:         {"balance", "radii", Less, merrell, "the furniture is spread evenly", "the furniture crowds into one part of the room", 0, 1.5},
	MutualAlignment: {"mutual_alignment", "loss", Less, merrell, "pieces stand square to each other", "pieces stand askew to each other", 0, 0.5},
	WallAlignment:   {"wall_alignment", "faults", Less, merrell, "pieces stand square to the walls", "pieces stand askew to the walls", 0, 1.5},
	Emphasis:        {"emphasis", "faults", Less, merrell, "seats are turned to what the room is about", "seats turn away from what the room is about", 0, 4},
	Symmetry:        {"symmetry", "loss", Less, merrell, "the arrangement is symmetric", "the arrangement is lopsided", 0, 3},
	Circulation:     {"circulation", "loss", Less, merrell, "one can walk everywhere", "parts of the room cannot be walked to", 0, 1},
	Clearances:      {"clearance", "loss", Less, merrell, "there is room to use things", "there is no room to use things", 0, 1},
	Spaces:          {"accessibility", "loss", Less, yu, "nothing stands before what is used", "things stand before what is used", 0, 1},
	Visibility:      {"visibility", "loss", Less, yu, "the screens can be seen", "something stands before a screen", 0, 0.5},

	Outlook:   {"outlook", "faults", Less, own, "every seat has an outlook", "seats look at a wall close by", 0, 2},
	Company:   {"company", "faults", Less, own, "chairs stand at tables", "chairs stand alone", 0, 2.5},
	Grounding: {"grounding", "faults", Less, own, "rugs lie under furniture", "rugs lie under nothing", 0, 1},
	Hung:      {"hung_low", "faults", Less, own, "pictures hang at eye height", "pictures hang too low", 0, 2},
	Overhang:  {"overhang", "faults", Less, own, "things stand well on what carries them", "things stand over an edge", 0, 2},
	Style:     {"style", "share", More, own, "the pieces share a style", "the pieces differ in style", 1, 1},

	Discord:  {"discord", "degrees", Less, "Cohen-Or et al. 2006, equation 1", "the hues go together", "the hues do not go together", 0, 1},
	Tint:     {"colourfulness_off", "M", Less, "Hasler & Süsstrunk 2003, section 7: distance to 20–60", "the colours are neither dull nor loud", "the colours are dull or loud", 0, 20},
	Clutter:  {"clutter", "share of pixels", Less, "edge density, Mack & Oliva 2004", "the room looks tidy", "the room looks cluttered", 0.06, 0.15},
	Exposure: {"light_off", "share of white", Less, "mean luma: distance to 0.45–0.75", "the light is right", "the room is too dark or too bright", 0, 0.2},
	Contrast: {"contrast", "share of white", More, "standard deviation of luma", "light and dark set things off", "the picture is flat", 0.12, 0.05},
	Lopsided: {"visual_imbalance", "half diagonals", Less, "centre of visual mass", "the picture is in balance", "the picture's weight is on one side", 0, 0.15},
}
