package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/metaspatial/metaspatial/host/furnish"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
)

// generated is one alternative as generate prints it; score reads it back.
type generated struct {
	Name       string             `json:"name"`
	Task       *scenes.Task       `json:"task"`
	Layout     []codec.AnswerItem `json:"layout"`
	FullyValid bool               `json:"fully_valid"`
	Findings   []scenes.Finding   `json:"findings"`
	// Tried is how many layouts this one was chosen of, Episode its number among
	// them, from 0; -1 is the layout that was to be refined.
	Tried   int `json:"tried"`
	Episode int `json:"episode"`
	// Reward is what it was chosen by, Critic the offline critic's score.
	Reward float64 `json:"reward"`
	Critic float64 `json:"critic"`
	// LeftOut are the optional objects that found no room.
	LeftOut []string `json:"left_out,omitempty"`
	// Wishes are what the preference and the task's specs ask for.
	Wishes []furnish.Wish `json:"wishes,omitempty"`
	// Chosen says how the objects were chosen from the preference.
	Chosen []string `json:"chosen,omitempty"`
	// Why is what the policy says of the objects.
	Why   []codec.Reason `json:"why,omitempty"`
	Files []string       `json:"files,omitempty"`
}

func printGenerated(cmd *cobra.Command, list []generated, why bool) {
	w := cmd.OutOrStdout()
	for i, a := range list {
		if i > 0 {
			fmt.Fprintln(w)
		}
		verdict := "everything fits"
		if n := len(a.Findings); n == 1 {
			verdict = "1 fault"
		} else if n > 1 {
			verdict = fmt.Sprintf("%d faults", n)
		}
		fmt.Fprintf(w, "%s: %s\n\n", a.Name, verdict)
		var rows [][]string
		for _, p := range a.Layout {
			rows = append(rows, []string{p.ID, fmt.Sprintf("%.2f", p.X), fmt.Sprintf("%.2f", p.Y), fmt.Sprintf("%.2f", p.Z), fmt.Sprintf("%.0f°", p.Rotation.ZAngle)})
		}
		printTable(w, []string{"object", "x", "y", "z", "yaw"}, rows)
		for _, f := range a.Findings {
			fmt.Fprintln(w, "  "+f.Message)
		}
		if len(a.LeftOut) > 0 {
			fmt.Fprintf(w, "  left out, the room being full: %s\n", strings.Join(a.LeftOut, ", "))
		}
		for _, wish := range a.Wishes {
			mark := "met"
			if !wish.Holds {
				mark = "not met"
			}
			fmt.Fprintf(w, "  %s: %s\n", mark, wish.Text)
		}
		if why {
			printReasons(w, a.Why)
		}
		for _, f := range a.Files {
			fmt.Fprintln(w, f)
		}
	}
}
