package reimport

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// numbered is the number at the end of an id.
var numbered = regexp.MustCompile(`_\d+$`)

// addRest makes objects of the nodes that are none of the level's.
func (r *reading) addRest() {
	for i := range r.nodes {
		n := &r.nodes[i]
		if n.role != unknown {
			continue
		}
		b := r.box(i)
		if !b.ok {
			continue
		}
		if o, how, ok := r.template(n); ok {
			r.addNode(i, o, how, stand(b, n.World))
			continue
		}
		p := standAny(b, n.World)
		if n.Drawn {
			o, how := r.stranger(p.size, n.Mesh, n.Name)
			r.addNode(i, o, how, p)
			continue
		}
		// A group that has the name of a thing is that thing; others are taken
		// apart, and so are those about what the level knows.
		if o, how := r.stranger(p.size, n.Name); n.Parent >= 0 && r.known(o) && !r.holdsKnown(i) {
			r.addNode(i, o, how, p)
		}
	}
}

func (r *reading) known(o scenes.Object) bool {
	return o.Asset != "" || taxonomy.Find(o.Category) != nil
}

// holdsKnown reports whether a node has objects of the level or copies of them
// below it.
func (r *reading) holdsKnown(i int) bool {
	for k := i; k < r.nodes[i].end; k++ {
		n := &r.nodes[k]
		if n.role == claimed || n.role == shell || n.Object != "" {
			return true
		}
		if _, _, ok := r.template(n); ok && n.role == unknown {
			return true
		}
	}
	return false
}

// template returns the object of the level that a node is a copy of.
func (r *reading) template(n *node) (scenes.Object, string, bool) {
	if s, ok := r.spotOf(n); ok && n.Object != "" {
		o := r.rooms[s.room].things[s.thing].object
		return o, "copy of " + o.ID, true
	}
	if o := r.byNodeName[n.base]; o != nil && n.Drawn {
		return *o, "copy of " + o.ID, true
	}
	o := r.byMeshName[n.meshBase]
	if n.Asset != "" {
		o = r.byAsset[n.Asset]
	}
	if o == nil || !n.Drawn {
		return scenes.Object{}, "", false
	}
	return *o, "mesh of " + o.ID, true
}

// stranger returns what a thing of other making may be, by the first of its
// names that says anything.
func (r *reading) stranger(size scenes.Vec3, names ...string) (scenes.Object, string) {
	if r.opts.Find != nil {
		for _, name := range names {
			if o, ok := r.opts.Find(baseName(name), size); ok {
				return o, "library"
			}
		}
	}
	for _, name := range names {
		if c, ok := taxonomy.Lookup(baseName(name)); ok {
			return scenes.Object{Category: c.Name, Support: c.Mount, Flat: c.Flat}, "name"
		}
	}
	for _, name := range names {
		if w := taxonomy.Words(baseName(name)); len(w) > 0 {
			return scenes.Object{Category: strings.Join(w[:min(len(w), 4)], "_"), Support: scenes.OnFloor}, "unknown"
		}
	}
	return scenes.Object{Category: "object", Support: scenes.OnFloor}, "unknown"
}

// addNode adds an object to the room that a node stands in.
func (r *reading) addNode(i int, o scenes.Object, how string, p pose) {
	r.own(i)
	k := r.roomAt(p.centre, r.nodes[i].room)
	if k < 0 {
		k = max(r.nodes[i].room, 0)
		if len(r.rooms) > 1 && r.nodes[i].room < 0 {
			r.report.warn("%q stands in no room; it was added to %q", r.nodes[i].Name, r.rooms[k].src.Task.ID)
		}
	}
	m := r.rooms[k]
	t := &thing{object: scenes.Object{
		Category: o.Category, Style: o.Style, Material: o.Material, Asset: o.Asset, Support: o.Support, Flat: o.Flat, Clearance: o.Clearance, Size: o.Size,
	}, index: -1, node: i, how: how}
	t.object.ID = m.newID(o)
	t.old = o.Size
	r.put(m, t, p)
	m.add(t)
}

// newID returns a free id of a room for an object like o: its own name with the
// next number.
func (m *room) newID(o scenes.Object) string {
	base := numbered.ReplaceAllString(o.ID, "")
	if base == "" {
		base = strings.ReplaceAll(cmp.Or(o.Category, "object"), " ", "_")
	}
	for {
		m.next[base]++
		id := fmt.Sprintf("%s_%d", base, m.next[base])
		if _, taken := m.ids[id]; !taken && !scenes.IsLayoutElement(id) {
			return id
		}
	}
}

// add takes a new thing.
func (m *room) add(t *thing) {
	m.ids[t.object.ID] = len(m.things)
	m.things = append(m.things, t)
}

// roomAt returns the room that a point lies in: the given one if it does, else
// the one whose floor is nearest below, or −1.
func (r *reading) roomAt(p scenes.Vec3, own int) int {
	if own >= 0 && r.rooms[own].holds(r.rooms[own].src.Local(p)) {
		return own
	}
	best, at := 0.0, -1
	for k, m := range r.rooms {
		if q := m.src.Local(p); m.holds(q) && (at < 0 || q[2] < best) {
			best, at = q[2], k
		}
	}
	return at
}

// roomSlack is how far below its floor or above its ceiling the centre of what
// belongs to a room may be.
const roomSlack = 0.5

// holds reports whether a point of the room's frame lies in the room.
func (m *room) holds(p scenes.Vec3) bool {
	room := &m.src.Task.Room
	return p[2] > -roomSlack && p[2] < room.Height+roomSlack && geom.InsideFloor(room, p.Vec2(), 0)
}
