package scenestate

import (
	"encoding/json"

	"github.com/metaspatial/metaspatial/scenes"
)

// MaxObjects bounds the objects and elements of a file.
const MaxObjects = 10000

// file is a scene state as JSON. Only what is read or written is named.
type file struct {
	Format   string   `json:"format"`
	Scene    *scene   `json:"scene"`
	Selected []string `json:"selected"`
}

type scene struct {
	Version     string    `json:"version"`
	ID          string    `json:"id,omitempty"`
	Unit        float64   `json:"unit,omitempty"`
	Up          []float64 `json:"up,omitempty"`
	Front       []float64 `json:"front,omitempty"`
	AssetSource []string  `json:"assetSource,omitempty"`
	Arch        *arch     `json:"arch"`
	Object      []object  `json:"object"`
	Record      *record   `json:"metaspatial,omitempty"`
}

type arch struct {
	Version       string    `json:"version"`
	ID            any       `json:"id,omitempty"`
	Up            []float64 `json:"up,omitempty"`
	Front         []float64 `json:"front,omitempty"`
	Coords2D      []int     `json:"coords2d,omitempty"`
	ScaleToMeters float64   `json:"scaleToMeters,omitempty"`
	Elements      []element `json:"elements"`
	Regions       []region  `json:"regions"`
}

type element struct {
	ID     any         `json:"id,omitempty"`
	RoomID any         `json:"roomId,omitempty"`
	Type   string      `json:"type"`
	Height float64     `json:"height,omitempty"`
	Depth  float64     `json:"depth,omitempty"`
	Points [][]float64 `json:"points"`
	Holes  []hole      `json:"holes,omitempty"`
}

type hole struct {
	ID   any    `json:"id,omitempty"`
	Type string `json:"type"`
	Box  *box   `json:"box"`
}

type box struct {
	Min []float64 `json:"min"`
	Max []float64 `json:"max"`
}

type region struct {
	ID    string `json:"id"`
	Type  string `json:"type"`
	Walls []any  `json:"walls"`
}

type object struct {
	ID          any        `json:"id,omitempty"`
	Index       int        `json:"index"`
	ModelID     string     `json:"modelId"`
	ParentID    string     `json:"parentId"`
	ParentIndex int        `json:"parentIndex"`
	Transform   *transform `json:"transform"`
}

// UnmarshalJSON reads the fields that matter; the others may be of any type.
func (o *object) UnmarshalJSON(data []byte) error {
	var v struct {
		ID        any        `json:"id"`
		ModelID   string     `json:"modelId"`
		Transform *transform `json:"transform"`
	}
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	*o = object{ID: v.ID, ModelID: v.ModelID, Transform: v.Transform}
	return nil
}

// transform is a matrix by columns. Only the data is read.
type transform struct {
	Rows        int       `json:"rows"`
	Cols        int       `json:"cols"`
	Data        []float64 `json:"data"`
	Rotation    []float64 `json:"rotation,omitempty"`
	Scale       []float64 `json:"scale,omitempty"`
	Translation []float64 `json:"translation,omitempty"`
}

// record is what a scene state has no keys for.
type record struct {
	Version    int             `json:"version"`
	Task       string          `json:"task,omitempty"`
	Program    string          `json:"program,omitempty"`
	Preference string          `json:"preference,omitempty"`
	Holes      [][]scenes.Vec2 `json:"floor_holes,omitempty"`
	Openings   []openingRecord `json:"openings,omitempty"`
	Objects    []scenes.Object `json:"objects"`
	Specs      []scenes.Spec   `json:"specs,omitempty"`
}

// openingRecord tells an opening's id and swing. Wall and hole are the indices
// of its element and hole.
type openingRecord struct {
	Element int          `json:"element"`
	Hole    int          `json:"hole"`
	ID      string       `json:"id"`
	Swing   scenes.Swing `json:"swing,omitempty"`
}
