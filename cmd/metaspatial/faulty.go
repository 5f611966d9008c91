package main

import (
	"fmt"
	"io"

	"github.com/metaspatial/metaspatial/host/eval"
)

// mostFaulty is how many rooms that are not valid eval lists; --json has all.
const mostFaulty = 12

// printFaulty lists rooms that are not valid, each with its worst fault.
func printFaulty(w io.Writer, rows []eval.MarshalRow) {
	var list [][]string
	more := 0
	for _, r := range rows {
		switch {
		case r.FullyValid:
		case len(list) == mostFaulty:
			more++
		case r.Worst == nil:
			list = append(list, []string{r.Name, "the answer is no layout"})
		default:
			list = append(list, []string{r.Name, r.Worst.Sentence})
		}
	}
	if len(list) == 0 {
		return
	}
	fmt.Fprintln(w)
	printColumns(w, []string{"not valid", "worst fault"}, list, 1)
	if more > 0 {
		fmt.Fprintf(w, "and %d more; --json lists all\n", more)
	}
}
