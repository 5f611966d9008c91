package raster

import "github.com/metaspatial/metaspatial/scenes"

// LightKind says what a [Light] is.
type LightKind uint8

// The kinds of light.
const (
	// Point is a small sphere that shines evenly to all sides.
	Point LightKind = iota
	// Sun shines from infinitely far away.
	Sun
	// Area is a square that shines to its front, as a ceiling panel does.
	Area
)

// Light is a lamp or the sun, in radiometric units: a white matt surface that
// receives the irradiance π looks as bright as 1.
type Light struct {
	Kind LightKind
	// Position of a point or area light, in metres.
	Position scenes.Vec3
	// Direction of the light's travel, for the sun and area lights; zero means
	// straight down.
	Direction scenes.Vec3
	// Color is linear; zero means white.
	Color [3]float64
	// Power is the irradiance of the sun in W/m² on a surface that faces it, and
	// the radiant flux of the others in W.
	Power float64
	// Radius of a point light and half the side of an area light in metres, and
	// the angular radius of the sun in degrees. It makes shadows soft.
	Radius float64
}
