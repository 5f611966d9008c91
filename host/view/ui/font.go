package ui

import (
	"bytes"
	"compress/gzip"
	"embed"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/go-text/typesetting/font"
)

//go:embed font/*.otf font/*.ttf font/*.gz
var fontFiles embed.FS

// face is a font file, read when a text first needs it.
type face struct {
	file string
	once sync.Once
	font *font.Font
}

func (f *face) load() *font.Font {
	f.once.Do(func() {
		data, err := fontFiles.ReadFile("font/" + f.file)
		if err == nil && strings.HasSuffix(f.file, ".gz") {
			var z *gzip.Reader
			if z, err = gzip.NewReader(bytes.NewReader(data)); err == nil {
				data, err = io.ReadAll(z)
			}
		}
		var parsed *font.Face
		if err == nil {
			parsed, err = font.ParseTTF(bytes.NewReader(data))
		}
		if err != nil {
			// The files are part of the program.
			panic(fmt.Sprintf("ui: read the embedded font %s: %v", f.file, err))
		}
		f.font = parsed.Font
	})
	return f.font
}

// The fonts of the program: the letters of most texts in two weights, then what
// stands in for scripts that those lack, in the order they are asked.
var (
	regular   = &face{file: "Inter-Regular.otf"}
	semibold  = &face{file: "Inter-SemiBold.otf"}
	fallbacks = []*face{
		{file: "NotoSansArabic-Regular.ttf"}, {file: "NotoSansHebrew-Regular.ttf"},
		{file: "NotoSansThai-Regular.ttf"}, {file: "NotoSansDevanagari-Regular.ttf"},
		{file: "NanumSquareR.ttf.gz"},
		{file: "DroidSansFallbackFull.ttf.gz"},
	}
)

// scripts are the blocks of the fallbacks but the last, which has the rest: a
// file is read only when a letter of its block comes.
var scripts = [][2]rune{{0x600, 0x8ff}, {0x590, 0x5ff}, {0xe00, 0xe7f}, {0x900, 0x97f}, {0xac00, 0xd7a3}}

// fontmap chooses the face of a letter for one weight.
type fontmap struct {
	main  *font.Face
	other []*font.Face
}

func newFontmap(bold bool) *fontmap {
	f := regular
	if bold {
		f = semibold
	}
	return &fontmap{main: font.NewFace(f.load()), other: make([]*font.Face, len(fallbacks))}
}

// ResolveFace implements shaping.Fontmap.
func (m *fontmap) ResolveFace(r rune) *font.Face {
	if _, ok := m.main.NominalGlyph(r); ok || r < 0x250 {
		return m.main
	}
	last := len(fallbacks) - 1
	which := last
	for i, s := range scripts {
		if r >= s[0] && r <= s[1] || r >= 0xfb50 && r <= 0xfefc && i == 0 {
			which = i
		}
	}
	if m.other[which] == nil {
		m.other[which] = font.NewFace(fallbacks[which].load())
	}
	if _, ok := m.other[which].NominalGlyph(r); ok {
		return m.other[which]
	}
	return m.main
}
