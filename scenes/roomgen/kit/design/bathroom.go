package design

var bathroom = []piece{
	{"toilet", "toilet", toilet},
	{"bathtub", "bathtub", bathtub},
	{"washbasin", "washbasin", washbasin},
	{"shower", "shower", shower},
	{"washing_machine", "washing_machine", washingMachine},
	{"towel_stack", "towel_stack", func(b *builder) {
		for i, c := range []paint{teal, white, sage} {
			b.soft(c, 0, 0, .055*float64(i), .32, .24, .06, .026)
		}
	}},
}

// oval stretches what is drawn along y.
func (b *builder) oval(x, y, sx, sy float64, draw func()) {
	b.under(translateScale(x, y, sx, sy), draw)
}

func toilet(b *builder) {
	b.oval(0, .08, .75, 1, func() {
		b.lathe(ceramic, 0, 0, 16, [2]float64{.17, 0}, [2]float64{.16, .06}, [2]float64{.17, .18}, [2]float64{.24, .36}, [2]float64{.25, .39})
	})
	b.oval(0, .08, .78, 1, func() {
		b.lathe(white, 0, 0, 18, [2]float64{.245, .385}, [2]float64{.255, .395}, [2]float64{.25, .415}, [2]float64{.235, .42})
	})
	b.bevelled(ceramic, 0, -.2, .05, .24, .2, .33, .03)
	b.bevelled(ceramic, 0, -.245, .37, .4, .17, .36, .03)
	b.bevelled(ceramic, 0, -.245, .72, .42, .19, .035, .012)
	b.cylinder(steel, 0, -.245, .75, .03, .012, 10)
}

func bathtub(b *builder) {
	w, d, h := 1.68, .76, .56
	b.soft(ceramic, 0, 0, .02, w-.06, d-.06, h-.06, .1)
	// A rim around the water.
	b.both(func(s float64) {
		b.bevelled(ceramic, s*(w/2-.05), 0, h-.09, .1, d, .09, .03)
		b.bevelled(ceramic, 0, s*(d/2-.05), h-.09, w-.12, .1, .09, .03)
	})
	b.box(water, 0, 0, h-.1, w-.18, d-.18, .065)
	b.rod(steel, vec{-w/2 + .05, 0, h - .01}, vec{-w/2 + .05, 0, h + .06}, .016, 8)
	b.rod(steel, vec{-w/2 + .05, 0, h + .05}, vec{-w/2 + .19, 0, h + .04}, .014, 8)
	b.corners(w/2-.2, d/2-.14, func(x, y float64) { b.ball(brass, x, y, .04, .045, .04, 8) })
}

func washbasin(b *builder) {
	b.box(walnut, 0, -.01, .1, .76, .44, .66)
	b.box(charcoal, 0, -.03, 0, .7, .38, .12)
	doors(b, walnut, brass, .21, .13, .74, .58, 2)
	b.bevelled(ceramic, 0, 0, .75, .8, .48, .04, .012)
	b.oval(0, .03, 1.2, .85, func() {
		b.lathe(ceramic, 0, 0, 18, [2]float64{.14, .78}, [2]float64{.19, .83}, [2]float64{.2, .87}, [2]float64{.185, .87}, [2]float64{.15, .82}, [2]float64{0, .8})
	})
	b.rod(steel, vec{0, -.18, .79}, vec{0, -.18, .93}, .014, 8)
	b.rod(steel, vec{0, -.19, .925}, vec{0, -.07, .915}, .012, 8)
}

func shower(b *builder) {
	b.bevelled(ceramic, 0, 0, 0, .9, .9, .08, .02)
	b.lathe(steel, 0, 0, 12, [2]float64{.05, .08}, [2]float64{.05, .085})
	b.box(ceramic, 0, -.435, .08, .9, .03, 2)
	b.box(ceramic, -.435, .01, .08, .03, .87, 2)
	b.box(glass, .44, .0, .08, .012, .86, 1.9)
	b.box(glass, 0, .44, .08, .86, .012, 1.9)
	for _, p := range [][2]float64{{.44, .44}, {.44, -.43}, {-.43, .44}} {
		b.box(steel, p[0], p[1], .06, .02, .02, 1.94)
	}
	b.rod(steel, vec{0, -.4, 1}, vec{0, -.4, 1.98}, .012, 6)
	b.rod(steel, vec{0, -.4, 1.97}, vec{0, -.16, 1.97}, .012, 6)
	b.lathe(steel, 0, -.15, 12, [2]float64{.1, 1.93}, [2]float64{.09, 1.95}, [2]float64{.02, 1.97})
	b.rod(steel, vec{.35, .47, .95}, vec{.35, .47, 1.2}, .01, 6)
}

func washingMachine(b *builder) {
	b.bevelled(ceramic, 0, -.01, .01, .6, .57, .84, .015)
	b.bevelled(grey, 0, .27, .72, .58, .02, .11, .005)
	b.moved(0, .275, .4, func() {
		b.turned(vec{1, 0, 0}, -90, func() {
			b.lathe(steel, 0, 0, 20, [2]float64{.2, 0}, [2]float64{.2, .02}, [2]float64{.18, .035}, [2]float64{.15, .03})
			b.lathe(screen, 0, 0, 18, [2]float64{.155, .01}, [2]float64{.14, .034}, [2]float64{.06, .045})
		})
	})
	b.moved(.2, .275, .775, func() { b.turned(vec{1, 0, 0}, -90, func() { b.cylinder(steel, 0, 0, 0, .03, .025, 12) }) })
	b.bevelled(screen, -.04, .28, .75, .16, .012, .05, .002)
	b.corners(.24, .22, func(x, y float64) { b.cylinder(black, x, y, 0, .02, .02, 6) })
}
