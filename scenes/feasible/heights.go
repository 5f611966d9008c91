package feasible

import (
	"fmt"

	"github.com/metaspatial/metaspatial/scenes"
)

// heights compares every object, and what it stands on, with the ceiling.
func (c *check) heights() {
	room := c.space.Extent[2]
	for i := range c.items {
		it := &c.items[i]
		if it.skip {
			continue
		}
		if it.ringed(c) {
			continue
		}
		tall, stack := it.o.Size[2], []string(nil)
		for p := it.parent; p >= 0; p = c.items[p].parent {
			// What lies on a rug may as well be taken to lie on the floor.
			if !c.items[p].o.Flat {
				tall += c.items[p].o.Size[2]
				stack = append(stack, c.items[p].o.ID)
			}
		}
		by := tall - room
		if by <= slack*float64(3+2*len(stack)) {
			continue
		}
		if len(stack) == 0 {
			c.obstacle(i, by, fmt.Sprintf("%s is %s tall, %s more than the room", it.o.ID, metres(it.o.Size[2]), metres(by)))
		} else {
			c.obstacle(i, by, fmt.Sprintf("%s on %s reaches %s, %s above the ceiling", it.o.ID, list(stack), metres(tall), metres(by)), stack...)
		}
	}
}

// ringed finds objects that carry each other.
func (it *item) ringed(c *check) bool {
	slow, fast := it.parent, it.parent
	for fast >= 0 {
		if fast = c.items[fast].parent; fast < 0 {
			return false
		}
		fast, slow = c.items[fast].parent, c.items[slow].parent
		if fast >= 0 && fast == slow {
			break
		}
	}
	if fast < 0 {
		return false
	}
	tall, thin, n := 0.0, false, 0
	var ids []string
	first := fast
	for k := first; ; {
		o := c.items[k].o
		tall, thin, n = tall+o.Size[2], thin || o.Flat, n+1
		ids = append(ids, o.ID)
		if k = c.items[k].parent; k == first {
			break
		}
	}
	// Of a ring of coverings each may be taken to lie on the floor.
	if !thin && tall > slack*float64(n+1) {
		c.obstacle(first, 0, fmt.Sprintf("%s carry each other in a ring; something must stand on the floor", list(ids)), without(ids, c.items[first].o.ID)...)
	}
	return true
}

func without(ids []string, id string) []string {
	var out []string
	for _, v := range ids {
		if v != id {
			out = append(out, v)
		}
	}
	return out
}

// metres writes a length.
func metres(v float64) string { return fmt.Sprintf("%.2f m", v) }

// footprint writes a size on the floor.
func footprint(s scenes.Vec3) string { return fmt.Sprintf("%.2f × %.2f m", s[0], s[1]) }

// list joins names with commas and an "and".
func list(ids []string) string {
	out := ""
	for i, id := range ids {
		switch {
		case i == 0:
		case i == len(ids)-1:
			out += " and "
		default:
			out += ", "
		}
		out += id
	}
	return out
}
