package importer

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/metaspatial/metaspatial/scenes/assets/internal/packtest"
	"github.com/metaspatial/metaspatial/scenes/assets/store"
)

// importInto in the environment makes the test program import its arguments
// into the library named there, and print every file when it is taken.
const importInto = "METASPATIAL_TEST_IMPORT_INTO"

func TestMain(m *testing.M) {
	if dir := os.Getenv(importInto); dir != "" {
		os.Exit(childImport(dir, os.Args[1:]))
	}
	os.Exit(m.Run())
}

func childImport(dir string, sources []string) int {
	_, report, err := Import(context.Background(), sources, ImportOptions{
		Library:  dir,
		Progress: func(_, _ int, file string) { fmt.Println("taken", file) },
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	fmt.Println("done", report.Taken)
	return 0
}

// child prepares a second process that imports.
func child(t *testing.T, dir string, sources ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self, sources...)
	cmd.Env = append(os.Environ(), importInto+"="+dir)
	return cmd
}

// kills is how often the test below kills an import; the environment may ask
// for more.
func kills() int {
	if n, err := strconv.Atoi(os.Getenv("METASPATIAL_TEST_KILLS")); err == nil && n > 0 {
		return n
	}
	return 20
}

// An import that is killed at any moment loses nothing that it reported, leaves
// a sound library behind, and goes on where it was.
func TestKilledImport(t *testing.T) {
	const models = 400
	top := t.TempDir()
	pack := filepath.Join(top, "pack")
	packtest.Many(t, pack, models)
	random := rand.New(rand.NewPCG(20503, 4))
	dir := filepath.Join(top, "library")
	fresh, reported := 0, 0
	for i := range kills() {
		// Half of them die at any time, half soon after they have told of some
		// files, however slow the machine.
		after, files := time.Duration(random.IntN(400))*time.Millisecond, 0
		if i%2 == 1 {
			after, files = after/10, 1+random.IntN(models/2)
		}
		told := killedImport(t, dir, pack, after, files)
		reported += len(told)
		if _, err := os.Stat(filepath.Join(dir, "library.db")); err != nil {
			if len(told) > 0 {
				t.Fatalf("%d files were taken, but there is no library", len(told))
			}
			continue
		}
		lib, err := store.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		have := make(map[string]bool)
		for _, a := range lib.Assets() {
			have[a.File] = true
			if _, err := os.Stat(filepath.Join(dir, "blobs", filepath.FromSlash(a.Blob))); err != nil {
				t.Fatalf("asset %s has no blob: %v", a.ID, err)
			}
		}
		for _, f := range told {
			if !have[f] {
				t.Fatalf("%s was reported as taken, but is lost", f)
			}
		}
		h, err := store.Check(t.Context(), dir)
		if err != nil || len(h.Faults) > 0 {
			t.Fatalf("after the kill: %v %v", err, h)
		}
		if lib.Len() == models {
			// Begin anew, so that later kills meet an import at work too.
			fresh++
			dir = filepath.Join(top, fmt.Sprintf("library-%d", fresh))
		}
	}
	lib, report, err := Import(t.Context(), []string{pack}, ImportOptions{Library: dir})
	if err != nil || lib.Len() != models || report.Taken != models {
		t.Fatalf("going on after the kills: %v, %+v", err, report)
	}
	if _, err := Repair(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	healthy(t, dir)
	t.Logf("%d files were reported before %d kills, which %d libraries outlived", reported, kills(), fresh+1)
	if reported == 0 {
		t.Error("no import was killed late enough to have reported anything")
	}
}

// killedImport starts an import, kills it some time after it has told of so many
// files and returns what it told of by then.
func killedImport(t *testing.T, dir, pack string, after time.Duration, files int) []string {
	t.Helper()
	cmd := child(t, dir, pack)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	kill := func() { time.AfterFunc(after, func() { _ = cmd.Process.Kill() }) }
	if files == 0 {
		kill()
	}
	var told []string
	for lines := bufio.NewScanner(out); lines.Scan(); {
		f, ok := strings.CutPrefix(lines.Text(), "taken ")
		if !ok {
			continue
		}
		if told = append(told, f); len(told) == files {
			kill()
		}
	}
	_ = cmd.Wait()
	return told
}

// Two processes import into one library at once, and a third reads it: all
// finish, and the library has everything.
func TestTwoProcesses(t *testing.T) {
	const models = 150
	top := t.TempDir()
	dir := filepath.Join(top, "library")
	var packs []string
	for _, name := range []string{"one", "two", "both"} {
		p := filepath.Join(top, name)
		packtest.Many(t, p, models)
		packs = append(packs, p)
	}
	first, second := child(t, dir, packs[0], packs[2]), child(t, dir, packs[1], packs[2])
	for _, cmd := range []*exec.Cmd{first, second} {
		var text strings.Builder
		cmd.Stderr = &text
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		defer func() {
			if text.Len() > 0 {
				t.Error(text.String())
			}
		}()
	}
	ended := make(chan error, 2)
	go func() { ended <- first.Wait() }()
	go func() { ended <- second.Wait() }()
	reads := 0
	for done := 0; done < 2; {
		select {
		case err := <-ended:
			if err != nil {
				t.Error(err)
			}
			done++
		default:
			if _, err := os.Stat(filepath.Join(dir, "library.db")); err != nil {
				continue
			}
			if _, err := store.Open(dir); err != nil {
				t.Fatalf("reading while others write: %v", err)
			}
			reads++
		}
	}
	lib, err := store.Open(dir)
	if err != nil || lib.Len() != 3*models {
		t.Fatalf("%v: %d assets, want %d", err, lib.Len(), 3*models)
	}
	healthy(t, dir)
	t.Logf("read %d times meanwhile", reads)
}
