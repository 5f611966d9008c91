//go:build !goexperiment.simd || !amd64

package compact

func outer(grid []float32, n int, u, v, w []float32)   { outerPlain(grid, n, u, v, w) }
func inner(out []float32, n int, u, v, grid []float32) { innerPlain(out, n, u, v, grid) }
func cones(grid []float32, n int, wide, mask, far, w []float32) {
	conesPlain(grid, n, wide, mask, far, w)
}
func conesInner(out []float32, n int, wide, mask, far, grid []float32) {
	conesInnerPlain(out, n, wide, mask, far, grid)
}
func axpy(out, in []float32, x float32) { axpyPlain(out, in, x) }
func dot(a, b []float32) float32        { return dotPlain(a, b) }
