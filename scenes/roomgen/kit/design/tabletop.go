package design

var tabletop = []piece{
	{"vase", "vase", func(b *builder) {
		b.lathe(clay, 0, 0, 16, [2]float64{.05, 0}, [2]float64{.09, .07}, [2]float64{.095, .13}, [2]float64{.05, .23}, [2]float64{.038, .27}, [2]float64{.05, .3}, [2]float64{.038, .3}, [2]float64{.03, .27})
	}},
	{"bowl", "bowl", fruitBowl},
	{"plate", "plate", func(b *builder) {
		b.lathe(ceramic, 0, 0, 18, [2]float64{.07, 0}, [2]float64{.125, .022}, [2]float64{.13, .026}, [2]float64{.085, .012}, [2]float64{0, .01})
		b.ring(teal, 0, 0, .019, .112, .122, .005, 18)
	}},
	{"cup", "cup", func(b *builder) {
		b.lathe(clay, 0, 0, 12, [2]float64{.032, 0}, [2]float64{.038, .01}, [2]float64{.04, .095}, [2]float64{.034, .095}, [2]float64{.032, .08})
		b.moved(.044, 0, .05, func() { b.turned(vec{1, 0, 0}, 90, func() { b.ring(clay, 0, 0, -.006, .016, .026, .012, 10) }) })
	}},
	{"tankard", "cup", func(b *builder) {
		b.lathe(oak, 0, 0, 10, [2]float64{.05, 0}, [2]float64{.044, .12}, [2]float64{.036, .12}, [2]float64{.036, .11})
		b.ring(iron, 0, 0, .015, .04, .052, .014, 10)
		b.ring(iron, 0, 0, .09, .04, .049, .014, 10)
		b.ball(cream, 0, 0, .115, .04, .02, 10)
		b.moved(.055, 0, .06, func() { b.turned(vec{1, 0, 0}, 90, func() { b.ring(oak, 0, 0, -.008, .022, .036, .016, 8) }) })
	}},
	{"bottle", "bottle", func(b *builder) {
		b.lathe(green, 0, 0, 12, [2]float64{.036, 0}, [2]float64{.04, .01}, [2]float64{.04, .17}, [2]float64{.016, .22}, [2]float64{.014, .28})
		b.ring(paper, 0, 0, .06, .038, .0415, .08, 12)
		b.cylinder(rope, 0, 0, .275, .012, .025, 8)
	}},
	{"teapot", "teapot", func(b *builder) {
		b.ball(teal, 0, 0, .08, .085, .075, 14)
		b.lathe(teal, 0, 0, 12, [2]float64{.05, .14}, [2]float64{.045, .155}, [2]float64{0, .165})
		b.ball(brass, 0, 0, .175, .013, .013, 8)
		b.leg(teal, vec{.07, 0, .06}, vec{.13, 0, .13}, .04, .018)
		b.moved(-.09, 0, .085, func() { b.turned(vec{1, 0, 0}, 90, func() { b.ring(teal, 0, 0, -.008, .028, .042, .016, 10) }) })
	}},
	{"pot", "pot", func(b *builder) {
		b.lathe(red, 0, 0, 16, [2]float64{.11, 0}, [2]float64{.12, .012}, [2]float64{.12, .12}, [2]float64{.125, .125}, [2]float64{.11, .145}, [2]float64{.03, .16})
		b.cylinder(black, 0, 0, .155, .018, .025, 8)
		b.both(func(s float64) { b.bevelled(black, s*.135, 0, .085, .04, .06, .02, .006) })
	}},
	{"bread", "bread", func(b *builder) {
		b.soft(crust, 0, 0, 0, .26, .14, .1, .048)
		for i := range 3 {
			b.moved(-.06+.06*float64(i), 0, .084, func() { b.turned(vec{0, 0, 1}, -25, func() { b.bevelled(cream, 0, 0, 0, .014, .085, .018, .006) }) })
		}
	}},
	{"book_stack", "book_stack", func(b *builder) {
		for i, c := range []paint{navy, clay, mustard, teal} {
			w := .24 - .015*float64(i)
			b.turned(vec{0, 0, 1}, float64(i*17%11)-5, func() {
				z := .038 * float64(i)
				b.bevelled(c, 0, 0, z, w, .18-.01*float64(i), .036, .004)
				b.bevelled(paper, .006, .004, z+.006, w, .178-.01*float64(i), .024, .002)
			})
		}
	}},
	{"book", "book", func(b *builder) {
		b.bevelled(red, 0, 0, 0, .17, .23, .034, .004)
		b.bevelled(paper, .005, 0, .005, .166, .222, .024, .002)
		b.bevelled(gold, 0, .02, .03, .08, .06, .006, .001)
	}},
	{"photo_frame", "photo_frame", func(b *builder) {
		b.turned(vec{1, 0, 0}, 12, func() {
			frame(b, brass, .18, .23, .02, .016)
			b.box(water, 0, -.004, .01, .16, .008, .21)
			b.plate(green, .002, .004, [2]float64{-.07, .02}, [2]float64{.07, .02}, [2]float64{.07, .09}, [2]float64{-.07, .13})
		})
		b.leg(brass, vec{0, -.1, 0}, vec{0, -.04, .12}, .018, .012)
	}},
	{"globe", "globe", func(b *builder) {
		b.lathe(walnut, 0, 0, 14, [2]float64{.1, 0}, [2]float64{.1, .02}, [2]float64{.03, .04}, [2]float64{.018, .08}, [2]float64{.018, .12})
		b.moved(0, 0, .26, func() {
			b.turned(vec{0, 1, 0}, 23, func() {
				b.ball(water, 0, 0, 0, .13, .13, 16)
				b.ball(leafy, .05, .05, .03, .09, .085, 10)
				b.ball(leafy, -.06, .02, -.03, .082, .07, 9)
				b.ball(leafy, .01, -.07, .01, .08, .08, 9)
				b.turned(vec{1, 0, 0}, 90, func() { b.ring(brass, 0, 0, -.006, .14, .15, .012, 22) })
			})
		})
	}},
	{"papers", "papers", func(b *builder) {
		for i := range 4 {
			b.turned(vec{0, 0, 1}, float64(i*23%17)-8, func() { b.bevelled(paper, 0, 0, .008*float64(i), .21, .29, .007, .001) })
		}
	}},
	{"pen_holder", "pen_holder", func(b *builder) {
		b.lathe(navy, 0, 0, 12, [2]float64{.04, 0}, [2]float64{.04, .1}, [2]float64{.034, .1}, [2]float64{.034, .08})
		for i, c := range []paint{red, mustard, teal} {
			b.turned(vec{0, 0, 1}, 120*float64(i), func() { b.rod(c, vec{.005, 0, .06}, vec{.03, 0, .17}, .005, 5) })
		}
	}},
	{"television", "television", func(b *builder) {
		b.bevelled(black, 0, 0, .06, 1.15, .05, .67, .01)
		b.bevelled(screen, 0, .02, .08, 1.11, .014, .63, .003)
		b.box(black, 0, 0, .02, .1, .05, .08)
		b.bevelled(black, 0, 0, 0, .44, .22, .02, .006)
	}},
	{"monitor", "monitor", func(b *builder) {
		b.bevelled(black, 0, 0, .1, .56, .04, .35, .008)
		b.bevelled(screen, 0, .014, .115, .53, .014, .32, .003)
		b.box(steel, 0, -.02, .01, .05, .03, .2)
		b.bevelled(steel, 0, -.01, 0, .22, .18, .014, .005)
	}},
	{"laptop", "laptop", func(b *builder) {
		b.bevelled(steel, 0, 0, 0, .34, .235, .018, .006)
		b.bevelled(charcoal, 0, -.02, .014, .29, .12, .006, .001)
		b.bevelled(grey, 0, .08, .014, .1, .055, .006, .001)
		b.moved(0, -.115, .012, func() {
			b.turned(vec{1, 0, 0}, 12, func() {
				b.bevelled(steel, 0, 0, 0, .34, .012, .215, .005)
				b.bevelled(screen, 0, .005, .01, .315, .006, .195, .001)
			})
		})
	}},
}

func fruitBowl(b *builder) {
	b.lathe(oak, 0, 0, 16, [2]float64{.05, 0}, [2]float64{.055, .012}, [2]float64{.12, .06}, [2]float64{.14, .085}, [2]float64{.13, .085}, [2]float64{.09, .05}, [2]float64{0, .035})
	for i, c := range []paint{red, mustard, leafy, red, mustard} {
		b.turned(vec{0, 0, 1}, 72*float64(i), func() { b.ball(c, .065, 0, .09, .036, .034, 9) })
	}
	b.ball(red, 0, 0, .115, .036, .034, 9)
}
