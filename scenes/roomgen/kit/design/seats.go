package design

var seats = []piece{
	{"sofa", "sofa", func(b *builder) { sofa(b, teal, tealDark, mustard, 2.1, 3) }},
	{"loveseat", "loveseat", func(b *builder) { sofa(b, blush, blush, cream, 1.5, 2) }},
	{"sofa_leather", "sofa", func(b *builder) { sofa(b, leather, leather, cream, 1.9, 2) }},
	{"armchair", "armchair", func(b *builder) { sofa(b, mustard, mustard, teal, .86, 1) }},
	{"armchair_wood", "armchair", loungeChair},
	{"chair", "chair", func(b *builder) { chair(b, oak, sage) }},
	{"chair_dark", "chair", func(b *builder) { chair(b, walnut, navy) }},
	{"chair_rustic", "chair", rusticChair},
	{"office_chair", "office_chair", officeChair},
	{"school_chair", "school_chair", schoolChair},
	{"stool", "stool", func(b *builder) { stool(b, pine, .34, .45) }},
	{"bar_stool", "bar_stool", func(b *builder) { stool(b, walnut, .36, .74) }},
	{"ottoman", "ottoman", ottoman},
	{"bench", "bench", func(b *builder) { bench(b, oak) }},
	{"bench_rustic", "bench", func(b *builder) { bench(b, darkWood) }},
	{"throne", "throne", throne},
}

// sofa is a row of seat and back cushions between two arms.
func sofa(b *builder, c, cushion, pillow paint, w float64, n int) {
	arm, depth := .17, .88
	b.corners(w/2-.09, depth/2-.1, func(x, y float64) { b.leg(walnut, vec{x * 1.01, y, 0}, vec{x * .97, y * .96, .13}, .035, .05) })
	b.bevelled(c, 0, 0, .12, w-.04, depth-.06, .16, .02)
	b.soft(c, 0, -depth/2+.11, .2, w-2*arm+.06, .22, .58, .08)
	b.both(func(s float64) { b.soft(c, s*(w/2-arm/2), 0, .13, arm, depth, .47, .07) })
	inner := w - 2*arm
	each := inner / float64(n)
	for i := range n {
		x := -inner/2 + each*(float64(i)+.5)
		b.soft(cushion, x, .09, .26, each-.012, .68, .18, .06)
		b.moved(x, -.2, .42, func() {
			b.turned(vec{1, 0, 0}, 12, func() { b.soft(cushion, 0, 0, 0, each-.03, .16, .4, .07) })
		})
	}
	if n > 1 {
		b.moved(w/2-arm-.2, -.02, .44, func() {
			b.turned(vec{0, 1, 0}, -12, func() {
				b.turned(vec{1, 0, 0}, 22, func() { b.soft(pillow, 0, 0, 0, .38, .12, .36, .055) })
			})
		})
	}
}

func loungeChair(b *builder) {
	b.both(func(s float64) {
		b.leg(walnut, vec{s * .33, .32, 0}, vec{s * .31, .27, .55}, .035, .05)
		b.leg(walnut, vec{s * .33, -.4, 0}, vec{s * .31, -.28, .58}, .035, .05)
		b.soft(walnut, s*.315, -.02, .545, .075, .74, .045, .02)
	})
	b.box(walnut, 0, .22, .24, .6, .05, .06)
	b.box(walnut, 0, -.24, .2, .6, .05, .06)
	b.moved(0, .02, .28, func() {
		b.turned(vec{1, 0, 0}, 5, func() { b.soft(sage, 0, 0, 0, .56, .62, .15, .06) })
	})
	b.moved(0, -.27, .38, func() {
		b.turned(vec{1, 0, 0}, 17, func() { b.soft(sage, 0, 0, 0, .56, .15, .5, .065) })
	})
}

func chair(b *builder, wood, pad paint) {
	b.both(func(s float64) {
		b.leg(wood, vec{s * .205, .215, 0}, vec{s * .19, .2, .43}, .03, .04)
		b.leg(wood, vec{s * .205, -.235, 0}, vec{s * .19, -.2, .43}, .03, .04)
		b.leg(wood, vec{s * .19, -.2, .42}, vec{s * .18, -.245, .86}, .04, .03)
		b.box(wood, s*.19, 0, .36, .026, .38, .05)
	})
	b.box(wood, 0, .195, .36, .36, .026, .05)
	b.box(wood, 0, 0, .425, .44, .45, .025)
	b.soft(pad, 0, .01, .44, .4, .4, .05, .024)
	for _, z := range []float64{.56, .68} {
		b.moved(0, -.214-(z-.42)*.09, z, func() { b.box(wood, 0, 0, 0, .36, .02, .05) })
	}
	b.moved(0, -.238, .79, func() { b.bevelled(wood, 0, 0, 0, .42, .03, .1, .012) })
}

func rusticChair(b *builder) {
	b.corners(.19, .19, func(x, y float64) { b.leg(darkWood, vec{x * 1.12, y * 1.12, 0}, vec{x * .9, y * .9, .43}, .035, .05) })
	b.bevelled(darkWood, 0, 0, .42, .44, .45, .045, .015)
	for i := range 4 {
		x := -.15 + .1*float64(i)
		b.leg(darkWood, vec{x, -.19, .46}, vec{x * 1.1, -.24, .84}, .03, .024)
	}
	b.moved(0, -.245, .83, func() { b.bevelled(darkWood, 0, 0, 0, .46, .04, .1, .018) })
	b.rod(darkWood, vec{-.2, .2, .16}, vec{.2, .2, .16}, .014, 6)
	b.rod(darkWood, vec{-.2, -.2, .22}, vec{.2, -.2, .22}, .014, 6)
}

