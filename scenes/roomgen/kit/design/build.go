package design

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"github.com/metaspatial/metaspatial/scenes/assets/shape"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
	"github.com/metaspatial/metaspatial/scenes/mesh"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// File is one generated file.
type File struct {
	// Name is the path below the kit's folder.
	Name string
	Data []byte
}

// entry is what kit.json says of a model. The reader's form of it lies in the
// kit package, which cannot be built before its files are there.
type entry struct {
	Name           string     `json:"name"`
	File           string     `json:"file"`
	Category       string     `json:"category"`
	Size           [3]float64 `json:"size_m"`
	Mount          string     `json:"mount"`
	Flat           bool       `json:"flat,omitempty"`
	SupportHeights []float64  `json:"support_heights_m"`
	Triangles      int        `json:"triangles"`
	Materials      []string   `json:"materials,omitempty"`
	Colours        []string   `json:"colours,omitempty"`
}

// Build makes every file of the kit, the same bytes every time.
func Build() ([]File, error) {
	var out []File
	var index []entry
	for _, p := range pieces() {
		class, ok := taxonomy.ByName(p.category)
		if !ok {
			return nil, fmt.Errorf("piece %q: no class %q in the taxonomy", p.name, p.category)
		}
		m := model(p)
		e := entry{
			Name: p.name, File: "models/" + p.name + ".glb", Category: class.Name,
			Mount: string(class.Mount), Flat: class.Flat, SupportHeights: []float64{}, Triangles: m.Triangles(),
		}
		for k := range 3 {
			e.Size[k] = math.Round(float64(m.Size[k])*1e4) / 1e4
		}
		for _, c := range m.Materials {
			if word := substances[c.Name]; word != "" && !slices.Contains(e.Materials, word) {
				e.Materials = append(e.Materials, word)
			}
		}
		for _, c := range shape.Colours(m) {
			e.Colours = append(e.Colours, c.Word)
		}
		if class.SurfaceOK {
			for _, h := range shape.Supports(m) {
				e.SupportHeights = append(e.SupportHeights, math.Round(h*float64(m.Size[2])*1e3)/1e3)
			}
		}
		var buf bytes.Buffer
		err := gltfio.ExportModel(&buf, m, gltfio.ModelExport{
			Copyright: "CC0 1.0, MetaSpatial starter kit",
			Extras:    map[string]any{"category": e.Category, "mount": e.Mount, "front": "+Z"},
			Compact:   true,
		})
		if err != nil {
			return nil, fmt.Errorf("piece %q: %w", p.name, err)
		}
		out = append(out, File{Name: e.File, Data: buf.Bytes()})
		index = append(index, e)
	}
	text, err := list(index)
	if err != nil {
		return nil, err
	}
	return append(out, File{Name: "kit.json", Data: text}), nil
}

// model draws one piece.
func model(p piece) *mesh.Model {
	b := newBuilder()
	p.draw(b)
	return b.model(p.name)
}

// list writes one entry a line, for small files and readable differences.
func list(index []entry) ([]byte, error) {
	var buf bytes.Buffer
	for i, e := range index {
		line, err := json.Marshal(e)
		if err != nil {
			return nil, err
		}
		if i == 0 {
			buf.WriteString("[\n")
		} else {
			buf.WriteString(",\n")
		}
		buf.Write(line)
	}
	buf.WriteString("\n]\n")
	return buf.Bytes(), nil
}
