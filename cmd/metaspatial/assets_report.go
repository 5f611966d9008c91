package main

import (
	"cmp"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/metaspatial/metaspatial/scenes/assets/importer"
)

// Bounds on the report for people; --json has everything.
const (
	reportAssets = 40
	reportGroups = 15
	reportNames  = 4
	reportLine   = 160
)

// printImport writes the report of an import for people: what was taken, what
// is doubtful and what was refused, the like together, and the sum last, where
// a terminal shows it.
func printImport(w io.Writer, r *importer.ImportReport) {
	var rows [][]string
	names := make(map[string]int)
	for _, a := range r.Assets {
		names[a.Name]++
	}
	called := func(a importer.AssetReport) string {
		if names[a.Name] > 1 && a.ID != "" {
			return a.ID
		}
		return a.Name
	}
	for _, a := range r.Assets[:min(len(r.Assets), reportAssets)] {
		rows = append(rows, []string{oneLine(called(a)), a.Category, sizeText(a.Size), a.Front, string(a.Mount), fmt.Sprint(a.Triangles), oneLine(a.Licence)})
	}
	if len(rows) > 0 {
		printColumns(w, []string{"asset", "category", "right × front × up", "front", "mount", "triangles", "licence"}, rows, 1)
	}
	if n := len(r.Assets) - len(rows); n > 0 {
		fmt.Fprintf(w, "… and %d more; --json prints all\n", n)
	}
	var doubts, refusals []remark
	for _, a := range r.Assets {
		for _, text := range a.Warnings {
			doubts = append(doubts, remark{oneLine(text), called(a)})
		}
	}
	for _, f := range r.Refusals {
		refusals = append(refusals, remark{oneLine(f.Reason) + "; " + f.Remedy + kept(f), f.File})
	}
	printRemarks(w, "doubtful", doubts)
	printRemarks(w, "refused", refusals)
	if len(r.Gone) > 0 {
		fmt.Fprintf(w, "\nno longer in the pack, and so removed: %s\n", someNames(r.Gone))
	}
	for _, n := range r.Notes {
		fmt.Fprintf(w, "\n%s\n", oneLine(n))
	}
	fmt.Fprintln(w)
	for _, p := range r.Packs {
		if len(r.Assets) == 0 {
			break // there is nothing to tell a scale by
		}
		fmt.Fprintf(w, "pack %s: %.3g m per unit (%s); licence %s\n", p.Name, p.Scale, oneLine(p.Why), oneLine(p.Licence))
	}
	if r.Interrupted {
		fmt.Fprint(w, "until the interruption, ")
	}
	fmt.Fprintf(w, "%s: %d taken, %d of them with warnings, %d refused", count(r.Files, "file"), r.Taken, r.Warned, r.Refused)
	if r.Unchanged > 0 {
		fmt.Fprintf(w, "; %d unchanged since the last import", r.Unchanged)
	}
	fmt.Fprintln(w)
}

// kept says of a refused file that the library has it from before.
func kept(f importer.Refusal) string {
	if f.Kept {
		return " (kept as it was imported before)"
	}
	return ""
}

// count words a number of things.
func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// remark is a sentence about something named.
type remark struct{ text, about string }

// numbers are what remarks on different files differ in most.
var numbers = regexp.MustCompile(`[0-9]+(\.[0-9]+)?`)

// printRemarks prints each kind of remark once, with the names it holds for,
// the most frequent first.
func printRemarks(w io.Writer, what string, list []remark) {
	type group struct {
		text  string
		about []string
	}
	var groups []*group
	at := make(map[string]*group)
	for _, r := range list {
		key := numbers.ReplaceAllString(r.text, "#")
		g := at[key]
		if g == nil {
			g = &group{text: r.text}
			at[key], groups = g, append(groups, g)
		}
		g.about = append(g.about, r.about)
	}
	slices.SortStableFunc(groups, func(a, b *group) int { return cmp.Compare(len(b.about), len(a.about)) })
	if len(groups) > 0 {
		fmt.Fprintln(w)
	}
	rest := 0
	for i, g := range groups {
		if i >= reportGroups {
			rest += len(g.about)
			continue
		}
		such := ""
		if len(g.about) > 1 && strings.ContainsAny(g.text, "0123456789") {
			such = "such as: "
		}
		fmt.Fprintf(w, "%s %s: %s%s\n", what, someNames(g.about), such, g.text)
	}
	if rest > 0 {
		fmt.Fprintf(w, "%s for %d other reasons: %d; --json prints all\n", what, len(groups)-reportGroups, rest)
	}
}

// someNames lists the first few names.
func someNames(list []string) string {
	var out []string
	for _, n := range list[:min(len(list), reportNames)] {
		out = append(out, oneLine(n))
	}
	if n := len(list) - len(out); n > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(out, ", "), n)
	}
	return strings.Join(out, ", ")
}

// oneLine makes what a stranger's file says fit for a terminal.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == unicode.ReplacementChar {
			return '?'
		}
		return r
	}, s)
	if letters := []rune(s); len(letters) > reportLine {
		return string(letters[:reportLine]) + "…"
	}
	return s
}

func sizeText(s [3]float64) string { return fmt.Sprintf("%.2f × %.2f × %.2f m", s[0], s[1], s[2]) }
