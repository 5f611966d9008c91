package floorplan

// between is the share of a building that walls and corridors take.
const between = 0.2

// Area is how large a building is, in square metres, in which the rooms have
// the floor that was asked for or the usual one of their kind; rooms of an
// unknown kind count nothing.
func Area(rooms []Ask) float64 {
	sum := 0.0
	for _, a := range rooms {
		switch k := byWord[a.Program]; {
		case a.Area > 0:
			sum += a.Area
		case k != nil:
			sum += k.usual
		}
	}
	return sum * (1 + between)
}
