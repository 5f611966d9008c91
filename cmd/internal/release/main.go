// Command release makes the archives of a release: the program for six platforms
// with its manual pages, completions and licences, checksums, and an SBOM.
//
//	go run ./cmd/internal/release -out out/release
//
// What is released is the commit: it is built in a clone, so that nothing that lies
// about in the working tree gets in. The same commit gives the same bytes wherever it
// is built with the same Go: no path, no time and no user of the machine goes in. What
// is dated is dated by SOURCE_DATE_EPOCH, or by the commit.
//
// Outside the standard library it uses github.com/CycloneDX/cyclonedx-go, which is
// the format's own library, and golang.org/x/sync to build two platforms at a time.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"time"
)

func main() {
	log.SetFlags(0)
	o := options{}
	flag.StringVar(&o.root, "root", ".", "the repository")
	flag.StringVar(&o.out, "out", "out/release", "folder to write; it must not exist")
	only := flag.String("platforms", strings.Join(platforms, ","), "platforms, with commas")
	flag.Parse()
	o.platforms = strings.Split(*only, ",")
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := release(ctx, o); err != nil {
		stop()
		log.Fatalf("release: %v", err)
	}
}

// epoch is the time that everything in a release is of.
func epoch(ctx context.Context, source string) (time.Time, error) {
	text := os.Getenv("SOURCE_DATE_EPOCH")
	if text == "" {
		out, err := run(ctx, source, nil, "git", "log", "-1", "--format=%ct")
		if err != nil {
			return time.Time{}, err
		}
		text = out
	}
	seconds, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("SOURCE_DATE_EPOCH is %q; give seconds since 1970", text)
	}
	return time.Unix(seconds, 0).UTC(), nil
}

// run runs a program in a folder and returns what it printed.
func run(ctx context.Context, dir string, env []string, name string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	var said strings.Builder
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, said.String())
	}
	return string(out), nil
}
