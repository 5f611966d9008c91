package supervisor

import (
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/windows"
)

// The test program, started with "sleep", does nothing for an hour; with "nest"
// it starts such a one, says so and waits too.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 {
		switch os.Args[1] {
		case "nest":
			child := exec.Command(os.Args[0], "sleep")
			child.Stdout = os.Stdout
			if err := child.Start(); err != nil {
				os.Stdout.WriteString(err.Error())
				os.Exit(1)
			}
			os.Stdout.WriteString("nested")
			fallthrough
		case "sleep":
			time.Sleep(time.Hour)
		}
	}
	os.Exit(m.Run())
}

// confined starts the test program in a job, and returns the job, what the
// program prints first, and where more would come from.
func confined(t *testing.T, l Limits) (*cgroup, string, io.Reader) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	g, err := findCgroups(l).make("1", l)
	if err != nil {
		t.Fatal(err)
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	cmd := exec.Command(self, "nest")
	cmd.Stdout = w
	isolate(cmd)
	cmd, err = startConfined(cmd, 1, l, g)
	w.Close()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Wait() })
	t.Cleanup(g.remove)
	b := make([]byte, 200)
	n, err := r.Read(b)
	if err != nil {
		t.Fatal(err)
	}
	return g, string(b[:n]), r
}

// TestJobEndsAll holds that a process, and what it has started, end with the
// last handle of their job, which the system closes for a host that is killed.
func TestJobEndsAll(t *testing.T) {
	g, said, more := confined(t, Limits{Memory: 1 << 30})
	if said != "nested" {
		t.Fatalf("it says %q", said)
	}
	g.remove()
	// Either would hold the pipe for an hour.
	if rest, err := io.ReadAll(more); err != nil || len(rest) > 0 {
		t.Errorf("%q, %v", rest, err)
	}
	g.remove() // again
}

func TestJobLimitsProcesses(t *testing.T) {
	if windows.NewLazySystemDLL("ntdll.dll").NewProc("wine_get_version").Find() == nil {
		t.Skip("Wine counts no processes")
	}
	_, said, _ := confined(t, Limits{Processes: 1})
	if said == "nested" || !strings.Contains(said, "fork/exec") {
		t.Errorf("it says %q", said)
	}
}

func TestUnheldOnWindows(t *testing.T) {
	l := Limits{Memory: 1, Processes: 1, OpenFiles: 1}
	if got, want := l.unheld(findCgroups(l) != cgroups{}), "the open file limits of plugins are not held to here"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
