// Command coverage reads a profile that go test -coverprofile wrote and prints which
// share of the statements ran, for every package and in all.
//
//	go run ./cmd/internal/coverage -least 85 out/cover.out
//
// Where the tests of several packages were measured over the same code, as with
// -coverpkg, a statement counts once, as run if any of them ran it. Generated files
// (*.pb.go) are left out: their generator has its own tests.
package main

import (
	"bufio"
	"cmp"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"path"
	"slices"
	"strings"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("coverage: ")
	least := flag.Float64("least", 0, "fail where fewer percent ran in all")
	flag.Parse()
	if flag.NArg() == 0 {
		log.Fatal("name the profiles")
	}
	blocks := map[string]block{}
	for _, name := range flag.Args() {
		f, err := os.Open(name)
		if err == nil {
			err = read(f, blocks)
			f.Close()
		}
		if err != nil {
			log.Fatalf("%s: %v", name, err)
		}
	}
	if all := report(os.Stdout, blocks); all.percent() < *least {
		log.Fatalf("%.1f %% is less than %g %%", all.percent(), *least)
	}
}

// block is a piece of code that runs as a whole.
type block struct {
	statements int
	ran        bool
}

// read adds the blocks of a profile to those that are there, by where they are.
func read(r io.Reader, blocks map[string]block) error {
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		line := lines.Text()
		if strings.HasPrefix(line, "mode:") {
			continue
		}
		var b block
		var count int
		where, numbers, ok := strings.Cut(line, " ")
		if _, err := fmt.Sscanf(numbers, "%d %d", &b.statements, &count); !ok || err != nil {
			return fmt.Errorf("line %d: %q is no line of a profile", n, line)
		}
		if file, _, _ := strings.Cut(where, ":"); strings.HasSuffix(file, ".pb.go") {
			continue
		}
		b.ran = count > 0 || blocks[where].ran
		blocks[where] = b
	}
	return lines.Err()
}

// share is how many statements there are, and how many of them ran.
type share struct{ statements, ran int }

func (s share) percent() float64 { return 100 * float64(s.ran) / float64(max(s.statements, 1)) }

func (s *share) add(b block) {
	s.statements += b.statements
	if b.ran {
		s.ran += b.statements
	}
}

// report prints the packages, the least covered first, and returns the whole.
func report(w io.Writer, blocks map[string]block) share {
	packages := map[string]*share{}
	var all share
	for where, b := range blocks {
		file, _, _ := strings.Cut(where, ":")
		p := path.Dir(file)
		if packages[p] == nil {
			packages[p] = &share{}
		}
		packages[p].add(b)
		all.add(b)
	}
	var names []string
	for p := range packages {
		names = append(names, p)
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(packages[a].percent(), packages[b].percent()), strings.Compare(a, b))
	})
	for _, p := range names {
		fmt.Fprintf(w, "%5.1f %%  %6d  %s\n", packages[p].percent(), packages[p].statements, p)
	}
	fmt.Fprintf(w, "%5.1f %%  %6d  in all\n", all.percent(), all.statements)
	return all
}
