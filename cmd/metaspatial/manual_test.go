package main

import (
	"archive/zip"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// manualWord is a word of a command line of the manual, maybe in quotes.
var manualWord = regexp.MustCompile(`"[^"]*"|\S+`)

// runManual runs the indented command lines of a page in their order.
func runManual(t *testing.T, dir, page string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", page))
	if err != nil {
		t.Fatal(err)
	}
	ran := 0
	for _, line := range strings.Split(string(text), "\n") {
		words := manualWord.FindAllString(line, -1)
		for i := range words {
			words[i] = strings.Trim(words[i], `"`)
		}
		switch {
		case strings.HasPrefix(line, "    metaspatial "):
			if r := program(t, dir, nil, words[1:]...); r.code != exitDone {
				t.Errorf("%s: %s: exit code %d, %s", page, line, r.code, r.stderr)
			}
			ran++
		case strings.HasPrefix(line, "    cp "):
			data, err := os.ReadFile(filepath.Join(dir, words[1]))
			if err != nil {
				t.Fatal(err)
			}
			write(t, dir, words[2], string(data))
		}
	}
	if ran < 5 {
		t.Errorf("%s has %d commands", page, ran)
	}
}

func TestManualOfEngines(t *testing.T) {
	t.Parallel()
	runManual(t, t.TempDir(), "engines.md")
}

// The packs of the page are made of models of the starter kit.
func TestManualOfPacks(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "room.json", exportedLayout)
	done(t, dir, "export", "room.json", "--format", "tscn", "-o", "scene")
	model, err := os.ReadFile(filepath.Join(dir, "scene", "assets", "starter", "chair_rustic.glb"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"chair_A.glb", "round_table.glb", "rug.glb"} {
		write(t, dir, "furniture/"+name, string(model))
	}
	f, err := os.Create(filepath.Join(dir, "dungeon.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z := zip.NewWriter(f)
	w, err := z.Create("barrel.glb")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(model); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	runManual(t, dir, "packs.md")
}
