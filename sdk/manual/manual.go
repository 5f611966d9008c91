// Package manual writes a plugin's page from what the plugin says of itself, so
// that the page cannot say anything else.
package manual

import (
	"fmt"
	"strings"

	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/schema"
)

// Page returns the page of a plugin in Markdown: what it does, what it reads, its
// settings, and how a run file names it. The same description gives the same page.
func Page(d base.Description) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s\n", d.ID, d.Summary)
	if d.Docs != "" && strings.TrimSpace(d.Docs) != strings.TrimSpace(d.Summary) {
		fmt.Fprintf(&b, "\n%s\n", strings.TrimSpace(d.Docs))
	}
	b.WriteString("\n| | |\n|---|---|\n")
	row := func(name, value string) { fmt.Fprintf(&b, "| %s | %s |\n", name, value) }
	row("kind", kinds[d.Kind])
	row("version", d.Version)
	if d.Trainable {
		row("learns", "yes, in training runs")
	}
	for _, n := range d.Needs {
		row("reads", needs[n])
	}
	for _, p := range d.Wanted() {
		row("picture", fmt.Sprintf("%s, %s, %d × %d%s", p.Output, p.Camera, p.Width, p.Height, quality(p)))
	}
	b.WriteString("\n## Settings\n\n")
	if len(d.Schema) == 0 {
		b.WriteString("It has none.\n")
	} else {
		b.WriteString("| setting | type | default | allowed | meaning |\n|---|---|---|---|---|\n")
		for _, a := range d.Schema {
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s |\n", a.Name, typeOf(a), value(a.Default), cell(allowed(a)), cell(a.Doc))
		}
	}
	fmt.Fprintf(&b, "\n## In a run file\n\n```yaml\n%s```\n", example(d))
	return b.String()
}

var kinds = map[base.Kind]string{
	base.Reward: "reward term",
	base.Policy: "policy",
	base.Render: "renderer",
}

// needs say what a plugin reads beside the task and the layout.
var needs = map[base.Need]string{
	base.NeedResponse: "the text of the policy's response",
	base.NeedMeshes:   "the models of the task's assets",
	base.NeedImages:   "pictures of the layout",
}

func quality(p base.Picture) string {
	if p.Quality == "" {
		return ""
	}
	return ", " + p.Quality
}

func typeOf(a schema.Attribute) string {
	if a.Unit == "" {
		return string(a.Type)
	}
	return fmt.Sprintf("%s, %s", a.Type, a.Unit)
}

func value(v any) string {
	switch v := v.(type) {
	case nil:
		return "required"
	case string:
		return cell(fmt.Sprintf("`%q`", v))
	default:
		return fmt.Sprintf("%v", v)
	}
}

func allowed(a schema.Attribute) string {
	switch {
	case len(a.Enum) > 0:
		return strings.Join(a.Enum, ", ")
	case a.Min != nil && a.Max != nil:
		return fmt.Sprintf("%v to %v", *a.Min, *a.Max)
	case a.Min != nil:
		return fmt.Sprintf("at least %v", *a.Min)
	case a.Max != nil:
		return fmt.Sprintf("at most %v", *a.Max)
	}
	return ""
}

// cell makes text fit into a cell of a table.
func cell(s string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(s), " "), "|", `\|`)
}

// example is how a run file names the plugin, with its defaults written out.
func example(d base.Description) string {
	_, name, _ := strings.Cut(d.ID, "/")
	before := map[base.Kind]string{
		base.Reward: "terms:\n  - id: " + name + "\n    plugin: " + d.ID + "\n    weight: 1\n",
		base.Policy: "policy:\n    plugin: " + d.ID + "\n",
		base.Render: "renderer:\n    plugin: " + d.ID + "\n",
	}[d.Kind]
	if len(d.Schema) == 0 {
		return before
	}
	before += "    config:\n"
	for _, a := range d.Schema {
		switch v := a.Default.(type) {
		case nil:
			before += fmt.Sprintf("      %s: … # %s, required\n", a.Name, a.Type)
		case string:
			before += fmt.Sprintf("      %s: %q\n", a.Name, v)
		default:
			before += fmt.Sprintf("      %s: %v\n", a.Name, v)
		}
	}
	return before
}
