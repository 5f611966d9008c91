// Package furnish makes rooms out of words: it chooses what goes into them from
// a library and lets a policy place it, one room or a level of several. The
// command line and the viewer share it. It starts no process and opens no file.
package furnish

import (
	"context"

	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/roomgen"
)

// Stock is what rooms are furnished with.
type Stock struct {
	Library *assets.Library
	// Item is an asset as rooms are furnished with it.
	Item func(assets.Asset) roomgen.Item
}

// Generator places objects; a [session.Client] is one.
type Generator interface {
	Generate(ctx context.Context, req session.GenerateRequest) (*session.Generation, error)
}

// items lists the library.
func (s Stock) items() []roomgen.Item {
	list := s.Library.Assets()
	out := make([]roomgen.Item, len(list))
	for i, a := range list {
		out[i] = s.Item(a)
	}
	return out
}
