package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// module is a module that is linked into the program.
type module struct {
	path, version, sum string
	licences           []licence
}

// licence is one file of terms, and what it is called where that is known.
type licence struct {
	file, id string
	text     []byte
}

// licenceFile are the names under which a module has its licence and what must be
// shown with it.
var licenceFile = regexp.MustCompile(`(?i)^(licen[cs]es?|copying|notice|patents|copyright|ofl)([-.][a-z0-9-]+)?(\.(txt|md|rst))?$`)

// sources are the folders of all modules that the repository names, by their paths.
func sources(ctx context.Context, source string) (map[string]string, error) {
	text, err := run(ctx, source, []string{"GOFLAGS=-mod=readonly", "GOWORK=off"}, "go", "list", "-m", "-json", "all")
	if err != nil {
		return nil, err
	}
	folders := map[string]string{}
	for d := json.NewDecoder(strings.NewReader(text)); ; {
		var m struct{ Path, Dir string }
		if err := d.Decode(&m); errors.Is(err, io.EOF) {
			return folders, nil
		} else if err != nil {
			return nil, fmt.Errorf("what go list says of the modules: %w", err)
		}
		folders[m.Path] = m.Dir
	}
}

// modules are what is linked into a program, by what it says itself: Go's own library
// first, then by their paths. One without a licence is an error: it must not be shipped.
func modules(library module, folders map[string]string, p program) ([]module, error) {
	out := []module{library}
	for _, d := range p.info.Deps {
		if d.Replace != nil {
			return nil, fmt.Errorf("%s is replaced; a program that was built so cannot be installed by its path", d.Path)
		}
		if folders[d.Path] == "" {
			return nil, fmt.Errorf("the source of %s is not on this machine; see go mod download", d.Path)
		}
		terms, err := licences(folders[d.Path])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", d.Path, err)
		}
		out = append(out, module{d.Path, d.Version, d.Sum, terms})
	}
	slices.SortFunc(out[1:], func(a, b module) int { return strings.Compare(a.path, b.path) })
	return out, nil
}

// standard is the library of Go itself.
func standard(ctx context.Context, source, goVersion string) (module, error) {
	version, _, _ := strings.Cut(strings.TrimPrefix(goVersion, "go"), " ") // of its experiments
	m := module{path: "stdlib", version: version}
	root, err := run(ctx, source, nil, "go", "env", "GOROOT")
	if err != nil {
		return m, err
	}
	if m.licences, err = licences(strings.TrimSpace(root)); err != nil {
		return m, fmt.Errorf("the licence of Go: %w", err)
	}
	return m, nil
}

// embedded are the things of others that the repository itself carries and the
// program embeds, such as fonts: every folder below the top that has terms of its own.
func embedded(source string) ([]module, error) {
	var out []module
	err := filepath.WalkDir(source, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() || path == source {
			return err
		}
		if n := d.Name(); n == ".git" || n == "testdata" {
			return filepath.SkipDir
		}
		terms, err := licences(path)
		if errors.Is(err, errNoLicence) {
			return nil
		}
		folder, _ := filepath.Rel(source, path) // is below it
		out = append(out, module{path: filepath.ToSlash(folder), licences: terms})
		return err
	})
	return out, err
}

var errNoLicence = errors.New("there is no file with a licence; it must not be shipped")

// licenceFolder is where a module keeps them that has a choice of several.
var licenceFolder = regexp.MustCompile(`(?i)^licen[cs]es?$`)

// licences are the files of terms of a folder, with those in a folder of them.
func licences(dir string) ([]licence, error) {
	files, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var out []licence
	add := func(name string, known bool) error {
		text, err := os.ReadFile(filepath.Join(dir, name))
		l := licence{file: filepath.ToSlash(name), text: text}
		if known {
			l.id = identify(string(text))
		}
		out = append(out, l)
		return err
	}
	for _, f := range files {
		switch {
		case f.IsDir() && licenceFolder.MatchString(f.Name()):
			texts, err := os.ReadDir(filepath.Join(dir, f.Name()))
			if err != nil {
				return nil, err
			}
			for _, t := range texts {
				if t.Type().IsRegular() && filepath.Ext(t.Name()) == ".txt" {
					// Which of them is chosen says the file beside the folder.
					if err := add(filepath.Join(f.Name(), t.Name()), false); err != nil {
						return nil, err
					}
				}
			}
		case !f.IsDir() && licenceFile.MatchString(f.Name()) && filepath.Ext(f.Name()) != ".go":
			if err := add(f.Name(), true); err != nil {
				return nil, err
			}
		}
	}
	if len(out) == 0 {
		return nil, errNoLicence
	}
	return out, nil
}

// identify returns the SPDX identifier of a licence's text, by what only it says,
// and "" for other texts.
func identify(text string) string {
	text = strings.ToLower(strings.Join(strings.Fields(text), " "))
	has := func(phrase string) bool { return strings.Contains(text, phrase) }
	switch {
	case has("apache license") && has("version 2.0, january 2004"):
		return "Apache-2.0"
	case has("mozilla public license") && has("2.0"):
		return "MPL-2.0"
	case has("sil open font license") && has("1.1"):
		return "OFL-1.1"
	case has("redistribution and use in source and binary forms"):
		if has("neither the name") || has("may not be used to endorse") {
			return "BSD-3-Clause"
		}
		return "BSD-2-Clause"
	case has("permission is hereby granted, free of charge, to any person obtaining a copy"):
		return "MIT"
	case has("permission to use, copy, modify, and/or distribute this software for any purpose"),
		has("permission to use, copy, modify, and distribute this software for any purpose"):
		return "ISC"
	case has("this is free and unencumbered software released into the public domain"):
		return "Unlicense"
	case has("choice of exactly one") && has("the freetype license"):
		return "FTL" // and not the other of the two, the GPL
	case has("creative commons attribution 4.0 international"):
		return "CC-BY-4.0"
	case has("cc0 1.0 universal"):
		return "CC0-1.0"
	}
	return ""
}
