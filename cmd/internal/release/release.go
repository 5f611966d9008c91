package main

import (
	"context"
	"crypto/sha256"
	"debug/buildinfo"
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"
)

// options of a release.
type options struct {
	root, out string
	platforms []string
	dirty     bool
}

// name is the program, and what its archives begin with.
const name = "metaspatial"

// release writes the folder out, whole or not at all.
func release(ctx context.Context, o options) error {
	if _, err := os.Lstat(o.out); err == nil {
		return fmt.Errorf("%s exists; remove it, or name another folder with -out", o.out)
	}
	changed, err := run(ctx, o.root, nil, "git", "status", "--porcelain")
	if err != nil {
		return err
	}
	if changed != "" && !o.dirty {
		return errors.New("files differ from the commit:\n" + changed + "commit them, or try with -dirty")
	}
	at, err := epoch(ctx, o.root)
	if err != nil {
		return err
	}
	out, err := filepath.Abs(o.out)
	if err != nil {
		return err
	}
	temp, err := os.MkdirTemp(filepath.Dir(out), ".release-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	work, dist := filepath.Join(temp, "work"), filepath.Join(temp, "dist")
	if err := errors.Join(os.Mkdir(work, 0o755), os.Mkdir(dist, 0o755)); err != nil {
		return err
	}
	programs, err := compile(ctx, o, work, at)
	if err != nil {
		return err
	}
	if err := pack(ctx, o.root, work, dist, programs, at); err != nil {
		return err
	}
	if err := checksums(dist); err != nil {
		return err
	}
	return os.Rename(dist, out)
}

// program is the program of one platform.
type program struct {
	platform, path string
	info           *buildinfo.BuildInfo
}

// compile builds the program for every platform, two at a time.
func compile(ctx context.Context, o options, work string, at time.Time) ([]program, error) {
	programs := make([]program, len(o.platforms))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(2)
	for i, p := range o.platforms {
		if !slices.Contains(platforms, p) {
			return nil, fmt.Errorf("%q is none of the platforms %s", p, strings.Join(platforms, ", "))
		}
		g.Go(func() error {
			path := filepath.Join(work, strings.ReplaceAll(p, "/", "_"), name)
			if strings.HasPrefix(p, "windows/") {
				path += ".exe"
			}
			if err := build(ctx, o.root, p, path, at); err != nil {
				return err
			}
			info, err := buildinfo.ReadFile(path)
			programs[i] = program{p, path, info}
			log.Printf("built for %s", p)
			return err
		})
	}
	return programs, g.Wait()
}

// build builds the program for a platform. Whatever the environment could say of
// how is set here.
func build(ctx context.Context, root, platform, path string, at time.Time) error {
	system, arch, _ := strings.Cut(platform, "/")
	env := []string{
		"GOOS=" + system, "GOARCH=" + arch, "CGO_ENABLED=0", "GOFLAGS=", "GOWORK=off", "GOAMD64=v1", "GOARM64=v8.0", "GOEXPERIMENT=",
		fmt.Sprintf("SOURCE_DATE_EPOCH=%d", at.Unix()),
	}
	if arch == "amd64" {
		env = append(env, "GOEXPERIMENT=simd") // the fast build of the policy's arithmetic
	}
	_, err := run(ctx, root, env, "go", "build", "-mod=readonly", "-trimpath", "-buildvcs=true", "-ldflags=-s -w -buildid=", "-o", path, "./cmd/"+name)
	return err
}

// native builds the program for this machine, to ask it for its pages.
func native(ctx context.Context, root, work string, at time.Time) (string, error) {
	path := filepath.Join(work, "native", name)
	return path, build(ctx, root, runtime.GOOS+"/"+runtime.GOARCH, path, at)
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
