package design

import "math"

var plants = []piece{
	{"plant", "plant", bigPlant},
	{"plant_fern", "plant", fern},
	{"cactus", "cactus", cactus},
	{"small_plant", "small_plant", smallPlant},
	{"flower_vase", "flower_vase", flowerVase},
}

func pot(b *builder, c paint, r, h float64) {
	b.lathe(c, 0, 0, 14, [2]float64{r * .68, 0}, [2]float64{r * .98, h - .03}, [2]float64{r, h - .03}, [2]float64{r, h}, [2]float64{r * .88, h}, [2]float64{r * .86, h - .03})
	b.lathe(soil, 0, 0, 12, [2]float64{r * .87, h - .05}, [2]float64{r * .87, h - .028})
}

// bigPlant carries broad leaves on stems of several heights.
func bigPlant(b *builder) {
	pot(b, white, .17, .3)
	for i := range 11 {
		heading := 137.5 * float64(i) // the golden angle spreads leaves evenly
		s, c := math.Sincos(heading * math.Pi / 180)
		z := .52 + .055*float64(i)
		top := vec{.055 * c, .055 * s, z}
		if i%2 == 0 {
			b.rod(leafDark, vec{.03 * c, .03 * s, .27}, top, .009, 5)
		}
		col := leafy
		if i%3 == 0 {
			col = leafDark
		}
		b.leaf(col, top, heading, 66-2*float64(i%4), .27-.006*float64(i), .14, 70)
	}
	b.leaf(leafy, vec{0, 0, 1.02}, 20, 84, .24, .12, 20)
	b.rod(leafDark, vec{0, 0, .27}, vec{0, 0, 1.03}, .01, 5)
}

func fern(b *builder) {
	pot(b, clay, .16, .26)
	for i := range 16 {
		heading := 137.5 * float64(i)
		col := leafy
		if i%3 == 1 {
			col = leafDark
		}
		b.leaf(col, vec{0, 0, .24}, heading, 89-1.0*float64(i), .45-.012*float64(i%5), .075, 70)
	}
}

func cactus(b *builder) {
	pot(b, clay, .16, .2)
	column := func(r, z0, z1 float64) {
		b.lathe(leafDark, 0, 0, 10, [2]float64{r * .9, z0}, [2]float64{r, z0 + .1}, [2]float64{r, z1 - .08}, [2]float64{r * .75, z1 - .025}, [2]float64{0, z1})
	}
	column(.085, .17, .78)
	b.both(func(s float64) {
		z := .42 - .06*s
		b.rod(leafDark, vec{s * .06, 0, z}, vec{s * .16, 0, z + .02}, .042, 8)
		b.moved(s*.165, 0, 0, func() { column(.045, z-.02, z+.2) })
	})
	b.ball(blush, 0, .03, .77, .03, .025, 8)
}

func smallPlant(b *builder) {
	pot(b, teal, .075, .1)
	for i := range 12 {
		col := leafy
		if i%3 == 0 {
			col = leafDark
		}
		b.leaf(col, vec{0, 0, .085}, 137.5*float64(i), 80-4*float64(i), .16, .05, 55)
	}
}

func flowerVase(b *builder) {
	b.lathe(navy, 0, 0, 14, [2]float64{.04, 0}, [2]float64{.065, .05}, [2]float64{.06, .1}, [2]float64{.03, .16}, [2]float64{.04, .19})
	heads := []paint{blush, mustard, red, white, blush}
	for i, c := range heads {
		s, co := math.Sincos(137.5 * float64(i) * math.Pi / 180)
		top := vec{.07 * co, .07 * s, .33 + .022*float64(i)}
		b.rod(leafDark, vec{.01 * co, .01 * s, .17}, top, .005, 4)
		b.ball(c, top[0], top[1], top[2], .032, .026, 8)
		b.leaf(leafy, vec{.02 * co, .02 * s, .2}, 137.5*float64(i)+60, 60, .11, .035, 60)
	}
}
