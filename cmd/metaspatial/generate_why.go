package main

import (
	"fmt"
	"io"

	"github.com/metaspatial/metaspatial/scenes/codec"
)

func printReasons(w io.Writer, list []codec.Reason) {
	for _, r := range list {
		if r.Object == "" {
			fmt.Fprintf(w, "  %s\n", r.Text)
			continue
		}
		fmt.Fprintf(w, "  %s: %s\n", r.Object, r.Text)
	}
}
