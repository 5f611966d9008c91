package export

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/png"
	"path"

	"github.com/metaspatial/metaspatial/scenes/export/godot"
	"github.com/metaspatial/metaspatial/scenes/export/internal/plan"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
)

// The folders of a Godot export, beside its scenes.
const (
	assetFolder = "assets"
	shellFolder = "shells"
)

// model3 tells Godot 3 to keep materials inside the imported model. By default
// it writes each into a file named after it, which all models of the folder
// share that have a material of that name.
const model3 = `[remap]

importer="scene"
type="PackedScene"

[params]

materials/storage=0
`

// texture3 tells Godot 3 that a texture is for surfaces, which may repeat it. By
// default it finds out only when the editor has drawn the surface.
const texture3 = `[remap]

importer="texture"
type="StreamTexture"

[params]

flags/repeat=1
flags/filter=true
flags/mipmaps=true
`

// model adds a model's file for Godot.
func (m *maker) model(name string, data []byte) {
	m.add(File{Name: name, Data: data})
	if m.Godot == 3 {
		m.add(File{Name: name + ".import", Data: []byte(model3), Settings: true})
	}
}

func assetPath(a *plan.Asset) string {
	return path.Join(assetFolder, a.Folder, a.File+".glb")
}

// godotAssets adds a file for each asset; assets of a pack share textures.
func (m *maker) godotAssets() error {
	folders := make(map[string]*images)
	for _, a := range m.plan.Assets {
		if m.ctx.Err() != nil {
			return context.Cause(m.ctx)
		}
		if folders[a.Folder] == nil {
			folders[a.Folder] = newImages(m.Bundle, path.Join(assetFolder, a.Folder))
			if m.Godot == 3 {
				folders[a.Folder].settings = texture3
			}
		}
		var buf bytes.Buffer
		err := gltfio.ExportModel(&buf, a.Model, gltfio.ModelExport{
			Copyright: a.Copyright(),
			Extras:    about(a),
			Images:    folders[a.Folder].keep,
		})
		if err != nil {
			return fmt.Errorf("asset %s: %w", cmp.Or(a.ID, a.Name), err)
		}
		m.model(assetPath(a), buf.Bytes())
	}
	return nil
}

// about is what an asset's file says of it.
func about(a *plan.Asset) map[string]any {
	out := make(map[string]any)
	for key, v := range map[string]string{"asset": a.ID, "category": a.Category, "licence": a.Licence, "author": a.Author} {
		if v != "" {
			out[key] = v
		}
	}
	return out
}

func (m *maker) godot(l *plan.Level) error {
	o := godot.Options{Version: cmp.Or(m.Godot, 4), Colliders: m.Colliders, Asset: assetPath}
	shell := m.gltfOptions()
	shell.Navmesh = false
	for i := range l.Rooms {
		data, err := plan.ShellFile(&l.Rooms[i], shell)
		if err != nil {
			return err
		}
		name := path.Join(shellFolder, m.files.Name(shellFolder+"/", l.File+"-"+l.Rooms[i].Names.Room)+".glb")
		m.model(name, data)
		o.Shells = append(o.Shells, name)
	}
	if m.Navmesh {
		var err error
		if o.Navigation, err = plan.Navmeshes(l.Level, m.Note); err != nil {
			return err
		}
	}
	data, err := godot.Scene(l, o)
	if err != nil {
		return err
	}
	m.add(File{Name: l.File + TSCN.Ending(), Data: data, Main: true})
	return nil
}

// images keeps textures as PNG in a folder, equal ones once.
type images struct {
	bundle *Bundle
	folder string
	known  map[*image.NRGBA]string
	// settings, if any, lie beside each image for Godot's importer.
	settings string
}

// textureFolder is where the textures of a folder's files lie.
const textureFolder = "textures"

func newImages(b *Bundle, folder string) *images {
	return &images{bundle: b, folder: folder, known: make(map[*image.NRGBA]string)}
}

// keep returns an image's path relative to the folder.
func (s *images) keep(img *image.NRGBA) (string, error) {
	if name, ok := s.known[img]; ok {
		return name, nil
	}
	var buf bytes.Buffer
	if err := png.Encode(&buf, img); err != nil {
		return "", fmt.Errorf("encoding a texture: %w", err)
	}
	sum := sha256.Sum256(buf.Bytes())
	name := path.Join(textureFolder, hex.EncodeToString(sum[:8])+".png")
	s.known[img] = name
	if full := path.Join(s.folder, name); !s.bundle.names[full] {
		s.bundle.add(File{Name: full, Data: buf.Bytes()})
		if s.settings != "" {
			s.bundle.add(File{Name: full + ".import", Data: []byte(s.settings), Settings: true})
		}
	}
	return name, nil
}
