package gltfio

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/metaspatial/metaspatial/scenes/scenestest"
)

// refused reads a file that must be refused in a bounded time, even on a busy machine.
func refused(t *testing.T, text []byte) *Error {
	t.Helper()
	start := time.Now()
	_, _, err := ReadModel(fstest.MapFS{"x.gltf": {Data: text}}, "x.gltf", Options{})
	if d := time.Since(start); d > 10*time.Second {
		t.Errorf("took %v", d)
	}
	var fault *Error
	if !errors.As(err, &fault) {
		t.Fatalf("%v is not a refusal", err)
	}
	return fault
}

// A GLB cut at any place is refused, for being cut where its frame tells.
func TestTruncatedEverywhere(t *testing.T) {
	fsys := os.DirFS(scenestest.Shared(t, "packs/hard-variants"))
	for _, name := range []string{"couch.webp.glb", "loungeSofa.meshopt.glb"} {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			t.Fatal(err)
		}
		for i := range 200 {
			cut := len(data) * i / 200
			_, _, err := ReadModel(fstest.MapFS{name: {Data: data[:cut]}}, name, Options{})
			var fault *Error
			if !errors.As(err, &fault) || fault.Code == "" || fault.Remedy != remedyCopy {
				t.Fatalf("%s cut at %d of %d: %v", name, cut, len(data), err)
			}
		}
	}
}

// The same file with its length mended, so that the frame does not tell.
func TestTruncatedContent(t *testing.T) {
	data := scenestest.Read(t, "packs/hard-variants/loungeSofa.meshopt.glb")
	text, bin, err := splitGLB(data)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 200 {
		cut := len(bin) * i / 200
		doc := strings.Replace(string(text), fmt.Sprintf(`"byteLength":%d}`, len(bin)), fmt.Sprintf(`"byteLength":%d}`, max(cut, 1)), 1)
		_, _, err := ReadModel(fstest.MapFS{"x.glb": {Data: chunked(doc, bin[:max(cut, 1)])}}, "x.glb", Options{})
		var fault *Error
		if !errors.As(err, &fault) {
			t.Fatalf("cut at %d: %v", cut, err)
		}
	}
}

// chunked makes a GLB.
func chunked(text string, bin []byte) []byte {
	var b bytes.Buffer
	word := func(v int) { b.Write([]byte{byte(v), byte(v >> 8), byte(v >> 16), byte(v >> 24)}) }
	for len(text)%4 != 0 {
		text += " "
	}
	bin = append([]byte(nil), bin...)
	for len(bin)%4 != 0 {
		bin = append(bin, 0)
	}
	b.WriteString("glTF")
	word(2)
	word(12 + 8 + len(text) + 8 + len(bin))
	word(len(text))
	b.WriteString("JSON" + text)
	word(len(bin))
	b.WriteString("BIN\x00")
	b.Write(bin)
	return b.Bytes()
}

