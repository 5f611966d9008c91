package reimport

import (
	"regexp"

	"github.com/go-gl/mathgl/mgl64"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
)

// role is what a node is for.
type role uint8

const (
	// unknown nodes may be objects.
	unknown role = iota
	// helper nodes are colliders and navigation meshes.
	helper
	// shell nodes are a room and its floor, walls, holes and ceiling.
	shell
	// claimed nodes are objects, or parts of one.
	claimed
)

// node is a node of the file and what was found out about it.
type node struct {
	*gltfio.LevelNode
	role role
	// room is the room whose node it is or is below, or −1.
	room int
	// base is the name without what programs append to copies.
	base, meshBase string
	// end is the index behind the node's subtree, which begins with it.
	end int
}

// room is a room of the result.
type room struct {
	src scenes.LevelRoom
	// from is the level's room it is or is a copy of; copied says which.
	from   int
	copied bool
	// names are those of the level's room, not of a copy.
	names gltfio.RoomNames
	// node is the room's node, or −1; floor that of its floor.
	node, floor int
	things      []*thing
	// ids are the things by their ids, next the numbers to try for new ones.
	ids  map[string]int
	next map[string]int
}

// thing is an object of the result.
type thing struct {
	object scenes.Object
	// was is the placement in the level, or nil.
	was *scenes.Placement
	// index is that in the level's task, or −1 for what is new.
	index int
	// node is the node of the file, or −1.
	node  int
	how   string
	place scenes.Placement
	// old is the size it had.
	old scenes.Vec3
}

type reading struct {
	level *scenes.Level
	names gltfio.LevelNames
	opts  Options
	nodes []node
	rooms []*room
	// byNodeName, byAsset and byMeshName are the first objects of the level with
	// a name of a node, an asset, a name of a mesh.
	byNodeName, byAsset, byMeshName map[string]*scenes.Object
	report                          Report
}

func newReading(level *scenes.Level, file *gltfio.LevelFile, opts Options) *reading {
	r := &reading{level: level, names: gltfio.NamesOf(level), opts: opts}
	r.report.Level = level.Name
	r.report.Warnings = append(r.report.Warnings, file.Warnings...)
	for i := range file.Nodes {
		n := file.Nodes[i]
		r.nodes = append(r.nodes, node{LevelNode: &n, room: -1, base: baseName(n.Name), meshBase: baseName(n.Mesh)})
	}
	for i := len(r.nodes) - 1; i >= 0; i-- {
		n := &r.nodes[i]
		n.end = max(n.end, i+1)
		if n.Parent >= 0 {
			up := &r.nodes[n.Parent]
			up.end = max(up.end, n.end)
		}
	}
	r.index()
	for i := range level.Rooms {
		r.rooms = append(r.rooms, &room{src: level.Rooms[i], from: i, names: r.names.Rooms[i], node: -1, floor: -1})
	}
	for _, m := range r.rooms {
		m.list()
	}
	return r
}

// index finds the level's objects by what nodes may know of them.
func (r *reading) index() {
	r.byNodeName, r.byAsset, r.byMeshName = make(map[string]*scenes.Object), make(map[string]*scenes.Object), make(map[string]*scenes.Object)
	for k := range r.level.Rooms {
		task, names := r.level.Rooms[k].Task, &r.names.Rooms[k]
		for j := range task.Objects {
			o := &task.Objects[j]
			r.byNodeName[names.Objects[j]] = o
			if r.byMeshName[names.Meshes[j]] == nil {
				r.byMeshName[names.Meshes[j]] = o
			}
			if o.Asset != "" && r.byAsset[o.Asset] == nil {
				r.byAsset[o.Asset] = o
			}
		}
	}
}

// list makes the things of a room's task.
func (m *room) list() {
	task := m.src.Task
	places := make(map[string]*scenes.Placement, len(m.src.Layout.Placements))
	for k := range m.src.Layout.Placements {
		if p := &m.src.Layout.Placements[k]; places[p.ID] == nil {
			places[p.ID] = p
		}
	}
	m.ids, m.next = make(map[string]int, len(task.Objects)), make(map[string]int)
	for k := range task.Objects {
		o := task.Objects[k]
		m.ids[o.ID] = k
		m.things = append(m.things, &thing{object: o, was: places[o.ID], index: k, node: -1, old: o.Size})
	}
}

// copies are what programs append to the names of copies: Blender ".001", Unity
// " (1)".
var copies = regexp.MustCompile(`(\.\d{3,}| \(\d+\))+$`)

func baseName(s string) string { return copies.ReplaceAllString(s, "") }

// helpers are the endings of nodes that are colliders or navigation meshes.
var helpers = regexp.MustCompile(`(?i)[-_](col|colonly|convcol|convcolonly|navmesh|navmesh_col)$`)

// shells are the names of a shell's parts in any room: a scene may hold it as a
// scene of its own.
var shells = regexp.MustCompile(`^(\w+_)?(floor|ceiling|(wall|hole)_\d+)$`)

// classify tells helpers and the shell from what may be an object.
func (r *reading) classify() {
	own := make(map[string]bool)
	for _, names := range r.names.Rooms {
		for _, n := range append(append([]string{names.Room, names.Floor, names.Ceiling}, names.Walls...), names.Holes...) {
			own[n] = true
		}
	}
	for i := range r.nodes {
		n := &r.nodes[i]
		switch {
		case n.Object != "":
		case n.Collider != "" || n.Element == "navmesh" || helpers.MatchString(n.base) || helpers.MatchString(n.meshBase):
			n.role = helper
		case n.Element != "" || own[n.base] || own[n.meshBase]:
			n.role = shell
		case r.byNodeName[n.base] == nil && n.Asset == "" && shells.MatchString(n.base):
			n.role = shell
		}
	}
}

// box bounds what node i shows in its own frame: its own mesh, or if it has none
// those below it that are nothing else.
func (r *reading) box(i int) box {
	n := &r.nodes[i]
	if n.Drawn {
		return box{n.Min, n.Max, true}
	}
	var b box
	inverse := n.World.Inv()
	if inverse == (mgl64.Mat4{}) {
		return b
	}
	for k := i; k < n.end; k++ {
		c := &r.nodes[k]
		if !c.Drawn || c.role == helper || c.role == shell || c.Object != "" && c.Object != n.Object {
			continue
		}
		own := box{c.Min, c.Max, true}
		for _, p := range own.corners(inverse.Mul4(c.World)) {
			b.add(p)
		}
	}
	return b
}
