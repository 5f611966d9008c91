package design

var tavern = []piece{
	{"bar_counter", "bar_counter", barCounter},
	{"fireplace", "fireplace", fireplace},
	{"barrel", "barrel", func(b *builder) { barrel(b, .9, .32) }},
	{"barrel_small", "barrel", func(b *builder) { barrel(b, .68, .24) }},
	{"crate", "crate", func(b *builder) { crate(b, .6, .55, .5) }},
	{"crate_stack", "crate_stack", crateStack},
	{"chest", "chest", chest},
	{"sack", "sack", sack},
	{"bucket", "bucket", bucket},
	{"firewood", "firewood", firewood},
	{"keg_tap", "keg_tap", kegTap},
}

func barCounter(b *builder) {
	b.box(darkWood, 0, -.02, 0, 1.9, .5, 1)
	for i := range 7 {
		b.bevelled(walnut, -.81+.27*float64(i), .24, .1, .24, .035, .8, .012)
	}
	b.bevelled(darkWood, 0, .24, 0, 1.94, .08, .1, .015)
	b.bevelled(darkWood, 0, .24, .9, 1.94, .07, .08, .015)
	b.bevelled(oak, 0, .01, 1, 2, .66, .06, .018)
	b.rod(brass, vec{-.94, .32, .2}, vec{.94, .32, .2}, .018, 8)
	for _, x := range []float64{-.8, 0, .8} {
		b.rod(brass, vec{x, .25, .2}, vec{x, .32, .2}, .012, 6)
	}
}

func fireplace(b *builder) {
	b.bevelled(slate, 0, .03, 0, 1.5, .52, .08, .015)
	b.both(func(s float64) {
		for k := range 4 {
			inset := .01 * float64(k%2)
			b.bevelled([]paint{stone, slate}[(k+int(s+1)/2)%2], s*.55, -.02, .08+.2*float64(k), .32-inset, .4-inset, .197, .015)
		}
	})
	b.box(charcoal, 0, -.2, .08, .8, .06, .8)
	b.bevelled(stone, 0, -.02, .88, 1.42, .4, .18, .015)
	for k := range 5 {
		b.bevelled(slate, -.3+.15*float64(k), .18, .78, .135, .03, .13, .01)
	}
	b.bevelled(darkWood, 0, .02, 1.06, 1.56, .5, .09, .02)
	for i, x := range []float64{-.14, .02, .16} {
		b.moved(x, 0, 0, func() {
			b.turned(vec{0, 0, 1}, 70+20*float64(i), func() { b.rod(darkWood, vec{-.2, 0, .14 + .03*float64(i)}, vec{.2, 0, .12}, .045, 7) })
		})
	}
	for _, f := range []struct {
		c       paint
		x, y, r float64
		h       float64
	}{{ember, 0, 0, .14, .42}, {flame, .05, .06, .09, .36}, {flame, -.1, .03, .08, .28}, {ember, .15, -.02, .08, .24}} {
		b.lathe(f.c, f.x, f.y, 7, [2]float64{f.r * .6, .15}, [2]float64{f.r, .22}, [2]float64{f.r * .5, .15 + f.h*.6}, [2]float64{0, .15 + f.h})
	}
}

func barrel(b *builder, h, r float64) {
	b.lathe(oak, 0, 0, 14, [2]float64{r * .8, 0}, [2]float64{r * .93, h * .2}, [2]float64{r * .99, h * .5}, [2]float64{r * .93, h * .8}, [2]float64{r * .8, h}, [2]float64{r * .74, h}, [2]float64{r * .73, h - .03})
	for _, at := range []struct{ z, r float64 }{{.06, .855}, {.26, .962}, {.68, .975}, {.88, .885}} {
		b.ring(iron, 0, 0, h*at.z, r*at.r-.03, r*at.r+.008, h*.055, 14)
	}
}

func crate(b *builder, w, d, h float64) {
	b.box(pine, 0, 0, .02, w-.04, d-.04, h-.04)
	post := .06
	b.corners(w/2-post/2, d/2-post/2, func(x, y float64) { b.box(oak, x, y, 0, post, post, h) })
	for _, z := range []float64{0, h - post} {
		b.both(func(s float64) {
			b.box(oak, 0, s*(d/2-.015), z, w-2*post, .03, post)
			b.box(oak, s*(w/2-.015), 0, z, .03, d-2*post, post)
		})
	}
	b.both(func(s float64) {
		y := s * (d/2 - .014)
		b.leg(oak, vec{-w/2 + post, y, post * .6}, vec{w/2 - post, y, h - post*.6}, .028, .028)
		b.box(oak, s*w*.22, 0, h-.028, w*.2, d-.08, .02)
	})
	b.box(oak, 0, 0, h-.028, w*.2, d-.08, .02)
}

