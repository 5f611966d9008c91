package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"debug/buildinfo"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// tiny is a repository with a program that knows the commands that a release asks.
var tiny = map[string]string{
	"go.mod":                 "module example.com/metaspatial\n\ngo 1.26\n",
	"LICENSE":                "Apache License\nVersion 2.0, January 2004\n",
	"README.md":              "# Tiny\n",
	"CHANGELOG.md":           "# Changes\n",
	"SECURITY.md":            "# Security\n",
	"assets/OFL.txt":         "SIL OPEN FONT LICENSE Version 1.1\n",
	"assets/licence.go":      "package assets\n",
	"fonts/LICENSE":          "your choice of exactly one: The FreeType License\n",
	"fonts/licenses/ftl.txt": "portions of this software\n",
	"testdata/LICENSE":       "not shipped\n",
	"cmd/metaspatial/main.go": `package main

import "os"

func main() {
	if os.Args[1] == "man" {
		if err := os.MkdirAll(os.Args[2], 0o755); err != nil {
			panic(err)
		}
		page := ".TH TINY 1 " + os.Getenv("SOURCE_DATE_EPOCH") + "\n"
		if err := os.WriteFile(os.Args[2]+"/metaspatial.1", []byte(page), 0o644); err != nil {
			panic(err)
		}
		return
	}
	os.Stdout.WriteString("completion for " + os.Args[2] + "\n")
}
`,
}

// repository makes a repository with one commit, tagged v1.2.3.
func repository(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "repo")
	for n, text := range files {
		path := filepath.Join(dir, n)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range [][]string{
		{"init", "--quiet"}, {"add", "."},
		{"-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false", "commit", "--quiet", "--no-verify", "-m", "One", "--date", "@1700000000"},
		{"tag", "v1.2.3"},
	} {
		cmd := exec.Command("git", args...)
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "GIT_COMMITTER_DATE=@1700000000 +0000")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	return dir
}

