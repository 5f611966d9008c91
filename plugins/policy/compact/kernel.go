package compact

// outer adds Σ w_k·u_k⊗v_k to the grid; inner takes Σ u_k·grid·v_k per k. Rows in
// which a profile is zero cost nothing: most evidence is local.

func outerPlain(grid []float32, n int, u, v, w []float32) {
	for k, x := range w {
		if x == 0 {
			continue
		}
		row := v[k*n:][:n]
		for a, y := range u[k*n:][:n] {
			if y == 0 {
				continue
			}
			y *= x
			out := grid[a*n:][:n]
			for b, z := range row {
				out[b] += y * z
			}
		}
	}
}

func innerPlain(out []float32, n int, u, v, grid []float32) {
	for k := range out {
		row := v[k*n:][:n]
		var sum float32
		for a, y := range u[k*n:][:n] {
			if y == 0 {
				continue
			}
			var dot float32
			for b, z := range grid[a*n:][:n] {
				dot += z * row[b]
			}
			sum += y * dot
		}
		out[k] = sum
	}
}

// cones adds Σ w_k·max(0, mask_k − wide_k·far_k).
func conesPlain(grid []float32, n int, wide, mask, far, w []float32) {
	for k, x := range w {
		if x == 0 {
			continue
		}
		m, f := mask[k*n:][:n], far[k*n:][:n]
		for a, y := range wide[k*n:][:n] {
			out := grid[a*n:][:n]
			for b := range out {
				out[b] += x * max(0, m[b]-y*f[b])
			}
		}
	}
}

func conesInnerPlain(out []float32, n int, wide, mask, far, grid []float32) {
	for k := range out {
		m, f := mask[k*n:][:n], far[k*n:][:n]
		var sum float32
		for a, y := range wide[k*n:][:n] {
			for b, z := range grid[a*n:][:n] {
				sum += z * max(0, m[b]-y*f[b])
			}
		}
		out[k] = sum
	}
}

func axpyPlain(out, in []float32, x float32) {
	for k, y := range in[:len(out)] {
		out[k] += x * y
	}
}

func dotPlain(a, b []float32) (sum float32) {
	for k, x := range a {
		sum += x * b[k]
	}
	return sum
}
