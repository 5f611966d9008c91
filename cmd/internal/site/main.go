// Command site makes the documentation's site of the repository's own text: the
// README, the pages of docs with their pictures, and whatever of the source they
// lead to, as a folder of static HTML with navigation and search.
//
//	go run ./cmd/internal/site -out out/site
//
// The folder needs no server, loads nothing from elsewhere, and works without
// scripts except for the search. A link, an anchor or a picture that leads nowhere is
// an error, as is a page that the navigation lacks. The same text gives the same bytes.
//
// Outside the standard library it uses github.com/yuin/goldmark to read Markdown,
// which follows CommonMark and has the tables of GitHub.
package main

import (
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
)

func main() {
	log.SetFlags(0)
	root := flag.String("root", ".", "the repository")
	commands := flag.String("commands", "", "folder that metaspatial man --markdown wrote; without it the site has no pages of commands")
	out := flag.String("out", "out/site", "folder to write; it must not exist")
	flag.Parse()
	if err := generate(*root, *commands, *out); err != nil {
		log.Fatalf("site: %v", err)
	}
}

// generate writes the folder out, whole or not at all.
func generate(root, commands, out string) error {
	if _, err := os.Lstat(out); err == nil {
		return fmt.Errorf("%s exists; remove it, or name another folder with -out", out)
	}
	s := newSite(os.DirFS(root), navigation)
	if commands != "" {
		if err := s.addCommands(os.DirFS(commands)); err != nil {
			return err
		}
	}
	files, err := s.files()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(out), 0o755); err != nil {
		return err
	}
	temp, err := os.MkdirTemp(filepath.Dir(out), ".site-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	for name, data := range files {
		path := filepath.Join(temp, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, data, 0o644)); err != nil {
			return err
		}
	}
	return errors.Join(os.Chmod(temp, 0o755), os.Rename(temp, out))
}
