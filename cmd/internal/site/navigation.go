package main

// section is a heading of the navigation with its pages, by their files.
type section struct {
	title string
	pages []string
}

// navigation is the order of the site. A page of docs that it lacks is an error.
var navigation = []section{
	{"Start", []string{"README.md"}},
	{"Tutorials", []string{
		"docs/tutorials/level-designer.md", "docs/tutorials/technical-artist.md",
		"docs/tutorials/reward-engineer.md", "docs/tutorials/rl-researcher.md",
	}},
	{"Furnish", []string{"docs/generate.md", "docs/viewer.md", "docs/packs.md", "docs/engines.md", "docs/rendering.md"}},
	{"Train", []string{
		"docs/training.md", "docs/run-file.md", "docs/metrics.md", "docs/learning.md", "docs/backends.md",
	}},
	{"Measure", []string{"docs/scoring.md", "docs/measures.md", "docs/suites.md", "docs/ablations.md", "docs/idesign.md"}},
	{"Plugins", []string{"docs/plugins.md", "docs/python.md", "docs/contract.md"}},
	{"Language models", []string{"docs/vlm.md", "docs/judge.md", "docs/recipes.md", "docs/serve.md", "docs/datasets.md"}},
	{"Reference", []string{"docs/words.md", "docs/formats.md", "docs/operations.md"}},
	{"Project", []string{"CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "docs/releases.md"}},
}
