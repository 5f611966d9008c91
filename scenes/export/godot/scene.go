package godot

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/export/internal/plan"
)

// Options say what a scene holds and where its other files are.
type Options struct {
	// Version is 3 or 4.
	Version int
	// Colliders makes every object that is not flat a static body.
	Colliders bool
	// Asset returns the path of an asset's file, relative to the scene.
	Asset func(*plan.Asset) string
	// Shells are the paths of the rooms' shells, in the level's order.
	Shells []string
	// Navigation is the floor that a person reaches, in the level's frame.
	Navigation []plan.Piece
}

// Scene writes a level.
func Scene(l *plan.Level, o Options) ([]byte, error) {
	d, err := dialectOf(o.Version)
	if err != nil {
		return nil, fmt.Errorf("writing a Godot scene: %w", err)
	}
	w := &writer{dialect: d, opts: o, external: make(map[string]int), shapes: make(map[scenes.Vec3]string)}
	w.level(l)
	return w.bytes(), nil
}

// writer collects the three sections of a scene file, which come in this order.
type writer struct {
	*dialect
	opts                       Options
	files, resources, nodes    strings.Builder
	external                   map[string]int
	shapes                     map[scenes.Vec3]string
	externalCount, resourceNum int
}

func (w *writer) bytes() []byte {
	head := fmt.Sprintf("[gd_scene load_steps=%d format=%d]\n", 1+w.externalCount+w.resourceNum, w.format)
	if w.externalCount > 0 {
		head += "\n"
	}
	return []byte(head + w.files.String() + w.resources.String() + w.nodes.String())
}

// instance returns the attribute that makes a node an instance of a file.
func (w *writer) instance(file string) string {
	id, ok := w.external[file]
	if !ok {
		w.externalCount++
		id = w.externalCount
		w.external[file] = id
		if w.four {
			fmt.Fprintf(&w.files, "[ext_resource type=\"PackedScene\" path=%s id=\"%d\"]\n", plan.Quote(file), id)
		} else {
			fmt.Fprintf(&w.files, "[ext_resource path=%s type=\"PackedScene\" id=%d]\n", plan.Quote(file), id)
		}
	}
	if w.four {
		return fmt.Sprintf("instance=ExtResource(\"%d\")", id)
	}
	return fmt.Sprintf("instance=ExtResource( %d )", id)
}

// resource adds a resource of the scene itself and returns how to refer to it.
func (w *writer) resource(kind, fields string) string {
	w.resourceNum++
	if w.four {
		id := fmt.Sprintf("%s_%d", kind, w.resourceNum)
		fmt.Fprintf(&w.resources, "\n[sub_resource type=%q id=%q]\n%s", kind, id, fields)
		return fmt.Sprintf("SubResource(%q)", id)
	}
	fmt.Fprintf(&w.resources, "\n[sub_resource type=%q id=%d]\n%s", kind, w.resourceNum, fields)
	return fmt.Sprintf("SubResource( %d )", w.resourceNum)
}

// node adds a node. The attribute is type="…" or what instance returns; the
// parent is a path from the root, "." for the root itself and "" for none.
func (w *writer) node(name, attribute, parent, fields string) {
	fmt.Fprintf(&w.nodes, "\n[node name=%s", plan.Quote(name))
	if !strings.HasPrefix(attribute, "instance") {
		fmt.Fprintf(&w.nodes, " type=%q", attribute)
	}
	if parent != "" {
		fmt.Fprintf(&w.nodes, " parent=%s", plan.Quote(parent))
	}
	if strings.HasPrefix(attribute, "instance") {
		w.nodes.WriteString(" " + attribute)
	}
	w.nodes.WriteString("]\n" + fields)
}

