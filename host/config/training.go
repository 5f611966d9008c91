package config

import "github.com/metaspatial/metaspatial/scenes/roomgen"

// Training returns the shares as training rooms are drawn by them. Seed, program,
// number of objects and items are the caller's to fill in.
func (t *Tasks) Training() roomgen.TrainingOptions {
	return roomgen.TrainingOptions{
		Crowded: t.Crowded, Polygons: t.Polygons, Large: t.Large, Free: t.Free, Prompts: t.Prompts,
		Locked: t.Locked, Optional: t.Optional, AnyYaw: t.AnyYaw,
	}
}