func crateStack(b *builder) {
	b.moved(-.27, 0, 0, func() { crate(b, .54, .6, .5) })
	b.moved(.29, .01, 0, func() { crate(b, .56, .56, .54) })
	b.moved(-.04, 0, .54, func() { b.turned(vec{0, 0, 1}, 12, func() { crate(b, .5, .46, .46) }) })
}

func chest(b *builder) {
	w, d := .86, .52
	b.bevelled(walnut, 0, 0, .02, w, d, .34, .015)
	// The lid is half a barrel lying along x.
	b.moved(-w/2, 0, .36, func() {
		b.under(lying(d/2, .2), func() { b.lathe(walnut, 0, 0, 16, [2]float64{1, 0}, [2]float64{1, w}) })
		for _, x := range []float64{.06, w/2 - .03, w - .12} {
			b.moved(x, 0, 0, func() {
				b.under(lying(d/2+.012, .212), func() { b.lathe(iron, 0, 0, 16, [2]float64{1, 0}, [2]float64{1, .06}) })
			})
		}
	})
	for _, x := range []float64{-w/2 + .09, 0, w/2 - .09} {
		b.bevelled(iron, x, 0, 0, .06, d+.024, .36, .006)
	}
	b.bevelled(iron, 0, 0, .33, w+.016, d+.02, .04, .008)
	b.bevelled(gold, 0, d/2+.012, .26, .12, .03, .14, .01)
}

func sack(b *builder) {
	b.oval(0, 0, 1, .85, func() {
		b.lathe(rope, 0, 0, 12, [2]float64{.16, 0}, [2]float64{.22, .06}, [2]float64{.235, .2}, [2]float64{.2, .36}, [2]float64{.09, .47}, [2]float64{.055, .5}, [2]float64{.1, .58}, [2]float64{.06, .59})
		b.ring(leather, 0, 0, .485, .05, .075, .03, 10)
	})
}

func bucket(b *builder) {
	b.lathe(oak, 0, 0, 12, [2]float64{.14, 0}, [2]float64{.18, .32}, [2]float64{.16, .32}, [2]float64{.145, .12})
	b.lathe(water, 0, 0, 12, [2]float64{.155, .22}, [2]float64{.158, .25})
	b.ring(iron, 0, 0, .04, .13, .152, .03, 12)
	b.ring(iron, 0, 0, .25, .15, .178, .03, 12)
	b.both(func(s float64) { b.rod(iron, vec{s * .175, 0, .3}, vec{s * .1, 0, .4}, .008, 5) })
	b.rod(iron, vec{-.1, 0, .4}, vec{.1, 0, .4}, .012, 6)
}

func firewood(b *builder) {
	row := 0
	for n := 5; n > 2; n-- {
		for i := range n {
			x := (float64(i) - float64(n-1)/2) * .15
			z := .075 + .13*float64(row)
			shift := .02 * float64((i*5+row*3)%5-2)
			b.rod(darkWood, vec{x, -.2 + shift, z}, vec{x, .2 + shift, z}, .072, 8)
			b.rod(pine, vec{x, -.205 + shift, z}, vec{x, .205 + shift, z}, .058, 8)
		}
		row++
	}
}

func kegTap(b *builder) {
	b.both(func(s float64) { b.box(darkWood, 0, s*.1, 0, .28, .05, .08) })
	b.moved(0, -.17, .2, func() {
		b.turned(vec{1, 0, 0}, -90, func() {
			b.lathe(oak, 0, 0, 12, [2]float64{.12, 0}, [2]float64{.145, .08}, [2]float64{.15, .17}, [2]float64{.145, .26}, [2]float64{.12, .34}, [2]float64{.11, .34}, [2]float64{.11, .33})
			b.ring(iron, 0, 0, .05, .11, .145, .025, 12)
			b.ring(iron, 0, 0, .27, .11, .148, .025, 12)
		})
	})
	b.rod(brass, vec{0, .16, .14}, vec{0, .22, .14}, .014, 6)
	b.rod(brass, vec{0, .21, .14}, vec{0, .21, .1}, .011, 6)
	b.bevelled(brass, 0, .2, .15, .05, .015, .03, .004)
}
