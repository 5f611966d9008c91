package design

var lamps = []piece{
	{"floor_lamp", "floor_lamp", floorLamp},
	{"floor_lamp_tripod", "floor_lamp", tripodLamp},
	{"table_lamp", "table_lamp", tableLamp},
	{"desk_lamp", "table_lamp", deskLamp},
	{"pendant", "pendant", pendant},
	{"ceiling_lamp", "ceiling_lamp", ceilingLamp},
	{"chandelier", "chandelier", chandelier},
	{"sconce", "sconce", sconce},
	{"torch", "torch", torch},
	{"lantern", "lantern", lantern},
	{"candle", "candle", candle},
	{"brazier", "brazier", brazier},
}

// lampshade is an open cone; its inside is drawn too.
func lampshade(b *builder, z, r0, r1, h float64) {
	b.lathe(shade, 0, 0, 16, [2]float64{r0, z}, [2]float64{r1, z + h})
	b.ring(brass, 0, 0, z-.004, r0-.01, r0+.004, .012, 16)
}

func floorLamp(b *builder) {
	b.lathe(brass, 0, 0, 16, [2]float64{.15, 0}, [2]float64{.155, .012}, [2]float64{.14, .025}, [2]float64{.02, .035}, [2]float64{.014, .06}, [2]float64{.012, 1.3})
	lampshade(b, 1.28, .2, .13, .3)
}

func tripodLamp(b *builder) {
	for i := range 3 {
		b.turned(vec{0, 0, 1}, 90+120*float64(i), func() { b.leg(oak, vec{.24, 0, 0}, vec{.03, 0, 1.15}, .028, .036) })
	}
	b.cylinder(brass, 0, 0, 1.1, .05, .09, 10)
	lampshade(b, 1.18, .22, .2, .32)
}

func tableLamp(b *builder) {
	b.lathe(teal, 0, 0, 16, [2]float64{.06, 0}, [2]float64{.07, .015}, [2]float64{.085, .08}, [2]float64{.07, .16}, [2]float64{.028, .23}, [2]float64{.018, .26})
	lampshade(b, .25, .15, .1, .2)
}

func deskLamp(b *builder) {
	b.cylinder(black, 0, -.05, 0, .1, .025, 14)
	b.rod(brass, vec{0, -.05, .02}, vec{0, -.1, .26}, .01, 6)
	b.rod(brass, vec{0, -.1, .26}, vec{0, .08, .42}, .01, 6)
	b.moved(0, .1, .36, func() {
		b.turned(vec{1, 0, 0}, 28, func() {
			b.lathe(black, 0, 0, 12, [2]float64{.075, 0}, [2]float64{.06, .05}, [2]float64{.025, .085})
			b.lathe(shade, 0, 0, 10, [2]float64{.06, -.006}, [2]float64{.06, .004})
		})
	})
}

func pendant(b *builder) {
	b.cylinder(black, 0, 0, .575, .05, .025, 10)
	b.rod(black, vec{0, 0, .26}, vec{0, 0, .58}, .006, 6)
	b.lathe(clay, 0, 0, 18, [2]float64{.2, .03}, [2]float64{.19, .08}, [2]float64{.15, .17}, [2]float64{.07, .24}, [2]float64{.03, .28})
	b.ball(shade, 0, 0, .06, .07, .06, 12)
}

func ceilingLamp(b *builder) {
	b.cylinder(brass, 0, 0, .13, .13, .03, 16)
	b.lathe(shade, 0, 0, 18, [2]float64{.02, 0}, [2]float64{.12, .015}, [2]float64{.19, .05}, [2]float64{.22, .1}, [2]float64{.22, .135})
}

func chandelier(b *builder) {
	b.rod(iron, vec{0, 0, .2}, vec{0, 0, .7}, .012, 6)
	b.cylinder(iron, 0, 0, .68, .06, .025, 10)
	b.ball(iron, 0, 0, .2, .05, .06, 10)
	b.ring(iron, 0, 0, .2, .33, .36, .035, 20)
	for i := range 6 {
		b.turned(vec{0, 0, 1}, 60*float64(i), func() {
			b.rod(iron, vec{0, 0, .22}, vec{.34, 0, .215}, .01, 4)
			b.rod(iron, vec{0, 0, .5}, vec{.34, 0, .23}, .005, 4)
			b.lathe(iron, .345, 0, 8, [2]float64{.02, .2}, [2]float64{.045, .24})
			b.lathe(wax, .345, 0, 8, [2]float64{.022, .235}, [2]float64{.021, .325})
			b.lathe(flame, .345, 0, 6, [2]float64{.004, .325}, [2]float64{.015, .345}, [2]float64{0, .385})
		})
	}
}

