package stage

import "github.com/metaspatial/metaspatial/scenes/raster/overlay"

// Overlays say what is drawn over the room beside the room itself.
type Overlays struct {
	// Collisions hatches what is at fault.
	Collisions bool
	// Walkable tints the floor that a person who comes in by a door reaches.
	Walkable bool
	// Swings draws what doors sweep and the clearances that objects ask for.
	Swings bool
	// Relations draws a line from every object to what it has a relation to.
	Relations bool
	// Fronts draws an arrow to where each object's front points.
	Fronts bool
	// Names labels the objects.
	Names bool
	// Dimensions writes the lengths of the room's sides.
	Dimensions bool
	// Sizes writes the sizes of the selected objects.
	Sizes bool
	// Compass draws where north is.
	Compass bool
	// Marks draws a lock on what is locked and an outline of what is hidden.
	Marks bool
	// NoField hides the content's field.
	NoField bool
}

// options are the parts that package overlay draws. While the camera moves
// nothing is written: labels would jump from place to place.
func (o Overlays) options(selected []string, moving bool) overlay.Options {
	out := overlay.Options{
		Violations: o.Collisions, Walkable: o.Walkable, Swings: o.Swings, Fronts: o.Fronts,
		Wordless: moving,
	}
	if !moving {
		out.IDs, out.Dimensions, out.Compass = o.Names, o.Dimensions, o.Compass
		if o.Sizes && len(selected) > 0 {
			out.Sizes, out.Only = true, selected
		}
	}
	return out
}
