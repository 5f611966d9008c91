package main

// published are the results of MetaSpatial (arXiv 2503.18470 v2), on its own
// test split and with GPT-4o as the judge. Ratios are in percent; a negative
// format is one that was not published.
var published = []struct {
	Name                                          string
	Format, Judge, Collision, Constraint, Overall float64
}{
	{"Qwen2.5-VL-7B, untrained", 0.85, 0.35, 38.2, 95.5, 0.51},
	{"Qwen2.5-VL-7B, MetaSpatial", 0.98, 0.62, 11.5, 70.8, 0.95},
	{"GPT-4o", 0.95, 0.58, 26.3, 79.4, 0.87},
	{"I-Design", -1, 0.64, 22.5, 83.3, 0.92},
	{"LayoutGPT", -1, 0.55, 20.7, 80.2, 0.85},
}
