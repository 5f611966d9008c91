package sceneeval

// Options set how a room is measured; the zero value is SceneEval's.
type Options struct {
	// Resolution is the number of pixels along each side of the rasters; 0
	// means 256.
	Resolution int
	// MaxSamples bounds the surface points of one object; 0 means 20 000.
	MaxSamples int
	// MaxFindings bounds the findings of each metric; 0 means 1000. What is
	// beyond is counted all the same, and said.
	MaxFindings int
	// Unsized are the ids of objects that stand in the room but are not in the
	// task, because their size is not known (see package scenestate). Metrics
	// that depend on every object are left out then.
	Unsized []string
}

// SceneEval's published parameters (configs/metrics.yaml of its code).
const (
	moveAway        = 0.005 // CollisionMetric.move_direction_amount, m
	inBounds        = 0.99  // OutOfBoundMetric.threshold
	samplesPerCubic = 5000  // OutOfBoundMetric.volume_sample_multiplier, 1/m³
	leastSamples    = 1000  // OutOfBoundMetric.min_sample_points
	supportSamples  = 256   // SupportMetric.num_samples_per_square_meter
	leastPerFace    = 32    // SupportMetric.min_num_samples
	supportTotal    = 1e5   // SupportMetric.max_total_num_samples
	supportReach    = 0.01  // SupportMetric.support_distance_threshold, m
	lift            = 0.005 // SupportMetric.epsilon, m
	facingGravity   = 0.9   // SupportMetric.normal_facing_threshold
	robotWidth      = 0.2   // NavigabilityMetric.robot_width, m
	scaleMargin     = 0.2   // NavigabilityMetric.scale_margin, m
	highObject      = 2.0   // obj_height_threshold of both rasters, m
	stripWidth      = 0.2   // AccessibilityMetric.access_area_width, m
	stripOffset     = 0.05  // AccessibilityMetric.access_area_offset, m
	pixelsPerMetre  = 100   // OpeningClearanceMetric.map_pixel_per_meter
	windowDepth     = 0.5   // OpeningClearanceMetric.window_front_extrude_distance, m
)

// What is larger or further than this is not measured but named: at such
// scales the tolerances of millimetres mean nothing.
const (
	largest  = 1e3 // m, rooms and objects
	furthest = 1e6 // m, positions
)

// Bounds of memory and work.
const (
	maxResolution = 4096
	maxCorners    = 2000
	maxRays       = 1 << 27
	maxPixels     = 1 << 29
)

func (o Options) withDefaults() Options {
	if o.Resolution <= 0 {
		o.Resolution = 256
	}
	o.Resolution = min(max(o.Resolution, 16), maxResolution)
	if o.MaxSamples <= 0 {
		o.MaxSamples = 20000
	}
	if o.MaxFindings <= 0 {
		o.MaxFindings = 1000
	}
	return o
}
