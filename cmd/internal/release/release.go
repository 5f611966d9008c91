package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// platforms are those of a release.
var platforms = []string{"linux/amd64", "linux/arm64", "darwin/amd64", "darwin/arm64", "windows/amd64", "windows/arm64"}

// options of a release.
type options struct {
	root, out string
	platforms []string
}

// name is the program, and what its archives begin with.
const name = "metaspatial"

// release writes the folder out, whole or not at all.
func release(ctx context.Context, o options) error {
	for _, p := range o.platforms {
		if !slices.Contains(platforms, p) {
			return fmt.Errorf("%q is none of the platforms %s", p, strings.Join(platforms, ", "))
		}
	}
	if _, err := os.Lstat(o.out); err == nil {
		return fmt.Errorf("%s exists; remove it, or name another folder with -out", o.out)
	}
	out, err := filepath.Abs(o.out)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(out), 0o755); err != nil {
		return err
	}
	temp, err := os.MkdirTemp(filepath.Dir(out), ".release-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	source, work, dist := filepath.Join(temp, "source"), filepath.Join(temp, "work"), filepath.Join(temp, "dist")
	if err := errors.Join(os.Mkdir(work, 0o755), os.Mkdir(dist, 0o755)); err != nil {
		return err
	}
	if err := clone(ctx, o.root, source); err != nil {
		return err
	}
	at, err := epoch(ctx, source)
	if err != nil {
		return err
	}
	programs, err := compile(ctx, source, work, o.platforms, at)
	if err != nil {
		return err
	}
	if err := pack(ctx, source, work, dist, programs, at); err != nil {
		return err
	}
	if err := checksums(dist); err != nil {
		return err
	}
	return os.Rename(dist, out)
}

// clone makes a working tree of the commit that root is at, and of nothing else.
func clone(ctx context.Context, root, source string) error {
	root, err := filepath.Abs(root)
	if err != nil {
		return err
	}
	changed, err := run(ctx, root, nil, "git", "status", "--porcelain")
	if err != nil {
		return err
	}
	if n := strings.Count(changed, "\n"); n > 0 {
		log.Printf("%d files differ from the commit; what is released is the commit", n)
	}
	_, err = run(ctx, root, nil, "git", "-c", "core.autocrlf=false", "clone", "--quiet", "--shared", root, source)
	return err
}

// checksums writes the SHA-256 of every file, as sha256sum --check reads them.
func checksums(dist string) error {
	files, err := os.ReadDir(dist) // in the order of their names
	if err != nil {
		return err
	}
	var b strings.Builder
	for _, f := range files {
		data, err := os.ReadFile(filepath.Join(dist, f.Name()))
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "%x  %s\n", sha256.Sum256(data), f.Name())
	}
	return os.WriteFile(filepath.Join(dist, "SHA256SUMS"), []byte(b.String()), 0o644)
}
