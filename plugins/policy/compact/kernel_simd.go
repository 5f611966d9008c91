//go:build goexperiment.simd && amd64

package compact

import "simd/archsimd"

// vectors says that the processor has what the kernels below use, which do the
// default grid of 24: three registers of eight.
var vectors = archsimd.X86.AVX2() && archsimd.X86.FMA()

const lanes = 24

func outer(grid []float32, n int, u, v, w []float32) {
	if n != lanes || !vectors {
		outerPlain(grid, n, u, v, w)
		return
	}
	for k, x := range w {
		if x == 0 {
			continue
		}
		row := v[k*lanes:][:lanes]
		v0, v1, v2 := load(row, 0), load(row, 8), load(row, 16)
		for a, y := range u[k*lanes:][:lanes] {
			if y == 0 {
				continue
			}
			c := archsimd.BroadcastFloat32x8(x * y)
			out := grid[a*lanes:][:lanes]
			v0.MulAdd(c, load(out, 0)).StoreSlice(out)
			v1.MulAdd(c, load(out, 8)).StoreSlice(out[8:])
			v2.MulAdd(c, load(out, 16)).StoreSlice(out[16:])
		}
	}
	archsimd.ClearAVXUpperBits()
}

func inner(out []float32, n int, u, v, grid []float32) {
	if n != lanes || !vectors {
		innerPlain(out, n, u, v, grid)
		return
	}
	for k := range out {
		var s0, s1, s2 archsimd.Float32x8
		for a, y := range u[k*lanes:][:lanes] {
			if y == 0 {
				continue
			}
			c := archsimd.BroadcastFloat32x8(y)
			row := grid[a*lanes:][:lanes]
			s0, s1, s2 = load(row, 0).MulAdd(c, s0), load(row, 8).MulAdd(c, s1), load(row, 16).MulAdd(c, s2)
		}
		row := v[k*lanes:][:lanes]
		out[k] = lay(s0.Mul(load(row, 0)).Add(s1.Mul(load(row, 8))).Add(s2.Mul(load(row, 16))))
	}
	archsimd.ClearAVXUpperBits()
}

func cones(grid []float32, n int, wide, mask, far, w []float32) {
	if n != lanes || !vectors {
		conesPlain(grid, n, wide, mask, far, w)
		return
	}
	zero := archsimd.BroadcastFloat32x8(0)
	for k, x := range w {
		if x == 0 {
			continue
		}
		m, f := mask[k*lanes:][:lanes], far[k*lanes:][:lanes]
		c := archsimd.BroadcastFloat32x8(x)
		for a, y := range wide[k*lanes:][:lanes] {
			less := archsimd.BroadcastFloat32x8(-y)
			out := grid[a*lanes:][:lanes]
			for b := 0; b < lanes; b += 8 {
				load(f, b).MulAdd(less, load(m, b)).Max(zero).MulAdd(c, load(out, b)).StoreSlice(out[b:])
			}
		}
	}
	archsimd.ClearAVXUpperBits()
}

func conesInner(out []float32, n int, wide, mask, far, grid []float32) {
	if n != lanes || !vectors {
		conesInnerPlain(out, n, wide, mask, far, grid)
		return
	}
	zero := archsimd.BroadcastFloat32x8(0)
	for k := range out {
		m, f := mask[k*lanes:][:lanes], far[k*lanes:][:lanes]
		var sum archsimd.Float32x8
		for a, y := range wide[k*lanes:][:lanes] {
			less := archsimd.BroadcastFloat32x8(-y)
			row := grid[a*lanes:][:lanes]
			for b := 0; b < lanes; b += 8 {
				sum = load(f, b).MulAdd(less, load(m, b)).Max(zero).MulAdd(load(row, b), sum)
			}
		}
		out[k] = lay(sum)
	}
	archsimd.ClearAVXUpperBits()
}

func load(s []float32, at int) archsimd.Float32x8 { return archsimd.LoadFloat32x8Slice(s[at:]) }

// lay adds the lanes up.
func lay(x archsimd.Float32x8) float32 {
	var s [8]float32
	x.Store(&s)
	return s[0] + s[1] + s[2] + s[3] + s[4] + s[5] + s[6] + s[7]
}

// axpy adds x·in to out.
func axpy(out, in []float32, x float32) {
	if x == 0 {
		return
	}
	if !vectors {
		axpyPlain(out, in, x)
		return
	}
	c := archsimd.BroadcastFloat32x8(x)
	in = in[:len(out)]
	k := 0
	for ; k+8 <= len(out); k += 8 {
		load(in, k).MulAdd(c, load(out, k)).StoreSlice(out[k:])
	}
	archsimd.ClearAVXUpperBits()
	for ; k < len(out); k++ {
		out[k] += x * in[k]
	}
}

func dot(a, b []float32) float32 {
	if len(a)%8 != 0 || !vectors {
		return dotPlain(a, b)
	}
	var sum archsimd.Float32x8
	b = b[:len(a)]
	for k := 0; k < len(a); k += 8 {
		sum = load(a, k).MulAdd(load(b, k), sum)
	}
	s := lay(sum)
	archsimd.ClearAVXUpperBits()
	return s
}