func officeChair(b *builder) {
	for i := range 5 {
		b.turned(vec{0, 0, 1}, float64(i)*72+18, func() {
			b.leg(black, vec{.27, 0, .06}, vec{.02, 0, .11}, .035, .05)
			b.ball(charcoal, .27, 0, .035, .035, .035, 8)
		})
	}
	b.cylinder(steel, 0, 0, .1, .028, .3, 8)
	b.cylinder(black, 0, 0, .36, .1, .05, 10)
	b.soft(charcoal, 0, .02, .4, .5, .5, .1, .045)
	b.leg(black, vec{0, -.2, .42}, vec{0, -.27, .7}, .07, .05)
	b.moved(0, -.24, .54, func() {
		b.turned(vec{1, 0, 0}, 8, func() { b.soft(charcoal, 0, 0, 0, .46, .08, .52, .038) })
	})
	b.both(func(s float64) {
		b.rod(black, vec{s * .25, -.06, .45}, vec{s * .27, -.06, .64}, .016, 6)
		b.soft(black, s*.27, 0, .63, .06, .26, .035, .016)
	})
}

func schoolChair(b *builder) {
	b.both(func(s float64) {
		b.rod(steel, vec{s * .18, .2, 0}, vec{s * .16, .15, .42}, .011, 6)
		b.rod(steel, vec{s * .18, -.21, 0}, vec{s * .16, -.12, .42}, .011, 6)
		b.rod(steel, vec{s * .16, -.12, .42}, vec{s * .16, -.2, .76}, .011, 6)
	})
	b.bevelled(clay, 0, .01, .415, .38, .38, .022, .01)
	b.moved(0, -.19, .58, func() {
		b.turned(vec{1, 0, 0}, 10, func() { b.bevelled(clay, 0, 0, 0, .37, .02, .19, .01) })
	})
}

func stool(b *builder, wood paint, w, h float64) {
	r := w / 2
	b.corners(r*.62, r*.62, func(x, y float64) { b.leg(wood, vec{x * 1.05, y * 1.05, 0}, vec{x * .75, y * .75, h - .03}, .03, .038) })
	z := h * .36
	b.both(func(s float64) {
		b.rod(wood, vec{-r * .58, s * r * .58, z}, vec{r * .58, s * r * .58, z}, .011, 6)
		b.rod(wood, vec{s * r * .58, -r * .58, z + .04}, vec{s * r * .58, r * .58, z + .04}, .011, 6)
	})
	b.lathe(wood, 0, 0, 16, [2]float64{r - .03, h - .045}, [2]float64{r - .005, h - .03}, [2]float64{r, h - .015}, [2]float64{r - .015, h - .002}, [2]float64{r * .5, h - .008})
	b.moved(0, 0, 0, func() { b.cylinder(wood, 0, 0, h-.02, r*.5, .02, 12) })
}

func ottoman(b *builder) {
	b.corners(.24, .19, func(x, y float64) { b.leg(walnut, vec{x, y, 0}, vec{x * .95, y * .95, .1}, .03, .045) })
	b.soft(clay, 0, 0, .08, .6, .5, .24, .06)
	b.soft(clay, 0, 0, .28, .58, .48, .14, .065)
}

func bench(b *builder, wood paint) {
	b.both(func(s float64) {
		b.leg(wood, vec{s * .58, .15, 0}, vec{s * .52, .12, .42}, .05, .06)
		b.leg(wood, vec{s * .58, -.15, 0}, vec{s * .52, -.12, .42}, .05, .06)
		b.box(wood, s*.53, 0, .36, .045, .34, .06)
	})
	b.box(wood, 0, 0, .17, 1.06, .04, .05)
	b.both(func(s float64) { b.bevelled(wood, 0, s*.1, .415, 1.3, .195, .045, .012) })
}

func throne(b *builder) {
	b.bevelled(slate, 0, 0, 0, .9, .8, .12, .02)
	b.bevelled(darkWood, 0, .02, .12, .78, .66, .3, .02)
	b.soft(red, 0, .05, .4, .6, .56, .12, .05)
	b.bevelled(darkWood, 0, -.3, .12, .78, .1, 1.3, .02)
	b.soft(red, 0, -.24, .56, .52, .07, .74, .03)
	b.both(func(s float64) {
		b.bevelled(darkWood, s*.36, .04, .4, .1, .58, .28, .02)
		b.bevelled(gold, s*.36, .06, .67, .12, .62, .04, .015)
		b.cylinder(darkWood, s*.36, -.3, .12, .06, 1.46, 8)
		b.ball(gold, s*.36, -.3, 1.62, .06, .07, 10)
	})
	b.moved(0, -.25, 0, func() {
		b.plate(gold, 0, .1, [2]float64{-.3, 1.42}, [2]float64{.3, 1.42}, [2]float64{.16, 1.62}, [2]float64{0, 1.74}, [2]float64{-.16, 1.62})
	})
}