func sconce(b *builder) {
	b.bevelled(brass, 0, -.07, .06, .1, .02, .22, .008)
	b.rod(brass, vec{0, -.06, .12}, vec{0, .02, .1}, .01, 6)
	b.moved(0, .02, 0, func() {
		b.lathe(brass, 0, 0, 10, [2]float64{.012, .08}, [2]float64{.04, .11})
		b.lathe(shade, 0, 0, 12, [2]float64{.085, .12}, [2]float64{.05, .3})
	})
}

func torch(b *builder) {
	b.bevelled(iron, 0, -.09, .06, .1, .02, .2, .006)
	b.rod(iron, vec{0, -.08, .16}, vec{0, .03, .2}, .012, 6)
	b.moved(0, -.03, 0, func() {
		b.turned(vec{1, 0, 0}, -16, func() {
			b.lathe(darkWood, 0, 0, 8, [2]float64{.016, 0}, [2]float64{.03, .34})
			b.lathe(iron, 0, 0, 10, [2]float64{.03, .32}, [2]float64{.06, .36}, [2]float64{.065, .41})
			b.lathe(ember, 0, 0, 8, [2]float64{.05, .4}, [2]float64{.06, .45}, [2]float64{.025, .54}, [2]float64{0, .62})
			b.lathe(flame, .015, .02, 7, [2]float64{.03, .4}, [2]float64{.042, .46}, [2]float64{.012, .56}, [2]float64{0, .58})
		})
	})
}

func lantern(b *builder) {
	b.bevelled(black, 0, 0, 0, .17, .17, .025, .006)
	b.corners(.07, .07, func(x, y float64) { b.box(black, x, y, .02, .014, .014, .2) })
	b.cylinder(wax, 0, 0, .025, .035, .09, 10)
	b.lathe(flame, 0, 0, 7, [2]float64{.005, .115}, [2]float64{.018, .135}, [2]float64{0, .18})
	b.moved(0, 0, 0, func() {
		b.turned(vec{0, 0, 1}, 45, func() { b.lathe(black, 0, 0, 4, [2]float64{.125, .215}, [2]float64{.125, .23}, [2]float64{.04, .29}) })
	})
	b.cylinder(black, 0, 0, .285, .02, .035, 8)
}

func candle(b *builder) {
	b.lathe(brass, 0, 0, 14, [2]float64{.06, 0}, [2]float64{.065, .008}, [2]float64{.03, .018}, [2]float64{.014, .04}, [2]float64{.02, .08}, [2]float64{.012, .12}, [2]float64{.035, .15}, [2]float64{.036, .158})
	b.cylinder(wax, 0, 0, .15, .02, .12, 10)
	b.lathe(flame, 0, 0, 7, [2]float64{.004, .272}, [2]float64{.013, .288}, [2]float64{0, .325})
}

func brazier(b *builder) {
	for i := range 3 {
		b.turned(vec{0, 0, 1}, 90+120*float64(i), func() {
			b.leg(iron, vec{.26, 0, 0}, vec{.14, 0, .5}, .03, .03)
			b.rod(iron, vec{.1, 0, .28}, vec{.2, 0, .26}, .01, 5)
		})
	}
	b.lathe(iron, 0, 0, 14, [2]float64{.1, .42}, [2]float64{.22, .5}, [2]float64{.28, .62}, [2]float64{.26, .625}, [2]float64{.2, .57})
	b.ball(soil, 0, 0, .58, .22, .06, 10)
	b.lathe(ember, 0, 0, 9, [2]float64{.16, .6}, [2]float64{.14, .68}, [2]float64{.06, .78}, [2]float64{0, .84})
	b.lathe(flame, .05, .07, 7, [2]float64{.09, .6}, [2]float64{.07, .7}, [2]float64{0, .82})
	b.lathe(flame, -.08, -.03, 7, [2]float64{.08, .6}, [2]float64{.06, .68}, [2]float64{0, .78})
}
