package main

import (
	"bytes"
	"encoding/json"
	"image"
	"image/png"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
)

var reference = regexp.MustCompile(`(?:href|src)="([^"]*)"`)

var identifier = regexp.MustCompile(` id="([^"]*)"`)

// TestRepository makes the site of this repository: no link, anchor or picture of
// its documents leads nowhere, neither in the text nor on the site.
func TestRepository(t *testing.T) {
	s := newSite(os.DirFS(filepath.Join("..", "..", "..")), navigation)
	files, err := s.files()
	if err != nil {
		t.Fatal(err)
	}
	checkSite(t, files)
	for name, want := range map[string]string{
		"index.html":                         "Teach a policy to furnish 3D rooms",
		"tutorials/reward-engineer.html":     "<h2 id=\"2-the-rule\">",
		"run-file.html":                      "source/host/config/run.schema.json.html",
		"source/plugins/examples.html":       "clearance/",
		"source/docs/examples/run.yaml.html": "seed:",
		"index.js":                           "const index = [",
	} {
		if !strings.Contains(string(files[name]), want) {
			t.Errorf("%s does not have %q", name, want)
		}
	}
	var parts []found
	if err := json.Unmarshal(bytes.TrimSuffix(bytes.TrimPrefix(files["index.js"], []byte("const index = ")), []byte(";\n")), &parts); err != nil || len(parts) < 100 {
		t.Errorf("the search knows %d parts, %v", len(parts), err)
	}
	for _, p := range parts {
		page, anchor, _ := strings.Cut(p.URL, "#")
		if files[page] == nil || anchor != "" && !strings.Contains(string(files[page]), ` id="`+anchor+`"`) {
			t.Errorf("the search leads to %s, which is not there", p.URL)
		}
	}
	again, err := newSite(os.DirFS(filepath.Join("..", "..", "..")), navigation).files()
	if err != nil || len(again) != len(files) {
		t.Fatalf("%d files the second time, %v", len(again), err)
	}
	for name, data := range files {
		if !bytes.Equal(data, again[name]) {
			t.Errorf("%s differs the second time", name)
		}
	}
}

// checkSite follows every reference of every page.
func checkSite(t *testing.T, files map[string][]byte) {
	t.Helper()
	places := map[string]map[string]bool{}
	for name, data := range files {
		places[name] = map[string]bool{}
		for _, m := range identifier.FindAllStringSubmatch(string(data), -1) {
			if places[name][m[1]] {
				t.Errorf("%s has the place %q twice", name, m[1])
			}
			places[name][m[1]] = true
		}
	}
	for name, data := range files {
		if path.Ext(name) != ".html" {
			continue
		}
		for _, m := range reference.FindAllStringSubmatch(string(data), -1) {
			to, anchor, _ := strings.Cut(m[1], "#")
			if strings.Contains(to, "://") {
				continue
			}
			to, err := url.PathUnescape(to)
			if err != nil {
				t.Errorf("%s refers to %q: %v", name, m[1], err)
			}
			target := name
			if to != "" {
				target = path.Join(path.Dir(name), to)
			}
			if files[target] == nil || anchor != "" && !places[target][anchor] {
				t.Errorf("%s refers to %q, which is not there", name, m[1])
			}
		}
		if strings.Contains(string(data), `src="http`) || strings.Contains(string(data), `rel="stylesheet" href="http`) {
			t.Errorf("%s loads something from elsewhere", name)
		}
	}
}

func picture(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 30, 20))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

