package design

var kitchen = []piece{
	{"counter", "counter", func(b *builder) { counterBase(b, 1.2); drawers(b, sage, brass, 0, .29, .66, 1.16, .18, 1) }},
	{"counter_small", "counter", func(b *builder) { counterBase(b, .8); drawers(b, sage, brass, 0, .29, .66, .76, .18, 1) }},
	{"kitchen_sink", "kitchen_sink", kitchenSink},
	{"kitchen_island", "kitchen_island", kitchenIsland},
	{"stove", "stove", stove},
	{"refrigerator", "refrigerator", refrigerator},
	{"pantry", "pantry", pantry},
	{"microwave", "microwave", microwave},
	{"coffee_machine", "coffee_machine", coffeeMachine},
	{"toaster", "toaster", toaster},
	{"trash_can", "trash_can", trashCan},
}

// counterBase is a worktop over a carcass with doors below.
func counterBase(b *builder, w float64) {
	b.box(charcoal, 0, -.03, 0, w-.02, .5, .1)
	b.box(white, 0, -.01, .09, w, .58, .78)
	doors(b, sage, brass, .29, .11, w-.04, .54, 2)
	b.bevelled(oak, 0, 0, .865, w+.01, .63, .04, .01)
}

func kitchenSink(b *builder) {
	b.box(charcoal, 0, -.03, 0, .98, .5, .1)
	b.box(white, 0, -.01, .09, 1, .58, .66)
	doors(b, sage, brass, .29, .11, .96, .72, 2)
	// The worktop frames the basin.
	b.box(oak, -.39, 0, .865, .23, .63, .04)
	b.box(oak, .39, 0, .865, .23, .63, .04)
	b.box(oak, 0, -.25, .865, .6, .13, .04)
	b.box(oak, 0, .265, .865, .6, .1, .04)
	b.box(white, 0, -.01, .7, .99, .56, .06)
	b.box(steel, 0, .015, .75, .56, .42, .02)
	b.both(func(s float64) {
		b.box(steel, s*.275, .015, .75, .02, .42, .16)
		b.box(steel, 0, .015+s*.2, .75, .56, .02, .16)
	})
	b.rod(steel, vec{0, -.24, .9}, vec{0, -.24, 1.06}, .016, 8)
	b.rod(steel, vec{0, -.25, 1.06}, vec{0, -.05, 1.05}, .013, 8)
	b.rod(steel, vec{0, -.05, 1.055}, vec{0, -.05, 1}, .012, 8)
}

func kitchenIsland(b *builder) {
	b.box(charcoal, 0, 0, 0, 1.4, .6, .1)
	b.box(navy, 0, 0, .09, 1.46, .68, .78)
	doors(b, navy, brass, .345, .12, 1.4, .72, 3)
	b.bevelled(ceramic, 0, 0, .865, 1.6, .85, .045, .012)
}

func stove(b *builder) {
	b.box(charcoal, 0, 0, 0, .56, .5, .08)
	b.bevelled(ceramic, 0, 0, .06, .6, .6, .8, .01)
	b.bevelled(black, 0, .0, .855, .6, .6, .03, .008)
	for i, p := range [][2]float64{{-.15, -.13}, {.15, -.13}, {-.15, .14}, {.15, .14}} {
		r := .08 + .02*float64(i%2)
		b.ring(iron, p[0], p[1], .88, r-.025, r, .012, 12)
		b.lathe(charcoal, p[0], p[1], 10, [2]float64{.03, .88}, [2]float64{.028, .888})
	}
	b.bevelled(black, 0, .295, .2, .5, .02, .4, .008)
	b.bevelled(screen, 0, .302, .26, .38, .01, .26, .003)
	b.rod(steel, vec{-.2, .325, .64}, vec{.2, .325, .64}, .012, 8)
	for i := range 5 {
		b.moved(-.2+.1*float64(i), .3, .76, func() {
			b.turned(vec{1, 0, 0}, -90, func() { b.lathe(black, 0, 0, 8, [2]float64{.022, 0}, [2]float64{.02, .025}) })
		})
	}
}

func refrigerator(b *builder) {
	b.box(charcoal, 0, -.02, 0, .62, .56, .05)
	b.bevelled(grey, 0, -.02, .04, .68, .6, 1.74, .015)
	b.bevelled(steel, 0, .3, .06, .67, .06, 1.06, .015)
	b.bevelled(steel, 0, .3, 1.14, .67, .06, .63, .015)
	b.rod(charcoal, vec{-.27, .345, .72}, vec{-.27, .345, 1.06}, .013, 8)
	b.rod(charcoal, vec{-.27, .345, 1.2}, vec{-.27, .345, 1.46}, .013, 8)
}

func pantry(b *builder) {
	b.box(charcoal, 0, -.03, 0, .76, .48, .1)
	b.box(white, 0, -.01, .09, .8, .56, 1.95)
	doors(b, sage, brass, .28, .11, .78, 1.18, 2)
	doors(b, sage, brass, .28, 1.31, .78, .7, 2)
	b.bevelled(oak, 0, 0, 2.03, .82, .6, .03, .01)
}

func microwave(b *builder) {
	b.bevelled(steel, 0, 0, .01, .5, .36, .28, .012)
	b.bevelled(black, -.06, .178, .035, .35, .012, .23, .004)
	b.bevelled(screen, -.06, .184, .06, .28, .008, .18, .002)
	b.bevelled(charcoal, .175, .178, .035, .1, .012, .23, .004)
	b.cylinder(grey, .175, .19, .07, .02, .03, 8)
	b.rod(steel, vec{.1, .198, .06}, vec{.1, .198, .24}, .008, 6)
	b.corners(.2, .13, func(x, y float64) { b.cylinder(black, x, y, 0, .015, .015, 6) })
}

func coffeeMachine(b *builder) {
	b.bevelled(charcoal, 0, 0, 0, .26, .32, .05, .012)
	b.bevelled(charcoal, 0, -.1, .04, .26, .12, .3, .015)
	b.bevelled(red, 0, .0, .25, .26, .32, .11, .02)
	b.cylinder(steel, 0, .06, .21, .035, .045, 10)
	b.lathe(ceramic, 0, .06, 10, [2]float64{.025, .05}, [2]float64{.035, .11}, [2]float64{.028, .11}, [2]float64{.026, .1})
}

func toaster(b *builder) {
	b.soft(teal, 0, 0, .01, .3, .19, .18, .05)
	b.both(func(s float64) { b.bevelled(black, 0, s*.035, .18, .2, .026, .012, .002) })
	b.bevelled(black, .155, 0, .1, .02, .05, .02, .005)
	b.corners(.1, .06, func(x, y float64) { b.cylinder(black, x, y, 0, .014, .02, 6) })
}

func trashCan(b *builder) {
	b.lathe(steel, 0, 0, 16, [2]float64{.14, 0}, [2]float64{.15, .02}, [2]float64{.165, .5}, [2]float64{.165, .52})
	b.lathe(charcoal, 0, 0, 16, [2]float64{.17, .515}, [2]float64{.17, .55}, [2]float64{.13, .59}, [2]float64{.04, .61})
	b.bevelled(charcoal, 0, .17, .02, .1, .05, .02, .006)
}
