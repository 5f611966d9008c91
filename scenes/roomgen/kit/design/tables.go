package design

import "math"

var tables = []piece{
	{"table", "table", func(b *builder) { legTable(b, oak, 1.2, .8, .75, .06) }},
	{"dining_table", "dining_table", func(b *builder) { legTable(b, walnut, 1.8, .9, .75, .07) }},
	{"dining_table_rustic", "dining_table", trestleTable},
	{"round_table", "round_table", func(b *builder) { pedestalTable(b, oak, .55, .75) }},
	{"small_table", "small_table", func(b *builder) { pedestalTable(b, walnut, .35, .74) }},
	{"coffee_table", "coffee_table", coffeeTable},
	{"coffee_table_round", "coffee_table", roundCoffeeTable},
	{"side_table", "side_table", sideTable},
	{"desk", "desk", desk},
	{"writing_desk", "desk", writingDesk},
	{"console_table", "console_table", func(b *builder) { consoleTable(b) }},
	{"dressing_table", "dressing_table", dressingTable},
	{"conference_table", "conference_table", conferenceTable},
}

func legTable(b *builder, wood paint, w, d, h, post float64) {
	b.corners(w/2-post*.9, d/2-post*.9, func(x, y float64) { b.leg(wood, vec{x * 1.01, y * 1.01, 0}, vec{x, y, h - .035}, post*.65, post) })
	b.both(func(s float64) {
		b.box(wood, 0, s*(d/2-post*.9), h-.125, w-2.4*post, .025, .09)
		b.box(wood, s*(w/2-post*.9), 0, h-.125, .025, d-2.4*post, .09)
	})
	b.bevelled(wood, 0, 0, h-.04, w, d, .04, .014)
}

func trestleTable(b *builder) {
	w, d, h := 1.8, .9, .76
	b.both(func(s float64) {
		x := s * .62
		b.leg(darkWood, vec{x, -.32, .05}, vec{x, .22, h - .06}, .08, .08)
		b.leg(darkWood, vec{x, .32, .05}, vec{x, -.22, h - .06}, .08, .08)
		b.bevelled(darkWood, x, 0, 0, .1, .78, .06, .015)
		b.bevelled(darkWood, x, 0, h-.11, .1, .8, .06, .015)
	})
	b.box(darkWood, 0, 0, .34, 1.3, .06, .08)
	for i := range 4 {
		b.bevelled(darkWood, 0, -d/2+d/4*(float64(i)+.5), h-.055, w, d/4-.006, .055, .014)
	}
}

func pedestalTable(b *builder, wood paint, r, h float64) {
	b.lathe(wood, 0, 0, 20, [2]float64{r - .03, h - .04}, [2]float64{r, h - .026}, [2]float64{r, h - .012}, [2]float64{r - .012, h})
	b.lathe(wood, 0, 0, 10, [2]float64{.075, .07}, [2]float64{.05, .14}, [2]float64{.036, .3}, [2]float64{.05, h - .2}, [2]float64{r * .4, h - .04})
	for i := range 4 {
		b.turned(vec{0, 0, 1}, 45+90*float64(i), func() { b.leg(wood, vec{r * .72, 0, 0}, vec{.03, 0, .12}, .045, .07) })
	}
}

func coffeeTable(b *builder) {
	b.corners(.47, .24, func(x, y float64) { b.leg(walnut, vec{x * 1.06, y * 1.08, 0}, vec{x * .96, y * .94, .37}, .032, .048) })
	b.bevelled(oak, 0, 0, .365, 1.1, .6, .035, .014)
	b.box(oak, 0, 0, .16, .92, .46, .02)
	b.bevelled(navy, -.2, .02, .18, .26, .2, .035, .006)
	b.bevelled(clay, -.19, .03, .215, .22, .17, .03, .006)
}

func roundCoffeeTable(b *builder) {
	b.lathe(pine, 0, 0, 22, [2]float64{.38, .37}, [2]float64{.4, .385}, [2]float64{.4, .4}, [2]float64{.388, .41})
	for i := range 3 {
		b.turned(vec{0, 0, 1}, 120*float64(i), func() { b.leg(pine, vec{.34, 0, 0}, vec{.2, 0, .38}, .03, .05) })
	}
	b.ring(pine, 0, 0, .31, .17, .24, .06, 16)
}

