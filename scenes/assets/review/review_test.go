package review

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/assets/internal/packtest"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// chair is an asset of which everything is sure but what change says.
func chair(id string, change func(*assets.Asset)) assets.Asset {
	pack, name, _ := strings.Cut(id, "/")
	yes := assets.Reason{Why: "it is so", Confidence: 0.9}
	a := assets.Asset{
		ID: id, Pack: pack, Name: name, File: name + ".glb", Category: "chair", Known: true,
		Size: scenes.Vec3{.5, .5, .9}, Scale: 1, Front: "+Z", Up: "+Y", Mount: scenes.OnFloor,
		SupportHeights: []float64{.45}, Triangles: 24, Licence: "CC0-1.0",
		Evidence: assets.Evidence{Category: yes, Scale: yes, Front: yes, Up: yes, Mount: yes, Support: yes, Sides: yes, Licence: yes},
	}
	if change != nil {
		change(&a)
	}
	return a
}

func libraryOf(t *testing.T, list ...assets.Asset) *assets.Library {
	t.Helper()
	lib, err := assets.New(list, func(a assets.Asset) func() (*mesh.Model, error) {
		return func() (*mesh.Model, error) {
			if strings.Contains(a.Name, "broken") {
				return nil, errors.New("its blob is gone")
			}
			return centred(packtest.Chair(1, "behind")), nil
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

// centred puts the middle of a model's box at the origin.
func centred(m *mesh.Model) *mesh.Model {
	for i := range m.Parts[0].Positions {
		m.Parts[0].Positions[i][2] -= m.Size[2] / 2
	}
	return m
}

// pages writes a review and returns its pages in order.
func pages(t *testing.T, lib *assets.Library, o Options) (*Stats, []string) {
	t.Helper()
	var out []string
	stats, err := Write(t.Context(), lib, o, func(name string, page []byte) error {
		out = append(out, string(page))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(stats.Pages) != len(out) {
		t.Fatalf("%d pages named, %d written", len(stats.Pages), len(out))
	}
	return stats, out
}

var cardTag = regexp.MustCompile(`<article class="card(?: look)?" data-name="([^"]*)"`)

func cardsOf(page string) (ids []string) {
	for _, m := range cardTag.FindAllStringSubmatch(page, -1) {
		ids = append(ids, m[1])
	}
	return ids
}

// wellFormed checks that every element is closed where it should be.
func wellFormed(t *testing.T, page string) {
	t.Helper()
	for _, raw := range []string{"script", "style"} {
		page = regexp.MustCompile(`(?s)<`+raw+`>.*?</`+raw+`>`).ReplaceAllString(page, "")
	}
	dec := xml.NewDecoder(strings.NewReader(strings.TrimPrefix(page, "<!doctype html>")))
	dec.Strict, dec.AutoClose, dec.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	var open []string
	for {
		token, err := dec.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("the page is not well formed: %v", err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			open = append(open, e.Name.Local)
		case xml.EndElement:
			if n := len(open); n == 0 || open[n-1] != e.Name.Local {
				t.Fatalf("</%s> closes %v", e.Name.Local, open)
			}
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		t.Errorf("%v are never closed", open)
	}
}

func TestDoubtsComeFirst(t *testing.T) {
	lib := libraryOf(t,
		chair("p/a_sure", nil),
		chair("p/b_front", func(a *assets.Asset) { a.Evidence.Front = assets.Reason{Why: "nothing tells", Confidence: .2} }),
		chair("p/c_category", func(a *assets.Asset) { a.Evidence.Category = assets.Reason{Why: "the shape alone", Confidence: .1} }),
		chair("p/d_unknown", func(a *assets.Asset) {
			a.Category, a.Known, a.Evidence.Category = "thing", false, assets.Reason{Why: "no known class", Confidence: 0}
		}),
		chair("p/e_warned", func(a *assets.Asset) { a.Warnings = []string{"a texture is missing"} }),
		chair("p/f_broken", nil),
		chair("p/g_likely", func(a *assets.Asset) { a.Evidence.Scale.Confidence = .6 }),
		chair("p/h_said", func(a *assets.Asset) { a.Evidence.Category.Confidence = 1 }),
		chair("p/i_silent", func(a *assets.Asset) { a.Evidence = assets.Evidence{} }),
	)
	stats, out := pages(t, lib, Options{})
	want := []string{"p/f_broken", "p/d_unknown", "p/c_category", "p/b_front", "p/e_warned", "p/g_likely", "p/a_sure", "p/h_said", "p/i_silent"}
	if diff := cmp.Diff(want, cardsOf(out[0])); diff != "" {
		t.Errorf("order of the cards (-want +got):\n%s", diff)
	}
	if got := *stats; got.Assets != 9 || got.Look != 5 || got.WithoutPicture != 1 || got.Bytes != int64(len(out[0])) {
		t.Errorf("stats %+v", got)
	}
	if n := strings.Count(out[0], `<article class="card look"`); n != 5 {
		t.Errorf("%d cards to look at, want 5", n)
	}
	for _, text := range []string{"its blob is gone", "&#34;thing&#34; is no known category", "front is a guess: nothing tells", "a texture is missing", "Look at these", "Probably right"} {
		if !strings.Contains(out[0], text) {
			t.Errorf("the page lacks %q", text)
		}
	}
	wellFormed(t, out[0])
}

func TestFrontOfWhatHasNoneIsNoDoubt(t *testing.T) {
	rug := chair("p/rug", func(a *assets.Asset) { a.Category = "rug"; a.Evidence.Front.Confidence = 0 })
	if d := doubtOf(&rug, nil, nil); len(d.reasons) > 0 {
		t.Errorf("a rug is doubted: %q", d.reasons)
	}
	thing := chair("p/thing", func(a *assets.Asset) { a.Evidence.Front.Confidence = 0 })
	if d := doubtOf(&thing, nil, nil); len(d.reasons) != 1 {
		t.Errorf("a chair without a front has reasons %q", d.reasons)
	}
}

func TestDoubtWeights(t *testing.T) {
	set := func(r *assets.Reason) { r.Confidence = 0 }
	scores := map[string]float64{}
	base := chair("p/a", nil)
	for _, p := range properties {
		a := chair("p/a", nil)
		set(p.of(&a.Evidence))
		scores[p.name] = doubtOf(&a, nil, nil).score - doubtOf(&base, nil, nil).score
	}
	for _, p := range properties {
		if got := scores[p.name]; math.Abs(got-.9*p.weight) > 1e-9 {
			t.Errorf("a guessed %s adds %.3f, want %.3f", p.name, got, .9*p.weight)
		}
	}
	for _, c := range []float64{math.NaN(), math.Inf(1), math.Inf(-1), -3, 7} {
		a := chair("p/a", func(a *assets.Asset) { a.Evidence.Category.Confidence = c })
		if s := doubtOf(&a, nil, nil).score; !(s >= 0 && s < 100) {
			t.Errorf("confidence %v gives the doubt %v", c, s)
		}
	}
}

func TestHostileNames(t *testing.T) {
	const evil = `<script>alert(1)</script>"'&` + "\u202e\x00\xff`"
	a := chair("p/"+evil, func(a *assets.Asset) {
		a.Category, a.Known, a.File, a.Licence, a.Author, a.Front = evil, false, evil, evil, evil, evil
		a.Tags, a.Warnings, a.Joints = []string{evil}, []string{evil}, []assets.Joint{{Node: evil, Kind: evil}}
		a.Evidence.Category.Why, a.Evidence.Scale.Why = evil, evil
		a.Mount, a.Up, a.Sides = scenes.Support(evil), evil, []string{evil}
	})
	b := chair("javascript:alert(1)/x", func(a *assets.Asset) { a.Pack = evil })
	_, out := pages(t, libraryOf(t, a, b), Options{Library: evil, Name: "a<b.html", Refused: []Refusal{{evil, evil, evil, evil}}})
	if n := strings.Count(out[0], "<script>"); n != 1 {
		t.Errorf("%d scripts on the page, want its own", n)
	}
	for _, bad := range []string{"alert(1)</script>", "\u202e", "\x00", "\xff"} {
		if strings.Contains(out[0], bad) {
			t.Errorf("the page holds %q", bad)
		}
	}
	wellFormed(t, out[0])
}

func TestEndlessTexts(t *testing.T) {
	long := strings.Repeat("ü", 1<<20)
	a := chair("p/a", func(a *assets.Asset) {
		a.File, a.Author, a.Evidence.Front.Why = long, long, long
		for range 1000 {
			a.Warnings, a.Tags = append(a.Warnings, "strange"), append(a.Tags, "word")
		}
	})
	stats, out := pages(t, libraryOf(t, a), Options{Size: MinSize})
	if stats.Bytes > 4<<20 || !strings.Contains(out[0], "992 more") {
		t.Errorf("a page of %d bytes", stats.Bytes)
	}
	wellFormed(t, out[0])
}

func TestPagesLoadNothing(t *testing.T) {
	_, out := pages(t, libraryOf(t, chair("p/a", nil)), Options{})
	for _, m := range regexp.MustCompile(`(?:src|href|action|url)\s*[=(]\s*"?([^">)]*)`).FindAllStringSubmatch(out[0], -1) {
		if !strings.HasPrefix(m[1], "data:image/") {
			t.Errorf("the page refers to %.40q", m[1])
		}
	}
	if n := strings.Count(out[0], `loading="lazy"`); n != 3 {
		t.Errorf("%d lazy pictures, want 3", n)
	}
	if !strings.Contains(out[0], "Content-Security-Policy") {
		t.Error("the page may load what it likes")
	}
}

func TestEqualLibrariesGiveEqualPages(t *testing.T) {
	var list []assets.Asset
	for i := range 23 {
		list = append(list, chair(fmt.Sprintf("p%d/chair_%d", i%3, i), func(a *assets.Asset) { a.Evidence.Front.Confidence = float64(i%5) / 5 }))
	}
	_, first := pages(t, libraryOf(t, slices.Clone(list)...), Options{Workers: 1, PerPage: 10, Size: MinSize})
	slices.Reverse(list)
	_, second := pages(t, libraryOf(t, list...), Options{Workers: 4, PerPage: 10, Size: MinSize})
	if !slices.Equal(first, second) {
		t.Error("the number of workers or the order of the assets changes the pages")
	}
}

func TestManyAssetsFillSeveralPages(t *testing.T) {
	var list []assets.Asset
	for i := range 7 {
		list = append(list, chair(fmt.Sprintf("p/%d", i), func(a *assets.Asset) { a.Evidence.Front.Confidence = float64(i) / 10 }))
	}
	stats, out := pages(t, libraryOf(t, list...), Options{Name: "my sheet.html", PerPage: 3, Size: MinSize})
	if diff := cmp.Diff([]string{"my sheet.html", "my sheet-2.html", "my sheet-3.html"}, stats.Pages); diff != "" {
		t.Error(diff)
	}
	var all []string
	for i, p := range out {
		all = append(all, cardsOf(p)...)
		wellFormed(t, p)
		for k, name := range []string{"my%20sheet.html", "my%20sheet-2.html", "my%20sheet-3.html"} {
			if linked := strings.Contains(p, `href="`+name+`"`); linked == (i == k) {
				t.Errorf("page %d: a link to %s: %v", i+1, name, linked)
			}
		}
	}
	if diff := cmp.Diff([]string{"p/0", "p/1", "p/2", "p/3", "p/4", "p/5", "p/6"}, all); diff != "" {
		t.Errorf("cards over all pages (-want +got):\n%s", diff)
	}
}

func TestStopping(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	var list []assets.Asset
	for i := range 50 {
		list = append(list, chair(fmt.Sprintf("p/%d", i), nil))
	}
	enough := errors.New("enough")
	_, err := Write(ctx, libraryOf(t, list...), Options{Workers: 2, Size: MinSize, Progress: func(done, total int, id string) {
		if total != 50 || id == "" {
			t.Errorf("progress %d of %d, %q", done, total, id)
		}
		if done == 3 {
			cancel(enough)
		}
	}}, func(string, []byte) error { t.Error("a page of a review that was stopped"); return nil })
	if !errors.Is(err, enough) {
		t.Errorf("the review ended with %v", err)
	}
}

func TestRefusals(t *testing.T) {
	lib := libraryOf(t, chair("kitchen/a", nil))
	full := errors.New("disk is full")
	for name, c := range map[string]struct {
		opts Options
		want string
	}{
		"size":      {Options{Size: 9}, "use 48 to 512"},
		"per page":  {Options{PerPage: -1}, "use 1 or more"},
		"near pack": {Options{Pack: "kitchn"}, `did you mean "kitchen"?`},
		"far pack":  {Options{Pack: "dungeon"}, "it has kitchen"},
		"disk":      {Options{}, "disk is full"},
	} {
		_, err := Write(t.Context(), lib, c.opts, func(string, []byte) error { return full })
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	if _, err := Write(t.Context(), libraryOf(t), Options{}, func(string, []byte) error { return nil }); err == nil || !strings.Contains(err.Error(), "import a pack") {
		t.Errorf("an empty library: %v", err)
	}
}

func TestOnePack(t *testing.T) {
	_, out := pages(t, libraryOf(t, chair("p/a", nil), chair("q/b", nil)), Options{Pack: "q"})
	if diff := cmp.Diff([]string{"q/b"}, cardsOf(out[0])); diff != "" {
		t.Error(diff)
	}
}

func TestRefusedFilesAreListed(t *testing.T) {
	lib := libraryOf(t, chair("p/a", nil), chair("q/b", nil))
	refused := []Refusal{{"p", "sofa.glb", "is cut off", "download it again"}, {"q", "bed.glb", "is empty", "delete it"}}
	_, out := pages(t, lib, Options{Refused: refused, PerPage: 1, Size: MinSize})
	for _, text := range []string{"sofa.glb", "is cut off", "download it again", "bed.glb"} {
		if !strings.Contains(out[0], text) || strings.Contains(out[1], text) {
			t.Errorf("%q belongs on the first page", text)
		}
	}
	if _, out = pages(t, lib, Options{Refused: refused, Pack: "q", Size: MinSize}); strings.Contains(out[0], "sofa.glb") {
		t.Error("the review of one pack lists a file of another")
	}
}

func TestPackSummary(t *testing.T) {
	a := chair("p/a", func(a *assets.Asset) { a.Scale, a.Author = .7, "Ada" })
	b := chair("p/b", func(a *assets.Asset) { a.Scale, a.Author = .7, "Ada" })
	c := chair("p/c", func(a *assets.Asset) { a.Scale, a.Licence = 1, "unknown" })
	_, out := pages(t, libraryOf(t, a, b, c), Options{})
	for _, text := range []string{"0.7 m per unit", "1 asset of another scale", "1 unknown", "author: Ada", "scale: 0.7"} {
		if !strings.Contains(out[0], text) {
			t.Errorf("the summary lacks %q", text)
		}
	}
	if strings.Contains(out[0], "A guess for the whole pack") {
		t.Error("a sure scale is doubted")
	}
	if bytes.Contains([]byte(out[0]), []byte("<no value>")) {
		t.Error("the template asks for what is not there")
	}
}

func TestGuessedScaleOfAPackIsSaidOnce(t *testing.T) {
	var list []assets.Asset
	for i := range 5 {
		list = append(list, chair(fmt.Sprintf("p/%d", i), func(a *assets.Asset) {
			a.Evidence.Scale = assets.Reason{Why: "nothing tells", Confidence: .2}
			if i == 3 {
				a.Evidence.Scale.Why = "a guess of its own"
			}
		}))
	}
	stats, out := pages(t, libraryOf(t, list...), Options{Size: MinSize})
	if n := strings.Count(out[0], "A guess for the whole pack"); n != 1 || stats.Look != 1 || cardsOf(out[0])[0] != "p/3" {
		t.Errorf("the pack is doubted %d times, %d assets are, first %s", n, stats.Look, cardsOf(out[0])[0])
	}
}
