package design

var beds = []piece{
	{"double_bed", "double_bed", func(b *builder) { bed(b, oak, sage, cream, 1.6, 2) }},
	{"double_bed_dark", "double_bed", func(b *builder) { bed(b, walnut, navy, mustard, 1.7, 2) }},
	{"single_bed", "single_bed", func(b *builder) { bed(b, pine, blush, cream, .95, 1) }},
	{"bunk_bed", "bunk_bed", bunkBed},
	{"crib", "crib", crib},
	{"bedroll", "bedroll", bedroll},
}

// bed has its head at the back, a mattress, pillows and a folded blanket.
func bed(b *builder, wood, cover, throw paint, w float64, pillows int) {
	l := 2.04
	b.corners(w/2-.07, l/2-.08, func(x, y float64) { b.leg(wood, vec{x, y, 0}, vec{x, y, .2}, .05, .065) })
	b.bevelled(wood, 0, 0, .16, w, l, .14, .02)
	b.bevelled(wood, 0, -l/2+.03, .16, w, .06, .74, .025)
	b.bevelled(cover, 0, -l/2+.07, .46, w-.16, .05, .4, .025)
	b.soft(white, 0, .03, .27, w-.06, l-.1, .22, .07)
	b.soft(cover, 0, .3, .3, w+.01, l-.6, .22, .07)
	b.soft(throw, 0, .6, .31, w+.03, .42, .225, .06)
	each := (w - .12) / float64(pillows)
	for i := range pillows {
		x := -(w-.12)/2 + each*(float64(i)+.5)
		b.moved(x, -.7, .47, func() {
			b.turned(vec{1, 0, 0}, 14, func() { b.soft(white, 0, 0, 0, each-.08, .4, .14, .068) })
		})
	}
}

func bunkBed(b *builder) {
	b.corners(.47, .98, func(x, y float64) { b.box(pine, x, y, 0, .07, .07, 1.66) })
	for _, z := range []float64{.28, 1.18} {
		b.box(pine, 0, 0, z, .98, 1.98, .1)
		b.soft(white, 0, 0, z+.07, .88, 1.86, .15, .05)
		b.soft(teal, 0, .25, z+.08, .9, 1.3, .155, .05)
		b.soft(cream, 0, -.72, z+.2, .6, .34, .1, .045)
		b.both(func(s float64) { b.box(pine, 0, s*.98, z+.2, .88, .03, .12) })
	}
	b.both(func(s float64) { b.box(pine, s*.47, -.2, 1.46, .03, 1.5, .1) })
	b.moved(.47, .72, 0, func() {
		b.both(func(s float64) { b.box(pine, .045, s*.17, 0, .035, .04, 1.55) })
		for i := range 5 {
			b.rod(pine, vec{.045, -.17, .25 + .27*float64(i)}, vec{.045, .17, .25 + .27*float64(i)}, .016, 6)
		}
	})
}

func crib(b *builder) {
	w, l := .7, 1.3
	b.corners(w/2-.03, l/2-.03, func(x, y float64) { b.box(white, x, y, 0, .05, .05, .95) })
	b.box(white, 0, 0, .28, w-.06, l-.06, .05)
	b.soft(cream, 0, 0, .31, w-.1, l-.1, .12, .04)
	b.soft(teal, 0, .2, .33, w-.12, .7, .12, .05)
	for _, z := range []float64{.3, .88} {
		b.both(func(s float64) {
			b.box(white, s*(w/2-.03), 0, z, .03, l-.08, .045)
			b.box(white, 0, s*(l/2-.03), z, w-.08, .03, .045)
		})
	}
	for i := range 9 {
		y := -l/2 + l*(float64(i)+1)/10
		b.both(func(s float64) { b.leg(white, vec{s * (w/2 - .03), y, .32}, vec{s * (w/2 - .03), y, .9}, .018, .018) })
	}
}

func bedroll(b *builder) {
	b.soft(rope, 0, 0, 0, .8, 1.85, .09, .04)
	b.soft(leather, 0, .25, .02, .83, 1.2, .09, .04)
	b.soft(bone, 0, -.72, .07, .55, .28, .12, .055)
}