func sideTable(b *builder) {
	b.lathe(walnut, 0, 0, 18, [2]float64{.2, .52}, [2]float64{.22, .53}, [2]float64{.22, .545}, [2]float64{.21, .55})
	for i := range 3 {
		b.turned(vec{0, 0, 1}, 90+120*float64(i), func() { b.leg(walnut, vec{.2, 0, 0}, vec{.12, 0, .53}, .024, .036) })
	}
	b.lathe(brass, 0, 0, 14, [2]float64{.13, .2}, [2]float64{.14, .205}, [2]float64{.14, .215})
}

// drawers adds a column of drawer fronts with knobs on the face y.
func drawers(b *builder, c, knob paint, x, y, z, w, h float64, n int) {
	each := h / float64(n)
	for i := range n {
		at := z + each*float64(i)
		b.bevelled(c, x, y, at+.008, w-.016, .02, each-.016, .006)
		if w > .6 {
			b.both(func(s float64) { b.ball(knob, x+s*w*.28, y+.018, at+each/2, .014, .014, 6) })
		} else {
			b.ball(knob, x, y+.018, at+each/2, .014, .014, 6)
		}
	}
}

// doors adds n door fronts side by side with bar handles on the face y.
func doors(b *builder, c, knob paint, y, z, w, h float64, n int) {
	each := w / float64(n)
	for i := range n {
		x := -w/2 + each*(float64(i)+.5)
		b.bevelled(c, x, y, z+.006, each-.012, .02, h-.012, .006)
		s := 1.0
		if i >= n/2 && n > 1 {
			s = -1
		}
		b.rod(knob, vec{x + s*(each/2-.05), y + .022, z + h/2 - .06}, vec{x + s*(each/2-.05), y + .022, z + h/2 + .06}, .007, 6)
	}
}

func desk(b *builder) {
	b.bevelled(oak, 0, 0, .71, 1.4, .7, .035, .012)
	b.box(white, .46, -.02, .1, .42, .58, .61)
	drawers(b, white, brass, .46, .27, .12, .42, .57, 3)
	b.corners(.19, .25, func(x, y float64) { b.leg(oak, vec{.46 + x, y - .02, 0}, vec{.46 + x*.97, y - .02, .11}, .03, .04) })
	b.both(func(s float64) { b.leg(oak, vec{-.65, s * .3, 0}, vec{-.62, s * .27, .71}, .035, .055) })
	b.box(oak, -.1, -.3, .5, .72, .02, .2)
}

func writingDesk(b *builder) {
	legTable(b, walnut, 1.2, .6, .75, .05)
	b.bevelled(walnut, 0, .25, .63, .5, .03, .07, .006)
	b.ball(brass, 0, .275, .665, .014, .014, 8)
}

func consoleTable(b *builder) {
	legTable(b, oak, 1.1, .35, .8, .045)
	b.box(oak, 0, 0, .18, .98, .27, .022)
}

func dressingTable(b *builder) {
	b.corners(.46, .17, func(x, y float64) { b.leg(white, vec{x * 1.02, y * 1.04, 0}, vec{x, y, .62}, .025, .04) })
	b.box(white, 0, -.01, .6, 1, .4, .13)
	drawers(b, cream, brass, -.25, .19, .61, .46, .11, 1)
	drawers(b, cream, brass, .25, .19, .61, .46, .11, 1)
	b.bevelled(oak, 0, 0, .73, 1.06, .45, .028, .01)
}

func conferenceTable(b *builder) {
	var outline [][2]float64
	for i := range 24 {
		s, c := math.Sincos(2 * math.Pi * (float64(i) + .5) / 24)
		// A superellipse of exponent 4: long sides nearly straight.
		outline = append(outline, [2]float64{1.2 * math.Copysign(math.Sqrt(math.Abs(c)), c), .55 * math.Copysign(math.Sqrt(math.Abs(s)), s)})
	}
	b.moved(0, 0, .75, func() { b.turned(vec{1, 0, 0}, 90, func() { b.plate(walnut, 0, .045, outline...) }) })
	b.both(func(s float64) {
		b.bevelled(charcoal, s*.7, 0, 0, .5, .6, .04, .01)
		b.box(charcoal, s*.7, 0, .03, .14, .4, .68)
	})
	b.box(charcoal, 0, 0, .5, 1.4, .05, .14)
}
