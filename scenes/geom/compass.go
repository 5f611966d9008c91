package geom

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
)

// winds are the eight directions, clockwise from north.
var winds = [8]string{"north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"}

// Compass names the nearest of the eight directions of a way on the floor,
// north being +y; empty for a way without a direction.
func Compass(dir scenes.Vec2) string {
	bearing, ok := Bearing(scenes.Vec2{}, dir)
	if !ok {
		return ""
	}
	return CompassOf(bearing)
}

// CompassOf names the nearest of the eight directions of a finite heading in
// degrees.
func CompassOf(heading float64) string {
	k := int(math.Round(math.Mod(heading, 360)/45)) % 8
	return winds[(k+8)%8]
}
