package logs

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

func TestText(t *testing.T) {
	var out bytes.Buffer
	l, err := New(&out, Text, slog.LevelDebug)
	if err != nil {
		t.Fatal(err)
	}
	l.Info("trained", "iteration", 3)
	l.Warn("slow")
	l.Error("no such file; check the path")
	l.With("plugin", "reward/physics").WithGroup("g").Debug("started", "pid", 7, "took", 1.5)
	want := "trained\nwarning: slow\nmetaspatial: no such file; check the path\n[reward/physics] debug: started g.pid=7 g.took=1.5\n"
	if out.String() != want {
		t.Errorf("got\n%swant\n%s", out.String(), want)
	}
}

func TestLevels(t *testing.T) {
	var out bytes.Buffer
	for i, name := range Levels() {
		level, err := ParseLevel(strings.ToUpper(name))
		if err != nil {
			t.Fatal(err)
		}
		out.Reset()
		l, _ := New(&out, Text, level)
		l.Debug("d")
		l.Info("i")
		l.Warn("w")
		l.Error("e")
		if n := strings.Count(out.String(), "\n"); n != 4-i {
			t.Errorf("%s shows %d records", name, n)
		}
	}
	if _, err := ParseLevel("loud"); err == nil || !strings.Contains(err.Error(), "debug, info, warn, error") {
		t.Errorf("error %v", err)
	}
	if _, err := New(&out, "xml", 0); err == nil {
		t.Error("xml is a format")
	}
}

// TestLines makes records of what plugins print.
func TestLines(t *testing.T) {
	var out bytes.Buffer
	l, err := New(&out, JSON, slog.LevelInfo)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(Lines(l, slog.LevelInfo), "[reward/echo] warning: is odd\n[reward/echo] [x] \"hello\"\nno plugin\n")
	type record struct{ Level, Msg, Plugin string }
	var got []record
	for line := range strings.Lines(out.String()) {
		var r record
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatal(err)
		}
		got = append(got, r)
	}
	want := []record{{"WARN", "is odd", "reward/echo"}, {"INFO", `[x] "hello"`, "reward/echo"}, {"INFO", "no plugin", ""}}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