func TestHostileDocuments(t *testing.T) {
	many := func(n int, sep string, f func(i int) string) string {
		var b strings.Builder
		for i := range n {
			if i > 0 {
				b.WriteString(sep)
			}
			b.WriteString(f(i))
		}
		return b.String()
	}
	head := `{"asset":{"version":"2.0"}`
	position := `{"bufferView":0,"componentType":5126,"count":4,"type":"VEC3","min":[0,0,0],"max":[2,1,0]}`
	for name, test := range map[string]struct{ text, want string }{
		"deep nesting":         {head + `,"extras":` + strings.Repeat("[", 100000) + strings.Repeat("]", 100000) + "}", "levels"},
		"deep nodes":           {head + `,"nodes":[` + many(100000, ",", func(i int) string { return fmt.Sprintf(`{"children":[%d]}`, i+1) }) + `,{}]}`, "levels deep"},
		"duplicate names":      {head + `,"asset":{"version":"2.0"}}`, `the name "asset" twice`},
		"names not in UTF-8":   {head + ",\"nodes\":[{\"name\":\"\xff\xfe\"}]}", "not UTF-8"},
		"a huge number":        {head + `,"nodes":[{"translation":[1e999,0,0]}]}`, "out of range"},
		"a huge count":         {head + `,"accessors":[{"componentType":5126,"type":"VEC3","count":1000000000}]}`, "is 1000000000"},
		"a count of 10^30":     {head + `,"accessors":[{"componentType":5126,"type":"VEC3","count":1e30}]}`, "count is"},
		"much of nothing":      {head + `,"accessors":[{"componentType":5126,"type":"MAT4","count":90000000}]}`, "count is"},
		"many empty accessors": {head + `,"accessors":[` + many(1000, ",", func(int) string { return `{"componentType":5126,"type":"MAT4","count":2000000}` }) + `]}`, "together"},
		"one buffer, many claims": {head + `,"buffers":[` + dataURI(make([]byte, 1<<20)) + `],"bufferViews":[{"buffer":0,"byteLength":1048576}],"accessors":[` +
			many(1000, ",", func(int) string { return `{"bufferView":0,"componentType":5121,"type":"SCALAR","count":1048576}` }) + `]}`, "together"},
		"a long offset": {head + `,"buffers":[` + dataURI(square) + `],"bufferViews":[{"buffer":0,"byteOffset":9007199254740992,"byteLength":9007199254740992}]}`, "spans bytes"},
		"many instances": {head + `,"nodes":[` + many(100000, ",", func(int) string { return `{"mesh":0}` }) + `],"meshes":[{"primitives":[` +
			many(20, ",", func(int) string { return `{"attributes":{"POSITION":0},"mode":5}` }) + `]}],"buffers":[` + dataURI(square) +
			`],"bufferViews":[{"buffer":0,"byteLength":48}],"accessors":[` + position + `]}`, "more than"},
		"many values": {head + `,"extras":[` + many(3<<20, ",", func(int) string { return "0" }) + `]}`, "values"},
	} {
		t.Run(name, func(t *testing.T) {
			if fault := refused(t, []byte(test.text)); !strings.Contains(fault.Reason, test.want) {
				t.Errorf("got %v, want %q", fault, test.want)
			}
		})
	}
}

// However many things are left out, a person can read what.
func TestWarningsAreBounded(t *testing.T) {
	points := strings.Repeat(`{"attributes":{"POSITION":0},"mode":0},`, 50000)
	text := strings.Replace(string(document{}.text()), `"primitives":[`, `"primitives":[`+points, 1)
	_, info := read(t, []byte(text), Options{})
	if n := len(info.Warnings); n != maxWarnings || info.Warnings[n-1] != "there is more that cannot be read" {
		t.Errorf("%d warnings", n)
	}
}

// A pipe is not waited for.
func TestPipes(t *testing.T) {
	fsys := fstest.MapFS{
		"pipe.glb": {Mode: fs.ModeNamedPipe}, "pipe.bin": {Mode: fs.ModeNamedPipe},
		"x.gltf": {Data: document{buffer: `{"byteLength":48,"uri":"pipe.bin"}`}.text()},
	}
	for _, name := range []string{"pipe.glb", "x.gltf"} {
		if _, _, err := ReadModel(fsys, name, Options{}); err == nil {
			t.Errorf("%s was read", name)
		}
	}
}

// A file system confined to the pack does not follow links out of it.
func TestLinksOutOfThePack(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	if err := os.WriteFile(outside+"/secret.bin", make([]byte, 48), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside+"/secret.bin", dir+"/inside.bin"); err != nil {
		t.Skip("no symbolic links here")
	}
	if err := os.WriteFile(dir+"/x.gltf", document{buffer: `{"byteLength":48,"uri":"inside.bin"}`}.text(), 0o600); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	if _, _, err := ReadModel(root.FS(), "x.gltf", Options{}); err == nil || !strings.Contains(err.Error(), "cannot read inside.bin") {
		t.Errorf("got %v", err)
	}
}
