package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"github.com/metaspatial/metaspatial/host/catalog"
)

// askTrust returns what asks the user whether a plugin may run, or nil where
// nobody is there to answer: both the question and the answer need a terminal.
func askTrust() func(catalog.Question) (bool, error) {
	if !term.IsTerminal(int(os.Stdin.Fd())) || !term.IsTerminal(int(os.Stderr.Fd())) {
		return nil
	}
	return func(q catalog.Question) (bool, error) {
		say("%s", question(q))
		fmt.Fprint(stderr, "Trust it? Type yes or no: ")
		line, err := bufio.NewReader(os.Stdin).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return false, err
		}
		return strings.EqualFold(strings.TrimSpace(line), "yes"), nil
	}
}

// shownFiles is how many of a plugin's files a question lists.
const shownFiles = 20

// question is what somebody has to know to trust a plugin. What the plugin says
// of itself is quoted, so that it cannot pass for words of this program.
func question(q catalog.Question) string {
	var b strings.Builder
	if q.ID != "" {
		fmt.Fprintf(&b, "The plugin %s %s is not trusted here. It calls itself %q.\n", q.ID, q.Version, q.Summary)
	} else {
		b.WriteString("This plugin is not trusted here.\n")
	}
	fmt.Fprintf(&b, "  %q\n  digest %s\n", q.Path, q.Files.Digest())
	for i, name := range q.Files.Names() {
		if i == shownFiles {
			fmt.Fprintf(&b, "  and %d more files\n", len(q.Files)-i)
			break
		}
		fmt.Fprintf(&b, "  %.12s…  %q\n", q.Files[name], name)
	}
	b.WriteString("A plugin can do whatever you can. It runs with these bytes only; changed ones are refused.")
	return b.String()
}
