package critic

// rubrics are MetaSpatial's five grades (arXiv 2503.18470, section 3.2).
var rubrics = [5]rubric{
	{name: "realism and 3D geometric consistency", key: "realism", terms: []term{
		{Unplaced, 1}, {Collisions, 0.6}, {Outside, 0.6}, {Unsupported, 0.6}}},
	{name: "functionality and activity-based alignment", key: "functionality", terms: []term{
		{Unplaced, 1}, {Blocked, 0.6}, {Relations, 0.5}, {Facings, 0.5}, {Outlook, 0.4}, {Grounding, 0.4}}},
	{name: "layout and furniture", key: "layout", terms: []term{
		{Unplaced, 1}, {Relations, 0.5}, {Facings, 0.5}, {Outlook, 0.4}, {Grounding, 0.4}}},
	{name: "colour scheme and material choices", key: "colour", terms: []term{
		{Unplaced, 1}, {Discord, 0.5}, {Tint, 0.5}, {Flatness, 0.2}, {Exposure, 0.2}}},
	{name: "overall aesthetic and atmosphere", key: "atmosphere", terms: []term{
		{Unplaced, 1}, {Collisions, 0.2}, {Outside, 0.2}, {Unsupported, 0.2},
		{Clutter, 0.2}, {Lopsided, 0.2}, {Exposure, 0.2}, {Flatness, 0.2}, {Discord, 0.2}}},
}
