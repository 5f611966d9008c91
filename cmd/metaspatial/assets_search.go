package main

import (
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/assets/search"
	"github.com/metaspatial/metaspatial/sdk/schema"
)

// searchFlags are the flags of assets search.
type searchFlags struct {
	library, mount, like string
	min, max             [3]float64
	query                search.Query
}

// foundAsset is a hit as assets search prints it.
type foundAsset struct {
	ID       string      `json:"id"`
	Category string      `json:"category"`
	Size     scenes.Vec3 `json:"size_m"`
	Mount    string      `json:"mount"`
	Pack     string      `json:"pack"`
	Licence  string      `json:"licence"`
	Score    float64     `json:"score"`
	Why      string      `json:"why"`
}

func newAssetsSearch() *cobra.Command {
	f := searchFlags{}
	cmd := &cobra.Command{
		Use:   "search [TEXT] [--library DIR]",
		Short: "Find assets by words, sizes and likeness",
		Long: `Find assets by words, sizes and likeness.

The noun names the kind, by any of its names, and comes first; words of
material, colour and the rest decide between assets of the kind. Sizes in the
text count: "desk under 1.2 m wide", "60 cm stool", "small table". --like finds
what can stand in for an asset: of its mount, like it in size, the closest kinds
first. docs/packs.md has the rules.`,
		Example: `  metaspatial assets search "wooden chair" --max-width 0.6
  metaspatial assets search "table under 80 cm high" --library furniture-library --json
  metaspatial assets search --like starter/chair`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usage("%q is one argument too many; put the words in quotes; see %s --help", args[1], cmd.CommandPath())
			}
			return nil
		},
	}
	fl := cmd.Flags()
	fl.StringVar(&f.library, "library", "", "imported asset library; default: the starter kit")
	for k, name := range [3]string{"width", "depth", "height"} {
		fl.Float64Var(&f.max[k], "max-"+name, 0, "largest "+name+" in metres")
		fl.Float64Var(&f.min[k], "min-"+name, 0, "smallest "+name+" in metres")
	}
	fl.StringVar(&f.query.Category, "category", "", "only this class, by its name or a synonym: chair, coffee_table")
	fl.StringVar(&f.query.Pack, "pack", "", "only this pack")
	fl.StringVar(&f.mount, "mount", "", "only what this carries: floor, wall, ceiling or object")
	fl.StringVar(&f.query.Licence, "licence", "", "only under this licence: CC0-1.0")
	fl.StringArrayVar(&f.query.Tags, "tag", nil, "only with this tag, material or colour (repeatable)")
	fl.StringVar(&f.like, "like", "", "id of an asset to find others like")
	fl.IntVar(&f.query.Limit, "limit", 20, "how many to list")
	asJSON := jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) == 1 {
			f.query.Text = args[0]
		}
		if err := f.check(cmd); err != nil {
			return err
		}
		lib, err := run.Library(f.library)
		if err != nil {
			return badInput(err)
		}
		hits, err := f.find(lib)
		if err != nil {
			return badInput(err)
		}
		if *asJSON {
			out := []foundAsset{}
			for _, h := range hits {
				a := h.Asset
				out = append(out, foundAsset{a.ID, a.Category, a.Size, string(a.Mount), a.Pack, a.Licence, h.Score, h.Why})
			}
			return printJSON(cmd, out)
		}
		printHits(cmd.OutOrStdout(), hits)
		return nil
	}
	return cmd
}

