package main

import (
	"context"
	"debug/buildinfo"
	"fmt"
	"log"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"
)

// program is the program of one platform.
type program struct {
	platform, path string
	info           *buildinfo.BuildInfo
}

// compile builds the program for every platform, two at a time.
func compile(ctx context.Context, source, work string, platforms []string, at time.Time) ([]program, error) {
	programs := make([]program, len(platforms))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(2)
	for i, p := range platforms {
		g.Go(func() error {
			var err error
			if programs[i], err = build(ctx, source, work, p, at); err == nil {
				log.Printf("built for %s", p)
			}
			return err
		})
	}
	return programs, g.Wait()
}

// build builds the program for a platform. Whatever the environment could say of
// how is set here.
func build(ctx context.Context, source, work, platform string, at time.Time) (program, error) {
	system, arch, _ := strings.Cut(platform, "/")
	p := program{platform: platform, path: filepath.Join(work, system+"_"+arch, name)}
	if system == "windows" {
		p.path += ".exe"
	}
	env := []string{
		"GOOS=" + system, "GOARCH=" + arch, "CGO_ENABLED=0", "GOFLAGS=", "GOWORK=off", "GOAMD64=v1", "GOARM64=v8.0", "GOFIPS140=off",
		"GOEXPERIMENT=" + experiment(arch), fmt.Sprintf("SOURCE_DATE_EPOCH=%d", at.Unix()),
	}
	_, err := run(ctx, source, env, "go", "build", "-mod=readonly", "-trimpath", "-buildvcs=true", "-ldflags=-s -w -buildid=", "-o", p.path, "./cmd/"+name)
	if err != nil {
		return p, err
	}
	p.info, err = buildinfo.ReadFile(p.path)
	return p, err
}

// experiment is the fast build of the policy's arithmetic, where there is one. It asks
// the processor what it has, and runs on those that have nothing of it.
func experiment(arch string) string {
	if arch == "amd64" {
		return "simd"
	}
	return ""
}

// native is the program for this machine, to be asked for its pages.
func native(ctx context.Context, source, work string, programs []program, at time.Time) (program, error) {
	here := runtime.GOOS + "/" + runtime.GOARCH
	for _, p := range programs {
		if p.platform == here {
			return p, nil
		}
	}
	return build(ctx, source, filepath.Join(work, "native"), here, at)
}
