package importer

import (
	"context"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/assets/semantics"
	"github.com/metaspatial/metaspatial/scenes/assets/store"
)

// shelf is where a pack's files go.
type shelf interface {
	// known returns what an earlier import found out.
	known(ctx context.Context) (map[string]store.File, error)
	// claim enters the pack, before its files.
	claim(ctx context.Context) error
	// forget drops files.
	forget(ctx context.Context, paths []string) error
	// restamp notes new times of files that are otherwise the same.
	restamp(ctx context.Context, files []store.File) error
	// put keeps files: when it returns nil they are safe.
	put(ctx context.Context, files []store.File, facts []*semantics.Facts) error
	// settle makes assets of everything put and says what holds for all.
	settle(ctx context.Context) (store.Found, error)
}

// stored keeps a pack in a library.
type stored struct {
	lib  *store.Store
	pack store.Pack
	// replace puts the pack in the place of another one of its name.
	replace bool
}

func (s *stored) known(ctx context.Context) (map[string]store.File, error) {
	return s.lib.Files(ctx, s.pack.Name)
}

func (s *stored) claim(ctx context.Context) error { return s.lib.Claim(ctx, s.pack, s.replace) }

func (s *stored) forget(ctx context.Context, paths []string) error {
	return s.lib.Forget(ctx, s.pack.Name, paths)
}

func (s *stored) restamp(ctx context.Context, files []store.File) error {
	return s.lib.Restamp(ctx, s.pack.Name, files)
}

func (s *stored) put(ctx context.Context, files []store.File, _ []*semantics.Facts) error {
	return s.lib.Put(ctx, s.pack.Name, files)
}

func (s *stored) settle(ctx context.Context) (store.Found, error) {
	return s.lib.Settle(ctx, s.pack.Name)
}

// passing keeps a pack's facts for as long as the import lasts.
type passing struct {
	pack  store.Pack
	facts []*semantics.Facts
	list  []assets.Asset
}

func (*passing) known(context.Context) (map[string]store.File, error) { return nil, nil }

func (*passing) claim(context.Context) error { return nil }

func (*passing) forget(context.Context, []string) error { return nil }

func (*passing) restamp(context.Context, []store.File) error { return nil }

func (p *passing) put(_ context.Context, _ []store.File, facts []*semantics.Facts) error {
	p.facts = append(p.facts, facts...)
	return nil
}

func (p *passing) settle(context.Context) (store.Found, error) {
	slices.SortStableFunc(p.facts, func(a, b *semantics.Facts) int { return strings.Compare(a.File, b.File) })
	var found store.Found
	var err error
	p.list, found, err = store.Conclude(p.pack, "", p.facts)
	return found, err
}
