package review

import (
	"bytes"
	"cmp"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"html/template"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/near"
)

// Options of a review; the zero value is right for most.
type Options struct {
	// Name is the file name of the first page, "review.html" when empty; the
	// others get -2, -3 and so on before the extension.
	Name string
	// Pack keeps to one pack.
	Pack string
	// Library is the library's folder as the commands on the page name it.
	Library string
	// Size is the side of the thumbnails in pixels, from MinSize to MaxSize; 0
	// means 160.
	Size int
	// PerPage bounds the assets on a page; 0 means 2000.
	PerPage int
	// Refused are the files that the importer did not take; those of the chosen
	// packs are listed.
	Refused []Refusal
	// Workers bounds the assets that are drawn at once; 0 means one per
	// processor.
	Workers int
	// Progress, if set, is called after every asset, from one goroutine at a
	// time.
	Progress func(done, total int, id string)
}

// Refusal is a file that was not taken, why, and what to do.
type Refusal struct{ Pack, File, Reason, Remedy string }

// Stats say what was written.
type Stats struct {
	Assets int `json:"assets"`
	// Look is how many assets a person should look at.
	Look int `json:"look"`
	// WithoutPicture is how many of all the assets cannot be drawn.
	WithoutPicture int `json:"without_picture"`
	// Pages are the names of the pages.
	Pages []string `json:"pages"`
	Bytes int64    `json:"bytes"`
}

// mark is what every page begins with within headLength bytes, and hardly
// anything else does.
const (
	mark       = `<meta name="generator" content="metaspatial assets review">`
	headLength = 256
)

// Mine reports whether a file that is read is a page that Write made.
func Mine(r io.Reader) bool {
	head, err := io.ReadAll(io.LimitReader(r, headLength))
	return err == nil && bytes.Contains(head, []byte(mark))
}

// defaultPage is how many assets a page holds: about 20 MB.
const defaultPage = 2000

//go:embed review.html
var source string

var sheetPage = template.Must(template.New("review").Funcs(template.FuncMap{
	"thousands": thousands, "count": count, "inc": func(i int) int { return i + 1 },
}).Parse(source))

// page is what one page is made of.
type page struct {
	Name    string
	Number  int
	Pages   []string
	Library string
	// The counts are those of the whole review.
	Assets, LookAll, Unknown, Warned, Undrawn int
	Packs                                     []*pack
	Categories                                []string
	Refused                                   []Refusal
	Look, Right                               []*card
	Legend                                    []trust
}

// Sound is how many assets are probably right.
func (p page) Sound() int { return p.Assets - p.LookAll }

// Write makes the review of a library and hands every page to save, the first
// one first. Memory is bounded by the pictures, about 8 kB an asset, and by one
// page. An asset that cannot be drawn is shown as such; an error means that the
// review is not whole.
func Write(ctx context.Context, lib *assets.Library, opts Options, save func(name string, page []byte) error) (*Stats, error) {
	opts.Name, opts.Size, opts.PerPage = cmp.Or(opts.Name, "review.html"), cmp.Or(opts.Size, defaultSize), cmp.Or(opts.PerPage, defaultPage)
	if opts.Size < MinSize || opts.Size > MaxSize {
		return nil, fmt.Errorf("thumbnails cannot have a side of %d px; use %d to %d", opts.Size, MinSize, MaxSize)
	}
	if opts.PerPage < 1 {
		return nil, fmt.Errorf("a page of %d assets cannot be written; use 1 or more", opts.PerPage)
	}
	list, err := choose(lib, opts.Pack)
	if err != nil {
		return nil, err
	}
	pictures, err := drawAll(ctx, lib, list, opts)
	if err != nil {
		return nil, err
	}
	packs, cards := packsOf(list, pictures, opts)
	all := page{Library: legible(opts.Library), Assets: len(list), Packs: packs, Legend: []trust{guessed, likely, sure, said}}
	for _, p := range all.Packs {
		all.LookAll += p.Look
		all.Unknown += p.Unknown
		all.Warned += p.Warned
		all.Undrawn += p.Undrawn
	}
	for _, r := range opts.Refused {
		if opts.Pack == "" || r.Pack == opts.Pack {
			all.Refused = append(all.Refused, Refusal{legible(r.Pack), legible(r.File), legible(r.Reason), legible(r.Remedy)})
		}
	}
	slices.SortStableFunc(cards, byDoubt)
	stats := &Stats{Assets: all.Assets, Look: all.LookAll, WithoutPicture: all.Undrawn}
	for i := range max(1, (len(cards)+opts.PerPage-1)/opts.PerPage) {
		all.Pages = append(all.Pages, pageName(opts.Name, i))
	}
	stats.Pages = all.Pages
	for i, name := range all.Pages {
		if ctx.Err() != nil {
			return nil, fmt.Errorf("the review was stopped: %w", context.Cause(ctx))
		}
		text, err := all.render(i, cards[i*opts.PerPage:min((i+1)*opts.PerPage, len(cards))])
		if err != nil {
			return nil, err
		}
		stats.Bytes += int64(len(text))
		if err := save(name, text); err != nil {
			return nil, err
		}
	}
	return stats, nil
}

// choose returns the assets of a pack, or all, sorted by pack.
func choose(lib *assets.Library, name string) ([]assets.Asset, error) {
	list := lib.Assets()
	if len(list) == 0 {
		return nil, errors.New("the library holds no assets; import a pack first")
	}
	var packs []string
	for _, a := range list {
		packs = append(packs, a.Pack)
	}
	slices.Sort(packs)
	packs = slices.Compact(packs)
	if name != "" && !slices.Contains(packs, name) {
		if n := near.Nearest(name, packs); n != "" {
			return nil, fmt.Errorf("the library has no pack %q; did you mean %q?", name, n)
		}
		return nil, fmt.Errorf("the library has no pack %q; it has %s", name, strings.Join(packs[:min(len(packs), 20)], ", "))
	}
	if name != "" {
		list = slices.DeleteFunc(list, func(a assets.Asset) bool { return a.Pack != name })
	}
	slices.SortStableFunc(list, func(a, b assets.Asset) int { return strings.Compare(a.Pack, b.Pack) })
	return list, nil
}

// byDoubt puts what a person should look at before the rest, and in both the
// greater doubt first.
func byDoubt(a, b *card) int {
	return cmp.Or(
		one(len(b.doubt.reasons) > 0)-one(len(a.doubt.reasons) > 0),
		cmp.Compare(b.doubt.score, a.doubt.score),
		strings.Compare(a.asset.ID, b.asset.ID),
	)
}

// render makes page i of the given cards.
func (p page) render(i int, cards []*card) ([]byte, error) {
	p.Name, p.Number = p.Pages[i], i+1
	for _, c := range cards {
		p.Categories = append(p.Categories, c.Category())
		if len(c.doubt.reasons) > 0 {
			p.Look = append(p.Look, c)
		} else {
			p.Right = append(p.Right, c)
		}
	}
	slices.Sort(p.Categories)
	p.Categories = slices.Compact(p.Categories)
	var b bytes.Buffer
	if err := sheetPage.Execute(&b, p); err != nil {
		return nil, fmt.Errorf("writing %s: %w", p.Name, err)
	}
	return b.Bytes(), nil
}

// pageName numbers the pages after the first.
func pageName(first string, i int) string {
	if i == 0 {
		return first
	}
	ext := path.Ext(first)
	return fmt.Sprintf("%s-%d%s", strings.TrimSuffix(first, ext), i+1, ext)
}
