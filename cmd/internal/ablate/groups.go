package main

// entry is a line of a table: a row under the name that it has there.
type entry struct{ Name, ID string }

// group is the rows that answer one question.
type group struct {
	// ID names the group's figure.
	ID, Title string
	// Against is the row that the others are compared with.
	Against string
	Entries []entry
}

// groups are the tables' parts. A row stands in several where it answers
// several questions; it is trained once.
var groups = []group{
	{"credit", "Credit", baseID, []entry{
		{"trajectories only (GRPO)", "trajectory"},
		{"objects mixed in, constant", "object-constant"},
		{"objects mixed in, annealed", baseID},
		{"3D-SPO's modulation, constant", "modulated-constant"},
		{"3D-SPO's modulation, annealed", "modulated-annealed"},
		{"faults blamed on others too", "blame"},
	}},
	{"turns", "Turns", baseID, []entry{
		{"T = 1", "turns-1"}, {"T = 3", baseID}, {"T = 5", "turns-5"},
		{"T = 3, for what a turn changed", "gain"},
	}},
	{"sees", "What the policy sees and is paid for", baseID, []entry{
		{"the base", baseID},
		{"without profiles", "no-profiles"},
		{"without text", "no-text"},
		{"with the image", "image"},
		{"with the critic as a term", "critic"},
	}},
	{"algorithm", "Algorithm", baseID, []entry{
		{"GRPO", baseID},
		{"Dr. GRPO", "dr-grpo"},
		{"RLOO", "rloo"},
		{"REINFORCE++ with baseline", "reinforce++-baseline"},
		{"GSPO's ratio", "gspo"},
		{"DAPO", "dapo"},
	}},
	{"paper", "The paper's rows", "critic", []entry{
		{"before training", "untrained"},
		{"format, physics and judge", "critic"},
		{"no physics", "no-physics"},
		{"no judge", baseID},
		{"no format", "no-format"},
	}},
}
