package raster

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
)

// Lens returns the vertical field of view in degrees of a lens of the given
// focal length before a sensor whose greater side, both in millimetres, spans
// the greater side of the picture (Blender's sensor fit "auto").
func Lens(focal, sensor float64, width, height int) float64 {
	f := focal / sensor * float64(max(width, height))
	return grid(2 * math.Atan2(float64(height)/2, f) * 180 / math.Pi)
}

// Pose returns a camera that stands as a matrix says whose rows take the
// camera's frame (x right, y up, looking along -z) to layout space.
func Pose(rows [4][4]float64) Camera {
	column := func(k int) scenes.Vec3 { return scenes.Vec3{rows[0][k], rows[1][k], rows[2][k]} }
	eye := column(3)
	return Camera{Eye: eye, Target: eye.Sub(column(2)), Up: column(1)}
}

// centre returns the pixel coordinates of the line of sight.
func (c Camera) centre(width, height int) (x, y float64) {
	side := float64(max(width, height))
	return float64(float64(width)/2) - float64(c.ShiftX*side), float64(float64(height)/2) + float64(c.ShiftY*side)
}