func TestPages(t *testing.T) {
	root := fstest.MapFS{
		"README.md": file("# One\n\nSee [two](docs/two.md#a-b-c) and [elsewhere](https://example.com/x).\n\n![Grey](docs/grey.png)\n"),
		"docs/two.md": file("# For readers: two\n\n## A: b, `c`\n\nWords <script>alert(1)</script> here, [code](../code), [one](../README.md).\n\n" +
			"## A b c\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"),
		"docs/grey.png":   &fstest.MapFile{Data: picture(t)},
		"code/README.md":  file("# Code\n\n[up](../docs/two.md)\n"),
		"code/main.go":    file("package main // <b>\n"),
		"code/a b.txt":    file("blank"),
		"code/binary":     file("\x00\x01"),
		"code/.hidden":    file("hidden"),
		"code/deep/x.txt": file("deep"),
	}
	s := newSite(root, []section{{"Start", []string{"README.md", "docs/two.md"}}})
	commands := fstest.MapFS{"metaspatial.md": file("## metaspatial\n\n[run](metaspatial_run.md)\n"), "metaspatial_run.md": file("## metaspatial run\n\nRuns.\n")}
	if err := s.addCommands(commands); err != nil {
		t.Fatal(err)
	}
	files, err := s.files()
	if err != nil {
		t.Fatal(err)
	}
	checkSite(t, files)
	for name, wants := range map[string][]string{
		"index.html":                {`href="two.html#a-b-c"`, `href="https://example.com/x"`, `src="files/docs/grey.png"`, `width="30"`, `>Readers</a>`, `rel="next"`},
		"two.html":                  {`<h2 id="a-b-c">`, `<h2 id="a-b-c-1">`, `href="source/code.html"`, "<table>", `aria-current="page"`, `href="#a-b-c-1"`},
		"source/code.html":          {`<h1 id="code">Code`, "main.go</a>", `href="../source/code/a%20b.txt.html"`, "<li>binary</li>", "deep/</a>"},
		"source/code/main.go.html":  {"package main // &lt;b&gt;", `href="../../style.css"`},
		"commands/metaspatial.html": {`href="../commands/metaspatial_run.html"`, "<summary>Commands</summary>", `<h1 id="metaspatial">`},
	} {
		for _, want := range wants {
			if !strings.Contains(string(files[name]), want) {
				t.Errorf("%s does not have %q:\n%s", name, want, files[name])
			}
		}
	}
	if strings.Contains(string(files["two.html"]), "<script>alert") {
		t.Error("HTML of a page gets through")
	}
	if files["source/code/.hidden.html"] != nil || files["source/code/deep/x.txt.html"] == nil {
		t.Error("of the folder's files the wrong ones are shown")
	}
}

// TestWrong has everything wrong with pages that can be, each told by name.
func TestWrong(t *testing.T) {
	root := fstest.MapFS{
		"README.md":     file("# One\n\n[a](docs/none.md) [b](docs/two.md#nowhere) [c](../outside.md) ![d](none.png) ![e](https://example.com/x.png)\n\n## Here\n\n[f](#there)\n"),
		"docs/two.md":   file("No title.\n"),
		"docs/three.md": file("# Three\n"),
	}
	_, err := newSite(root, []section{{"Start", []string{"README.md", "docs/two.md"}}}).files()
	if err == nil {
		t.Fatal("nothing is wrong")
	}
	for _, want := range []string{
		"README.md: links to docs/none.md, which is not there", "README.md: links to docs/two.md#nowhere, and docs/two.md has no such heading",
		"README.md: links to ../outside.md, which lies outside", "README.md: shows none.png", "README.md: shows https://example.com/x.png",
		"README.md: links to #there", "docs/two.md: has no title", "docs/three.md: is not in the navigation",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("it does not say %q:\n%v", want, err)
		}
	}
	if _, err := newSite(fstest.MapFS{}, navigation).files(); err == nil {
		t.Error("a page that is not there is no error")
	}
	if err := newSite(root, nil).addCommands(fstest.MapFS{}); err == nil {
		t.Error("no pages of commands are no error")
	}
}

func TestGenerate(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "a", "site")
	if err := generate(filepath.Join("..", "..", ".."), "", out); err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(filepath.Join(out, "tutorials", "rl-researcher.html")); err != nil || len(data) < 1000 {
		t.Errorf("%d bytes, %v", len(data), err)
	}
	if err := generate(filepath.Join("..", "..", ".."), "", out); err == nil || !strings.Contains(err.Error(), "exists; remove it") {
		t.Errorf("over a site that is there: %v", err)
	}
	if err := generate(dir, "", filepath.Join(dir, "b")); err == nil {
		t.Error("a folder without pages is no error")
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 {
		t.Errorf("what failed has left %v, %v", left, err)
	}
}
