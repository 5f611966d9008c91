package critic

// rubrics are MetaSpatial's five grades (arXiv 2503.18470, section 3.2).
var rubrics = [5]rubric{
	{name: "realism and 3D geometric consistency", key: "realism", blind: 1, terms: []term{
		{Unplaced, 1}, {Collisions, 0.6}, {Outside, 0.6}, {Unsupported, 0.6}, {Blocked, 0.2}, {WallAlignment, 0.2}, {Grounding, 0.1}, {Overhang, 0.6}}},
	{name: "functionality and activity-based alignment", key: "functionality", blind: 1, terms: []term{
		{Unplaced, 1}, {Blocked, 0.6}, {Relations, 0.5}, {Facings, 0.5}, {Wishes, 0.5}, {Walkable, 0.3}, {Access, 0.6}, {Windows, 0.3}, {Room, 0.3}, {Reach, 0.4}, {Sight, 0.4},
		{Clearances, 0.2}, {Spaces, 0.3}, {Visibility, 0.4}, {Circulation, 0.2},
		{PairDistance, 0.3}, {Emphasis, 0.3}, {Outlook, 0.5}, {Company, 0.5}, {Unsupported, 0.3}, {Collisions, 0.2}, {Outside, 0.2}}},
	{name: "layout and furniture", key: "layout", blind: 1, terms: []term{
		{Unplaced, 1}, {Relations, 0.5}, {Facings, 0.5}, {Wishes, 0.3}, {PairDistance, 0.3}, {PairAngle, 0.2}, {TalkDistance, 0.1}, {TalkAngle, 0.1},
		{Balance, 0.2}, {MutualAlignment, 0.3}, {WallAlignment, 0.5}, {Emphasis, 0.2}, {Symmetry, 0.1}, {Windows, 0.3}, {Spaces, 0.2}, {Reach, 0.2}, {Sight, 0.2},
		{Outlook, 0.4}, {Company, 0.4}, {Grounding, 0.5}, {Blocked, 0.3}, {Collisions, 0.3}, {Outside, 0.3}, {Unsupported, 0.1}, {Hung, 0.4}}},
	{name: "colour scheme and material choices", key: "colour", blind: 0.5, terms: []term{
		{Unplaced, 1}, {Style, 0.3}, {Discord, 0.5}, {Tint, 0.5}, {Contrast, 0.2}, {Exposure, 0.2}}},
	{name: "overall aesthetic and atmosphere", key: "atmosphere", blind: 0.8, terms: []term{
		{Unplaced, 1}, {Collisions, 0.2}, {Outside, 0.2}, {Unsupported, 0.3}, {Blocked, 0.1}, {Grounding, 0.3}, {WallAlignment, 0.3}, {Hung, 0.4}, {Overhang, 0.3},
		{Symmetry, 0.1}, {Balance, 0.2}, {Outlook, 0.2}, {Windows, 0.2}, {Style, 0.1},
		{Clutter, 0.2}, {Lopsided, 0.2}, {Exposure, 0.2}, {Contrast, 0.2}, {Discord, 0.2}}},
}
