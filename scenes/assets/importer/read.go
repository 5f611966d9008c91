package importer

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"path"
	"strings"

	"github.com/metaspatial/metaspatial/scenes/assets/internal/pictures"
	"github.com/metaspatial/metaspatial/scenes/assets/semantics"
	"github.com/metaspatial/metaspatial/scenes/assets/store"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// generation is raised when the same file would give another blob or other
// IDs: libraries then read their packs' files again, as they do when facts
// change.
const generation = 1

// splitModes are the words of overrides.
var splitModes = map[string]gltfio.SplitMode{"": gltfio.SplitAuto, "auto": gltfio.SplitAuto, "always": gltfio.SplitAlways, "never": gltfio.SplitNever}

// split returns how a file is to be taken apart.
func (r *reader) split(file string) gltfio.SplitMode {
	return splitModes[r.said.Asset(strings.TrimPrefix(r.ids[file], r.src.name+"/")).Split]
}

// name says what reads a file, and how.
func (r *reader) name(file string) string {
	return fmt.Sprintf("%d.%d split=%d", generation, semantics.FactsVersion, r.split(file))
}

// reader reads the model files of one pack. It may be used by several
// goroutines at once.
type reader struct {
	src *source
	// ids are what the IDs of each file's models begin with; taken holds all
	// of them.
	ids   map[string]string
	taken map[string]bool
	// said is what overrides say of the pack.
	said *semantics.Overrides
	// blobs says whether geometry is wanted for a store.
	blobs    bool
	pictures pictures.Pool
}

// read reads one file and finds what does not depend on the rest of its pack.
// A file at fault is a refusal; the error is that of an ended context.
func (r *reader) read(ctx context.Context, e entry) (store.File, []*semantics.Facts, error) {
	rec := record(r.src.fsys)
	set := r.pictures.Current()
	opts := gltfio.Options{Textures: &set.Decoded, Split: r.split(e.path)}
	models, facts, err := r.models(ctx, rec, e, opts, set)
	if ctx.Err() != nil {
		return store.File{}, nil, context.Cause(ctx)
	}
	out := store.File{ID: r.ids[e.path], Models: models, Reader: r.name(e.path)}
	out.Stamp, out.Dependencies = rec.of(e.path)
	if err != nil {
		out.Models, facts = nil, nil
		out.Reason, out.Remedy = err.Error(), "check that the file may be read"
		var fault *gltfio.Error
		switch {
		case rec.fault != nil:
			out.Reason, out.Remedy = rec.fault.reason, rec.fault.remedy
			if rec.faulty != e.path {
				out.Reason = fmt.Sprintf("%s, which it needs, cannot be read: %s", rec.faulty, out.Reason)
			}
		case errors.As(err, &fault):
			out.Reason, out.Remedy = fault.Reason, fault.Remedy
		}
	}
	return out, facts, nil
}

func (r *reader) models(ctx context.Context, rec *recorder, e entry, opts gltfio.Options, set *pictures.Set) (models []store.Model, facts []*semantics.Facts, err error) {
	defer func() {
		// Files come from anywhere, and so do decoders: one that fails on a file
		// must not cost the others.
		if p := recover(); p != nil {
			err = &gltfio.Error{Reason: fmt.Sprintf("reading it failed within the program (%v)", p), Remedy: "export it again, and report the fault with the file"}
		}
	}()
	f, err := gltfio.Open(rec, e.path, opts)
	if err != nil {
		return nil, nil, err
	}
	list, own := f.Models(), make(map[string]bool)
	for i, info := range list {
		if ctx.Err() != nil {
			return nil, nil, context.Cause(ctx)
		}
		m, about, err := f.Model(i)
		if err != nil {
			return nil, nil, err
		}
		r.pictures.Add(set, m)
		known := semantics.Facts{ID: r.ids[e.path], Name: assetName(e.path), File: e.path}
		if len(list) > 1 {
			known.ID, known.Name, known.Node = r.partID(e.path, info.Name, own), info.Name, info.Name
		}
		fact := semantics.Measure(known, m, about)
		facts = append(facts, fact)
		out := store.Model{ID: fact.ID, Node: fact.Node}
		if r.blobs {
			if err := pack(&out, m, fact, set); err != nil {
				return nil, nil, err
			}
		}
		models = append(models, out)
	}
	return models, facts, nil
}

// partID names one of several models of a file. Names within the file are the
// same at every import, and so are these IDs.
func (r *reader) partID(file, name string, own map[string]bool) string {
	stem := r.ids[file] + "/" + strings.ReplaceAll(plain(name), "/", "_")
	id := stem
	for n := 2; r.taken[id] || own[id]; n++ {
		id = fmt.Sprintf("%s-%d", stem, n)
	}
	own[id] = true
	return id
}

// pack puts a model's geometry, images and facts into the form that is stored.
func pack(out *store.Model, m *mesh.Model, fact *semantics.Facts, set *pictures.Set) error {
	var buf bytes.Buffer
	err := gltfio.ExportModel(&buf, m, gltfio.ModelExport{
		Images: func(img *image.NRGBA) (string, error) {
			data, err := set.PNG(img)
			b := store.NewBlob(data, ".png")
			out.Images = append(out.Images, b)
			// Geometry lies in a folder like that of images.
			return path.Join("..", b.Name), err
		},
	})
	if err != nil {
		return err
	}
	out.Geometry = store.NewBlob(buf.Bytes(), ".glb")
	out.Facts, err = json.Marshal(fact)
	return err
}
