package gltfio

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
)

// The keys of the extras that ReadLevel looks for.
const (
	keyLevel   = "level_json"
	keyElement = "element"
	keyTask    = "task"
	keyObject  = "object_id"
	keyAsset   = "asset"
)

// elementRoom marks the node of a room.
const elementRoom = "room"

// maxLevelText bounds the level inside a file's extras: engines keep extras as
// one string.
const maxLevelText = 4 << 20

// sceneExtras names the level and holds it as text, which no program changes on
// its way.
func (w *levelWriter) sceneExtras() error {
	scene := w.doc.Scenes[0]
	scene.Name = w.names.Scene
	extras := map[string]any{"level": w.src.Name, "rooms": len(w.src.Rooms), "generator": generator}
	scene.Extras = extras
	text, err := levelText(w.src)
	if err != nil {
		return err
	}
	if len(text) > maxLevelText {
		w.note("the level takes %d bytes as text, more than the %d that a file's extras may hold: keep its own file, which import-layout then needs", len(text), maxLevelText)
		return nil
	}
	extras[keyLevel] = text
	return nil
}

// levelText is the level as codec writes it, on one line, and without the scene
// graphs its tasks were read from where they make it too long.
func levelText(level *scenes.Level) (string, error) {
	for {
		data, err := codec.EncodeLevel(level)
		if err != nil {
			return "", err
		}
		var line bytes.Buffer
		if err := json.Compact(&line, data); err != nil {
			return "", err
		}
		hasGraph := func(r scenes.LevelRoom) bool { return len(r.Task.SceneGraph) > 0 }
		if line.Len() <= maxLevelText || !slices.ContainsFunc(level.Rooms, hasGraph) {
			return line.String(), nil
		}
		bare := *level
		bare.Rooms = slices.Clone(level.Rooms)
		for i := range bare.Rooms {
			task := *bare.Rooms[i].Task
			task.SceneGraph = nil
			bare.Rooms[i].Task = &task
		}
		level = &bare
	}
}

func roomExtras(r *scenes.LevelRoom) map[string]any {
	extras := map[string]any{
		keyElement: elementRoom, keyTask: r.Task.ID, "room_size_m": r.Task.Room.Extent(),
		"origin_m": r.Origin, "yaw_deg": r.Yaw,
	}
	if r.Task.Program != "" {
		extras["program"] = r.Task.Program
	}
	if r.Task.Preference != "" {
		extras["preference"] = r.Task.Preference
	}
	return extras
}

func objectExtras(t *scenes.Task, o *scenes.Object, p *scenes.Placement) map[string]any {
	extras := map[string]any{
		keyObject: o.ID, "category": o.Category, keyTask: t.ID,
		"size_m": o.Size, "support": string(o.Support), "position_m": p.Position, "yaw_deg": p.Yaw,
	}
	if o.Asset != "" {
		extras[keyAsset] = o.Asset
	}
	if o.Parent != "" {
		extras["parent"] = o.Parent
	}
	if o.Clearance != (scenes.Clearance{}) {
		extras["clearance_m"] = o.Clearance
	}
	return extras
}

// Credit says whom an asset is owed to.
type Credit struct {
	Asset   string `json:"asset"`
	Licence string `json:"licence,omitempty"`
	Author  string `json:"author,omitempty"`
}

// String is what asset.copyright says.
func (c Credit) String() string {
	switch {
	case c.Author == "":
		return c.Licence
	case c.Licence == "":
		return c.Author
	}
	return fmt.Sprintf("%s by %s", c.Licence, c.Author)
}

// owe notes whom an asset is owed to, there and in its mesh's extras.
func (w *levelWriter) owe(asset string, extras map[string]any) {
	lic, ok := w.models.(Licenser)
	if !ok {
		return
	}
	c := Credit{Asset: asset, Licence: lic.Licence(asset), Author: lic.Author(asset)}
	if c.Licence != "" {
		extras["licence"] = c.Licence
	}
	if c.Author != "" {
		extras["author"] = c.Author
	}
	if c.String() != "" {
		w.credits = append(w.credits, c)
	}
}

// credit writes whom the assets used are owed to.
func (w *levelWriter) credit() {
	if len(w.credits) == 0 {
		return
	}
	var texts []string
	for _, c := range w.credits {
		if s := c.String(); !slices.Contains(texts, s) {
			texts = append(texts, s)
		}
	}
	w.doc.Asset.Copyright = strings.Join(texts, "; ")
	w.doc.Asset.Extras = map[string]any{"credits": w.credits}
}
