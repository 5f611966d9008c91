package critic

// Table describes every measure. "Faults" are objects at fault, each counted
// between ½ and 1 by how bad it is, so that one fault weighs the same in a
// small room as in a large one.
var Table = [Count]Measure{
	Unplaced:    {Name: "unplaced", Unit: "objects", Better: Less, scale: 0.5, Source: "metrics D", Good: "everything is in the room", Bad: "objects are missing from the room"},
	Collisions:  {Name: "collisions", Unit: "faults", Better: Less, scale: 1, Source: "metrics D, collision", Good: "nothing overlaps", Bad: "objects overlap"},
	Outside:     {Name: "out_of_bounds", Unit: "faults", Better: Less, scale: 1, Source: "metrics D, out_of_bounds", Good: "everything is inside the room", Bad: "objects reach out of the room"},
	Unsupported: {Name: "unsupported", Unit: "faults", Better: Less, scale: 1, Source: "metrics D, unsupported", Good: "everything is carried by something", Bad: "objects hang in the air or sink in"},
	Blocked:     {Name: "blocked_doors", Unit: "faults", Better: Less, scale: 1, Source: "metrics D, doors", Good: "the door is free", Bad: "the door is blocked"},
	Relations:   {Name: "relations", Unit: "faults", Better: Less, scale: 3, Source: "metrics D, relations", Good: "everything stands where it was asked for", Bad: "objects are not where they were asked for"},
	Facings:     {Name: "facings", Unit: "faults", Better: Less, scale: 3, Source: "metrics D, facing", Good: "everything faces what it was asked to", Bad: "objects do not face what they were asked to"},
	Outlook:     {Name: "outlook", Unit: "faults", Better: Less, scale: 1, Source: "own", Good: "every seat has an outlook", Bad: "seats look at a wall close by"},
	Grounding:   {Name: "grounding", Unit: "faults", Better: Less, scale: 1, Source: "own", Good: "rugs lie under furniture", Bad: "rugs lie under nothing"},
	Discord:     {Name: "discord", Unit: "degrees", Better: Less, scale: 1, Source: "Cohen-Or et al. 2006, equation 1", Good: "the hues go together", Bad: "the hues do not go together"},
	Tint:        {Name: "colourfulness_off", Unit: "M", Better: Less, scale: 20, Source: "Hasler & Süsstrunk 2003, section 7; distance to 20–60", Good: "the colours are neither dull nor loud", Bad: "the colours are dull or loud"},
	Clutter:     {Name: "clutter", Unit: "share of pixels", Better: Less, best: 0.06, scale: 0.15, Source: "edge density, Mack & Oliva 2004", Good: "the room looks tidy", Bad: "the room looks cluttered"},
	Exposure:    {Name: "light_off", Unit: "share of white", Better: Less, scale: 0.2, Source: "mean luma; distance to 0.45–0.75", Good: "the light is right", Bad: "the room is too dark or too bright"},
	Flatness:    {Name: "contrast", Unit: "share of white", Better: More, best: 0.12, scale: 0.05, Source: "standard deviation of luma", Good: "light and dark set things off", Bad: "the picture is flat"},
	Lopsided:    {Name: "visual_imbalance", Unit: "half diagonals", Better: Less, scale: 0.15, Source: "centre of visual mass", Good: "the picture is in balance", Bad: "the picture's weight is on one side"},
}
