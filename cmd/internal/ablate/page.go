package main

import (
	"fmt"
	"os"
	"strings"
)

// imageDir is where a page's pictures lie, beside it.
const imageDir = "images"

// The lines between which the tables stand. What is outside of them is written
// by people and stays.
const (
	tablesBegin = "<!-- The tables begin: made by go run ./cmd/internal/ablate, edits are lost. -->"
	tablesEnd   = "<!-- The tables end: what follows is kept. -->"
)

// checkPage reports a page that has no place for tables.
func checkPage(name string) error {
	_, _, err := around(name)
	return err
}

// writePage replaces the tables of a page.
func writePage(name, tables string) error {
	before, after, err := around(name)
	if err != nil {
		return err
	}
	return write(name, []byte(before+tablesBegin+"\n\n"+tables+"\n\n"+tablesEnd+after))
}

// around is the text of a page before and after its markers.
func around(name string) (before, after string, err error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return "", "", fmt.Errorf("--docs: %w", err)
	}
	before, rest, begun := strings.Cut(string(data), tablesBegin)
	_, after, ended := strings.Cut(rest, tablesEnd)
	if !begun || !ended {
		return "", "", fmt.Errorf("--docs: %s has no place for the tables; write these two lines into it: %s and %s", name, tablesBegin, tablesEnd)
	}
	return before, after, nil
}
