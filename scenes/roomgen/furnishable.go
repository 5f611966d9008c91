package roomgen

// enough is the share of a program's core that a library must have as named,
// without substitutes, for the rooms to look like the program.
const enough = 0.35

// Furnishable lists the programs that the library can furnish in their own
// character: it has at least a third of what makes the room that kind. A library
// that can do so for none gets all programs, with substitutes. "abstract" is
// not among them.
func Furnishable(items []Item) ([]string, error) {
	c, err := catalogueOf(items)
	if err != nil {
		return nil, err
	}
	return c.programs(), nil
}

func (c *catalogue) programs() []string {
	if c == invented {
		return rooms
	}
	var out []string
	for _, name := range rooms {
		if c.share(programs[name]) >= enough {
			out = append(out, name)
		}
	}
	if len(out) == 0 {
		return rooms
	}
	return out
}

// share is how much of the program's core the catalogue has as named.
func (c *catalogue) share(p *program) float64 {
	has, all := 0.0, 0.0
	for i := range p.core {
		s := &p.core[i]
		// What comes first makes the room; what comes seldom does not.
		w := s.p / float64(2+i)
		all += w
		for _, name := range s.wanted[0] {
			if len(c.by[name]) > 0 {
				has += w
				break
			}
		}
	}
	return has / all
}