func (w *writer) level(l *plan.Level) {
	w.node(l.Names.Scene, w.spatial, "", w.metadata([]property{{"level", plan.Quote(l.Name)}}))
	for i := range l.Rooms {
		w.room(i, &l.Rooms[i])
	}
	parent := "."
	if len(w.opts.Navigation) > 0 && w.navigator != "" {
		parent = l.Free("navigator")
		w.node(parent, w.navigator, ".", "")
	}
	for i := range w.opts.Navigation {
		n := &w.opts.Navigation[i]
		mesh := w.resource("NavigationMesh", w.navigationMesh(n))
		w.node(l.Free(n.Name), w.navigation, parent, w.navigationField+" = "+mesh+"\n")
	}
}

func (w *writer) room(i int, r *plan.Room) {
	right, front := scenes.Axes(r.Yaw)
	fields := "transform = " + w.place(right, front.Mul(-1), scenes.Vec3{1, 1, 1}, r.Origin) + "\n"
	w.node(r.Names.Room, w.spatial, ".", fields+w.metadata([]property{
		{"room", plan.Quote(r.Task.ID)}, {"program", plan.Quote(r.Task.Program)}, {"preference", plan.Quote(r.Task.Preference)},
	}))
	w.node(r.Free("shell"), w.instance(w.opts.Shells[i]), r.Names.Room, "")
	for k := range r.Objects {
		w.object(r.Names.Room, r.Task, &r.Objects[k])
	}
}

func (w *writer) object(room string, t *scenes.Task, o *plan.Object) {
	right, front := scenes.Axes(o.Place.Yaw)
	base := o.Place.Position
	base[2] -= o.Size[2] / 2
	fields := "transform = " + w.place(right.Mul(-1), front, scenes.Vec3{1, 1, 1}, base) + "\n"
	fields += w.metadata([]property{
		{"object_id", plan.Quote(o.ID)}, {"category", plan.Quote(o.Category)}, {"asset", plan.Quote(o.Object.Asset)},
		{"task", plan.Quote(t.ID)}, {"support", plan.Quote(string(o.Support))}, {"parent_id", plan.Quote(o.Parent)},
		{"size_m", w.list(o.Size[:]...)},
	})
	solid := w.opts.Colliders && !o.Flat
	kind := w.spatial
	if solid {
		kind = w.body
	}
	w.node(o.Name, kind, room, fields)
	path := room + "/" + o.Name
	scaled := ""
	if o.Scaled() {
		scaled = "transform = " + w.place(scenes.Vec2{1, 0}, scenes.Vec2{0, -1}, o.Scale, scenes.Vec3{}) + "\n"
	}
	w.node("model", w.instance(w.opts.Asset(o.Asset)), path, scaled)
	if solid {
		middle := w.place(scenes.Vec2{1, 0}, scenes.Vec2{0, -1}, scenes.Vec3{1, 1, 1}, scenes.Vec3{0, 0, o.Size[2] / 2})
		w.node("shape", w.shape, path, "transform = "+middle+"\nshape = "+w.boxShape(o.Size)+"\n")
	}
}

// boxShape returns the shape of a box; boxes of one size share it.
func (w *writer) boxShape(size scenes.Vec3) string {
	at, ok := w.shapes[size]
	if !ok {
		fields := "extents = " + w.extent(size, 0.5) + "\n"
		if w.four {
			fields = "size = " + w.extent(size, 1) + "\n"
		}
		at = w.resource(w.box, fields)
		w.shapes[size] = at
	}
	return at
}

// navigationMesh writes a navigation mesh's fields. Triangles share vertices.
func (w *writer) navigationMesh(n *plan.Piece) string {
	var flat []float64
	var polygons []string
	known := make(map[[3]float32]int)
	for _, part := range n.Model.Parts {
		var ids []string
		for _, i := range part.Indices {
			v := part.Positions[i]
			id, ok := known[v]
			if !ok {
				id = len(known)
				known[v] = id
				p := n.At(v)
				flat = append(flat, p[0], p[2], -p[1])
			}
			if ids = append(ids, strconv.Itoa(id)); len(ids) == 3 {
				polygons = append(polygons, w.polygon+w.open+strings.Join(ids, ", ")+w.close)
				ids = nil
			}
		}
	}
	return fmt.Sprintf("vertices = %s\npolygons = [%s]\n", w.call(w.reals, flat...), strings.Join(polygons, ", "))
}