// contents are the files of a folder by name.
func contents(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, f := range files {
		if out[f.Name()], err = os.ReadFile(filepath.Join(dir, f.Name())); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// TestReproducible releases the same commit from two places, of which one has other
// files lying about and another environment: the bytes are the same.
func TestReproducible(t *testing.T) {
	platform := runtime.GOOS + "/" + runtime.GOARCH
	if !slices.Contains(platforms, platform) {
		t.Skipf("%s is no platform of a release", platform)
	}
	first := repository(t, tiny)
	second := filepath.Join(t.TempDir(), "elsewhere")
	if out, err := exec.Command("git", "clone", "--quiet", first, second).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if err := os.WriteFile(filepath.Join(second, "cmd", "metaspatial", "stray.go"), []byte("package main\n\nfunc init() { println(1) }\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	var got [2]map[string][]byte
	for i, root := range []string{first, second} {
		out := filepath.Join(root, "out", "release")
		if err := release(context.Background(), options{root: root, out: out, platforms: []string{platform}}); err != nil {
			t.Fatal(err)
		}
		got[i] = contents(t, out)
		t.Setenv("GOFLAGS", "-ldflags=-w -tags=other")
		t.Setenv("GOAMD64", "v2")
	}
	for n, data := range got[0] {
		if !bytes.Equal(data, got[1][n]) {
			t.Errorf("%s differs between two places", n)
		}
	}
	base := "metaspatial_1.2.3_" + strings.ReplaceAll(platform, "/", "_")
	archive := base + ".tar.gz"
	if runtime.GOOS == "windows" {
		t.Skip("the rest reads a tar")
	}
	if len(got[0]) != 3 || got[0][archive] == nil || got[0][base+".cdx.json"] == nil {
		t.Fatalf("the release has %d files, without %s", len(got[0]), archive)
	}
	checkSums(t, got[0])
	files := untar(t, got[0][archive])
	var names []string
	for n := range files {
		names = append(names, strings.TrimPrefix(n, base+"/"))
	}
	slices.Sort(names)
	want := []string{
		"CHANGELOG.md", "LICENSE", "README.md", "SECURITY.md", "THIRD-PARTY-LICENCES.txt", "completions/_metaspatial", "completions/metaspatial",
		"completions/metaspatial.fish", "completions/metaspatial.ps1", "man/man1/metaspatial.1", "metaspatial",
	}
	if !slices.Equal(names, want) {
		t.Errorf("the archive has %q, want %q", names, want)
	}
	if page := string(files[base+"/man/man1/metaspatial.1"]); page != ".TH TINY 1 1700000000\n" {
		t.Errorf("the manual page is %q, want it dated by the commit", page)
	}
	notices := string(files[base+"/THIRD-PARTY-LICENCES.txt"])
	for what, has := range map[string]bool{"assets: OFL.txt": true, "fonts: licenses/ftl.txt\n\nportions of": true, "stdlib ": true, "not shipped": false, "licence.go": false} {
		if strings.Contains(notices, what) != has {
			t.Errorf("that the licences have %q is %v", what, !has)
		}
	}
	info, err := buildinfo.Read(bytes.NewReader(files[base+"/metaspatial"]))
	if err != nil || info.Main.Version != "v1.2.3" {
		t.Fatalf("the program is of %v, %v", info, err)
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.modified" && s.Value != "false" || strings.Contains(s.Value, first) {
			t.Errorf("the program has the setting %s=%s", s.Key, s.Value)
		}
	}
	if bytes.Contains(files[base+"/metaspatial"], []byte(first)) {
		t.Error("the program names the folder that it was built in")
	}
	checkBill(t, got[0][base+".cdx.json"])
}

func checkSums(t *testing.T, files map[string][]byte) {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(string(files["SHA256SUMS"])), "\n")
	if len(lines) != len(files)-1 {
		t.Errorf("%d sums of %d files", len(lines), len(files)-1)
	}
	for _, l := range lines {
		sum, n, _ := strings.Cut(l, "  ")
		if have := sha256.Sum256(files[n]); files[n] == nil || hex.EncodeToString(have[:]) != sum {
			t.Errorf("the sum of %q is wrong", n)
		}
	}
}

func untar(t *testing.T, data []byte) map[string][]byte {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		if h.Uid != 0 || h.Uname != "" || !h.ModTime.Equal(time.Unix(1700000000, 0)) {
			t.Errorf("%s belongs to %d %q and is of %v", h.Name, h.Uid, h.Uname, h.ModTime)
		}
		if program := strings.HasSuffix(h.Name, "/metaspatial") && !strings.Contains(h.Name, "completions"); program != (h.Mode == 0o755) {
			t.Errorf("%s has the mode %o", h.Name, h.Mode)
		}
		if out[h.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
}

// checkBill holds that an SBOM has what the format asks for, and says what is linked.
func checkBill(t *testing.T, data []byte) {
	t.Helper()
	type component struct {
		Type, Name, Version, Purl string
		Ref                       string `json:"bom-ref"`
		Licenses                  []struct{ License struct{ ID string } }
	}
	var bom struct {
		BOMFormat, SpecVersion string
		Version                int
		Metadata               struct {
			Timestamp time.Time
			Component component
		}
		Components   []component
		Dependencies []struct {
			Ref       string
			DependsOn []string
		}
	}
	if err := json.Unmarshal(data, &bom); err != nil {
		t.Fatal(err)
	}
	if bom.BOMFormat != "CycloneDX" || bom.SpecVersion != "1.6" || bom.Version != 1 || bom.Metadata.Timestamp.Unix() != 1700000000 {
		t.Errorf("the bill is %+v", bom)
	}
	refs := map[string]bool{}
	for _, c := range append(bom.Components, bom.Metadata.Component) {
		if c.Type == "" || c.Name == "" || c.Version == "" || refs[c.Ref] || !strings.HasPrefix(c.Purl, "pkg:golang/") || len(c.Licenses) == 0 {
			t.Errorf("the component %+v", c)
		}
		refs[c.Ref] = true
	}
	for _, d := range bom.Dependencies {
		for _, r := range append(d.DependsOn, d.Ref) {
			if !refs[r] {
				t.Errorf("%q is depended on and is no component", r)
			}
		}
	}
	if len(bom.Components) == 0 || bom.Components[0].Name != "stdlib" || len(bom.Dependencies) != 1 {
		t.Errorf("the components are %+v", bom.Components)
	}
}

func TestZip(t *testing.T) {
	at := time.Unix(1700000000, 0).UTC()
	var data [2][]byte
	for i := range data {
		var b bytes.Buffer
		if err := writeZip(&b, "f", []file{{"a.exe", 0o755, []byte("program")}, {"b/c.txt", 0o644, []byte("text")}}, at); err != nil {
			t.Fatal(err)
		}
		data[i] = b.Bytes()
	}
	if !bytes.Equal(data[0], data[1]) {
		t.Error("two archives of the same files differ")
	}
	z, err := zip.NewReader(bytes.NewReader(data[0]), int64(len(data[0])))
	if err != nil || len(z.File) != 2 || z.File[0].Name != "f/a.exe" || z.File[0].Mode() != 0o755 || !z.File[1].Modified.Equal(at) {
		t.Errorf("%v, %+v", err, z.File)
	}
}

func TestRefused(t *testing.T) {
	root := repository(t, map[string]string{"go.mod": tiny["go.mod"]})
	for want, o := range map[string]options{
		"exists; remove it":          {root: root, out: root, platforms: platforms},
		"is none of the platforms":   {root: root, out: filepath.Join(root, "a"), platforms: []string{"plan9/386"}},
		"cmd/metaspatial: directory": {root: root, out: filepath.Join(root, "b"), platforms: platforms[:1]},
	} {
		if err := release(context.Background(), o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("the error is %v, want %q", err, want)
		}
	}
	left, err := os.ReadDir(root)
	if err != nil || len(left) != 2 {
		t.Errorf("what failed has left %v, %v", left, err)
	}
	t.Setenv("SOURCE_DATE_EPOCH", "yesterday")
	if err := release(context.Background(), options{root: root, out: filepath.Join(root, "c"), platforms: platforms[:1]}); err == nil || !strings.Contains(err.Error(), "give seconds since 1970") {
		t.Errorf("the error is %v", err)
	}
}

func TestIdentify(t *testing.T) {
	for text, want := range map[string]string{
		"Apache License\n   Version 2.0, January 2004":                                     "Apache-2.0",
		"Permission is hereby granted, free of charge, to any\nperson obtaining a copy of": "MIT",
		"Redistribution and use in source and binary forms, with\nor without":              "BSD-2-Clause",
		"Redistribution and use in source and binary forms. Neither the name of Google":    "BSD-3-Clause",
		"Mozilla Public License Version 2.0":                                               "MPL-2.0", "All rights reserved": "",
	} {
		if got := identify(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}
