package supervisor

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/client"
	"github.com/metaspatial/metaspatial/sdk/schema"
)

// emptyCache is the name of the empty folder that plugins get as their cache which
// need none.
const emptyCache = "none"

// configure gives p its settings, with paths that hold wherever it runs. It is
// told where pictures and models lie only when it draws or needs them, which
// some say only in their answer; then they are configured again.
func (s *Supervisor) configure(ctx context.Context, p client.Plugin, req base.ConfigureRequest) (base.ConfigureResponse, error) {
	d := p.Describe()
	req.Values = located(req.Values, d.Schema)
	cache := req.CacheDir
	if cache == "" || d.Kind == base.Render || looks(d.Needs) {
		return p.Configure(ctx, req)
	}
	req.CacheDir = filepath.Join(s.sockets.path, emptyCache)
	if err := os.MkdirAll(req.CacheDir, 0o700); err != nil {
		return base.ConfigureResponse{}, err
	}
	r, err := p.Configure(ctx, req)
	if err != nil || !looks(r.Needs) {
		return r, err
	}
	req.CacheDir = cache
	return p.Configure(ctx, req)
}

// looks reports needs that are met by files.
func looks(needs []base.Need) bool {
	return slices.Contains(needs, base.NeedImages) || slices.Contains(needs, base.NeedMeshes)
}

// located makes the settings that are paths absolute: the plugin's working
// directory is another one than that of whoever wrote them.
func located(config map[string]any, s schema.Schema) map[string]any {
	out := maps.Clone(config)
	for _, a := range s {
		path, ok := config[a.Name].(string)
		if a.Unit != schema.Path || !ok || path == "" {
			continue
		}
		if abs, err := filepath.Abs(path); err == nil {
			out[a.Name] = abs
		}
	}
	return out
}