// check reports what is wrong with the flags and fills in the query.
func (f *searchFlags) check(cmd *cobra.Command) error {
	for k, name := range [3]string{"width", "depth", "height"} {
		for _, b := range []struct {
			flag string
			v    float64
		}{{"max-" + name, f.max[k]}, {"min-" + name, f.min[k]}} {
			if cmd.Flags().Changed(b.flag) && (!(b.v > 0) || math.IsInf(b.v, 0)) {
				return usage("--%s must be a positive number of metres, not %v", b.flag, b.v)
			}
		}
	}
	f.query.MinSize, f.query.MaxSize, f.query.Mount = f.min, f.max, scenes.Support(f.mount)
	mounts := []string{string(scenes.OnFloor), string(scenes.OnWall), string(scenes.OnCeiling), string(scenes.OnObject)}
	switch {
	case f.mount != "" && !slices.Contains(mounts, f.mount):
		return usage("--mount is %q; use %s", f.mount, strings.Join(mounts, ", "))
	case f.query.Limit < 1:
		return usage("--limit must be at least 1, not %d", f.query.Limit)
	case f.like != "" && strings.TrimSpace(f.query.Text) != "":
		return usage("name either words or --like; see %s --help", cmd.CommandPath())
	}
	return nil
}

// find answers the query. Nothing found is an error that names what is near.
func (f *searchFlags) find(lib *assets.Library) ([]search.Hit, error) {
	index := search.New(lib.Assets())
	if err := index.Check(f.query); err != nil {
		return nil, err
	}
	if err := f.unknown(lib); err != nil {
		return nil, err
	}
	if f.like != "" {
		a, err := assetOf(lib, f.like)
		if err != nil {
			return nil, err
		}
		if hits := f.alike(index, a); len(hits) > 0 {
			return hits, nil
		}
		return nil, fmt.Errorf("nothing else in the library is like %s (%s, %s); search by words instead", a.ID, a.Category, search.Metres(a.Size))
	}
	hits := index.Find(f.query)
	if len(hits) > 0 {
		return hits, nil
	}
	switch {
	case f.query.Text == "":
		return nil, errors.New("nothing in the library is within these bounds; widen them")
	case len(index.Find(search.Query{Text: f.query.Text, Limit: 1})) > 0:
		return nil, fmt.Errorf("nothing in the library that fits %q is within these bounds; widen them", f.query.Text)
	}
	return nil, index.Miss(f.query.Text)
}

// alike finds the assets like the given one that the other flags allow.
func (f *searchFlags) alike(index *search.Index, a assets.Asset) []search.Hit {
	all := f.query
	all.Limit = 0
	allowed := map[string]bool{}
	for _, h := range index.Find(all) {
		allowed[h.Asset.ID] = true
	}
	hits := slices.DeleteFunc(index.Like(a, 0), func(h search.Hit) bool { return !allowed[h.Asset.ID] })
	return hits[:min(len(hits), f.query.Limit)]
}

// unknown reports a pack that the library does not have at all.
func (f *searchFlags) unknown(lib *assets.Library) error {
	if f.query.Pack == "" {
		return nil
	}
	var packs []string
	for _, a := range lib.Assets() {
		if a.Pack == f.query.Pack {
			return nil
		}
		packs = append(packs, a.Pack)
	}
	if near := schema.Nearest(f.query.Pack, packs); near != "" {
		return fmt.Errorf("the library has no pack %q; did you mean %q?", f.query.Pack, near)
	}
	return fmt.Errorf("the library has no pack %q; leave it out, or see which there are with: metaspatial assets search", f.query.Pack)
}

// assetOf finds an asset by its id.
func assetOf(lib *assets.Library, id string) (assets.Asset, error) {
	if a, ok := lib.Find(id); ok {
		return a, nil
	}
	var ids []string
	for _, a := range lib.Assets() {
		ids = append(ids, a.ID)
	}
	if near := schema.Nearest(id, ids); near != "" {
		return assets.Asset{}, fmt.Errorf("the library has no asset %q; did you mean %q?", id, near)
	}
	return assets.Asset{}, fmt.Errorf("the library has no asset %q; find its id with: metaspatial assets search", id)
}

func printHits(w io.Writer, hits []search.Hit) {
	var rows [][]string
	for _, h := range hits {
		a := h.Asset
		rows = append(rows, []string{a.ID, a.Category, search.Metres(a.Size), a.Pack, h.Why})
	}
	printColumns(w, []string{"asset", "category", "right × front × up", "pack", "why"}, rows, 1)
}
