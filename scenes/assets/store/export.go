package store

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/assets/internal/pictures"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
)

// ExportOptions say what of a library is exported. The zero value is all.
type ExportOptions struct {
	// Pack is the only pack wanted.
	Pack string
	// Progress, if set, is called after every asset.
	Progress func(done, total int, id string)
}

// Exported counts what [Export] wrote.
type Exported struct {
	Packs  int `json:"packs"`
	Assets int `json:"assets"`
	Images int `json:"images"`
}

// textureDir is where an exported pack keeps its images.
const textureDir = "textures"

// Export writes a portable copy of the library in dir: a folder, or a ZIP
// archive when out ends in .zip, that holds a folder per pack. Each is a pack
// again: a GLB per asset in metres with its front at +Z, images once, the
// overrides that give back what is known of each asset, and credits. Nothing
// appears under the name out before all is written; something that is there
// already is an error, unless it is an empty folder.
//
// What follows from a file's inner structure is lost, since an exported asset
// is a single mesh: joints.
func Export(ctx context.Context, dir, out string, opts ExportOptions) (*Exported, error) {
	lib, err := Open(dir)
	if err != nil {
		return nil, err
	}
	packs := make(map[string][]assets.Asset)
	var names []string
	total := 0
	for _, a := range lib.Assets() {
		if opts.Pack != "" && a.Pack != opts.Pack {
			continue
		}
		if packs[a.Pack] == nil {
			names = append(names, a.Pack)
		}
		packs[a.Pack] = append(packs[a.Pack], a)
		total++
	}
	if total == 0 && opts.Pack != "" {
		return nil, noPack{dir, opts.Pack}
	}
	if total == 0 {
		return nil, fmt.Errorf("the library in %s is empty; there is nothing to export", dir)
	}
	to, err := newBundle(out)
	if err != nil {
		return nil, err
	}
	defer to.discard()
	e := &exporter{dir: dir, to: to, tick: func(id string, done int) {
		if opts.Progress != nil {
			opts.Progress(done, total, id)
		}
	}}
	slices.Sort(names)
	for _, n := range names {
		if err := e.pack(ctx, n, packs[n]); err != nil {
			return nil, err
		}
	}
	e.done.Packs = len(names)
	return &e.done, to.keep()
}

type exporter struct {
	dir  string
	to   bundle
	pool pictures.Pool
	done Exported
	tick func(id string, done int)
}

func (e *exporter) pack(ctx context.Context, name string, list []assets.Asset) error {
	files, images := exportNames(name, list), make(map[string]bool)
	for i, a := range list {
		if ctx.Err() != nil {
			return fmt.Errorf("export stopped: %w", context.Cause(ctx))
		}
		if err := e.asset(name, files[i], a, images); err != nil {
			return fmt.Errorf("exporting asset %s: %w", a.ID, err)
		}
		e.done.Assets++
		e.tick(a.ID, e.done.Assets)
	}
	text, err := sidecarOf(name, files, list)
	if err != nil {
		return err
	}
	if err := e.to.write(path.Join(name, Sidecar), text); err != nil {
		return err
	}
	return e.to.write(path.Join(name, "CREDITS.txt"), credits(name, list))
}

func (e *exporter) asset(pack, file string, a assets.Asset, images map[string]bool) error {
	set := e.pool.Current()
	m, err := readBlob(e.dir, a, &e.pool)
	if err != nil {
		return err
	}
	var buf bytes.Buffer
	err = gltfio.ExportModel(&buf, m, gltfio.ModelExport{
		Copyright: copyright(a),
		Extras:    map[string]any{"asset": a.ID, "category": a.Category, "mount": string(a.Mount), "licence": a.Licence, "author": a.Author},
		Images: func(img *image.NRGBA) (string, error) {
			data, err := set.PNG(img)
			if err != nil {
				return "", err
			}
			sum := sha256.Sum256(data)
			name := path.Join(textureDir, hex.EncodeToString(sum[:16])+".png")
			if !images[name] {
				images[name] = true
				e.done.Images++
				err = e.to.write(path.Join(pack, name), data)
			}
			return strings.Repeat("../", strings.Count(file, "/")) + name, err
		},
	})
	if err != nil {
		return err
	}
	return e.to.write(path.Join(pack, file), buf.Bytes())
}

// exportNames returns a file name for every asset such that importing gives it
// the same ID again: the rest of the ID, with characters that some file system
// forbids replaced.
func exportNames(pack string, list []assets.Asset) []string {
	used := make(map[string]bool)
	out := make([]string, len(list))
	for i, a := range list {
		stem := strings.Map(func(r rune) rune {
			if strings.ContainsRune(`\:*?"<>|`, r) || r < ' ' {
				return '_'
			}
			return r
		}, strings.TrimPrefix(a.ID, pack+"/"))
		stem = strings.Trim(path.Clean("/"+stem), "/")
		name := stem
		for n := 2; used[strings.ToLower(name)]; n++ {
			name = fmt.Sprintf("%s-%d", stem, n)
		}
		used[strings.ToLower(name)] = true
		out[i] = name + ".glb"
	}
	return out
}

// copyright is one line for asset.copyright.
func copyright(a assets.Asset) string {
	if a.Author == "" {
		return a.Licence
	}
	return a.Author + ", " + a.Licence
}

// credits names the licence and author of every asset, the largest groups
// first.
func credits(pack string, list []assets.Asset) []byte {
	type group struct {
		licence, author string
		names           []string
	}
	var groups []*group
	for _, a := range list {
		i := slices.IndexFunc(groups, func(g *group) bool { return g.licence == a.Licence && g.author == a.Author })
		if i < 0 {
			i = len(groups)
			groups = append(groups, &group{licence: a.Licence, author: a.Author})
		}
		groups[i].names = append(groups[i].names, strings.TrimPrefix(a.ID, pack+"/"))
	}
	slices.SortStableFunc(groups, func(a, b *group) int { return cmp.Compare(len(b.names), len(a.names)) })
	var b bytes.Buffer
	fmt.Fprintf(&b, "Assets of the pack %s, with the licence and author of each as far as they are known.\n", pack)
	for _, g := range groups {
		fmt.Fprintf(&b, "\nLicence: %s\n", g.licence)
		if g.author != "" {
			fmt.Fprintf(&b, "Author: %s\n", g.author)
		}
		for _, n := range g.names {
			fmt.Fprintf(&b, "  %s\n", n)
		}
	}
	return b.Bytes()
}

// bundle is a folder or archive being written.
type bundle interface {
	write(name string, data []byte) error
	// keep gives it its name, discard removes what was not kept.
	keep() error
	discard()
}

func newBundle(out string) (bundle, error) {
	abs, err := filepath.Abs(out)
	if err != nil {
		return nil, fmt.Errorf("cannot resolve %s: %w", out, err)
	}
	entries, err := os.ReadDir(abs)
	if _, there := os.Lstat(abs); there == nil && (err != nil || len(entries) > 0) {
		return nil, fmt.Errorf("%s is there already; name a new file or folder", out)
	}
	if strings.EqualFold(filepath.Ext(abs), ".zip") {
		return newZipBundle(abs)
	}
	return newFolderBundle(abs)
}
