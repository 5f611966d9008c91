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
}
