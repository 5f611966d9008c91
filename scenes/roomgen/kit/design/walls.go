package design

import "math"

var walls = []piece{
	{"painting", "painting", landscape},
	{"painting_abstract", "painting", abstract},
	{"picture_frame", "picture_frame", pictureFrame},
	{"poster", "poster", poster},
	{"mirror", "mirror", mirror},
	{"clock", "clock", clock},
	{"wall_shelf", "wall_shelf", wallShelf},
	{"wall_cabinet", "wall_cabinet", wallCabinet},
	{"towel_rack", "towel_rack", towelRack},
	{"banner", "banner", banner},
	{"shield", "shield", shield},
	{"wall_sword", "wall_sword", wallSword},
	{"mounted_head", "mounted_head", mountedHead},
	{"chains", "chains", chains},
	{"sign", "sign", sign},
	{"notice_board", "notice_board", noticeBoard},
}

// frame borders a w × h picture whose lower edge lies at 0.
func frame(b *builder, c paint, w, h, bar, depth float64) {
	b.both(func(s float64) { b.bevelled(c, s*(w/2-bar/2), 0, 0, bar, depth, h, .005) })
	b.bevelled(c, 0, 0, 0, w-1.5*bar, depth, bar, .005)
	b.bevelled(c, 0, 0, h-bar, w-1.5*bar, depth, bar, .005)
}

func landscape(b *builder) {
	frame(b, oak, 1, .7, .05, .04)
	b.box(water, 0, -.01, .03, .94, .012, .64)
	b.plate(sage, .002, .004, [2]float64{-.46, .04}, [2]float64{.46, .04}, [2]float64{.46, .34}, [2]float64{.1, .42}, [2]float64{-.46, .24})
	b.plate(green, .004, .004, [2]float64{-.46, .04}, [2]float64{.46, .04}, [2]float64{.46, .16}, [2]float64{-.1, .3}, [2]float64{-.46, .34})
	var sun [][2]float64
	for i := range 12 {
		s, c := math.Sincos(2 * math.Pi * float64(i) / 12)
		sun = append(sun, [2]float64{.22 + .07*c, .52 + .07*s})
	}
	b.plate(mustard, .001, .004, sun...)
}

func abstract(b *builder) {
	frame(b, black, .7, .86, .03, .04)
	b.box(cream, 0, -.01, .02, .66, .012, .82)
	b.bevelled(clay, -.12, -.003, .12, .3, .008, .4, .002)
	b.bevelled(navy, .12, 0, .3, .28, .008, .38, .002)
	b.bevelled(mustard, .05, .003, .18, .2, .008, .2, .002)
}

func pictureFrame(b *builder) {
	frame(b, walnut, .4, .5, .035, .03)
	b.box(paper, 0, -.006, .02, .36, .012, .46)
	b.plate(teal, .003, .004, [2]float64{-.1, .12}, [2]float64{.1, .12}, [2]float64{.12, .26}, [2]float64{0, .36}, [2]float64{-.12, .26})
}

func poster(b *builder) {
	b.box(paper, 0, 0, 0, .5, .02, .7)
	b.bevelled(clay, 0, .008, .36, .4, .01, .28, .002)
	for i := range 3 {
		b.bevelled(charcoal, -.03*float64(i), .008, .26-.07*float64(i), .4-.06*float64(i), .01, .03, .002)
	}
}

func mirror(b *builder) {
	b.moved(0, 0, .4, func() {
		b.turned(vec{1, 0, 0}, -90, func() {
			b.lathe(brass, 0, 0, 28, [2]float64{.3, 0}, [2]float64{.32, .01}, [2]float64{.32, .025}, [2]float64{.3, .035}, [2]float64{.285, .028})
			b.lathe(mirrored, 0, 0, 28, [2]float64{.288, .01}, [2]float64{.288, .03})
		})
	})
}

func clock(b *builder) {
	b.turned(vec{1, 0, 0}, -90, func() {
		b.lathe(charcoal, 0, 0, 24, [2]float64{.15, 0}, [2]float64{.17, .012}, [2]float64{.17, .04}, [2]float64{.155, .05}, [2]float64{.15, .04})
		b.lathe(paper, 0, 0, 24, [2]float64{.152, .01}, [2]float64{.152, .042})
		for i := range 12 {
			b.turned(vec{0, 0, 1}, 30*float64(i), func() { b.bevelled(charcoal, .13, 0, .04, .024, .009, .006, .001) })
		}
		b.turned(vec{0, 0, 1}, 210, func() { b.bevelled(black, .04, 0, .044, .09, .013, .005, .001) })
		b.turned(vec{0, 0, 1}, 320, func() { b.bevelled(black, .055, 0, .046, .12, .01, .005, .001) })
		b.cylinder(red, 0, 0, .044, .011, .01, 8)
	})
}

func wallShelf(b *builder) {
	b.bevelled(oak, 0, 0, .1, .9, .24, .03, .008)
	b.both(func(s float64) {
		b.box(iron, s*.34, -.105, 0, .03, .02, .11)
		b.leg(iron, vec{s * .34, -.1, .02}, vec{s * .34, .07, .1}, .022, .022)
	})
}

func wallCabinet(b *builder) {
	b.box(white, 0, -.01, 0, .8, .33, .66)
	doors(b, sage, brass, .155, .01, .79, .64, 2)
}

func towelRack(b *builder) {
	b.both(func(s float64) { b.rod(steel, vec{s * .27, -.06, .42}, vec{s * .27, .03, .42}, .012, 6) })
	b.rod(steel, vec{-.29, .03, .42}, vec{.29, .03, .42}, .011, 8)
	b.soft(teal, -.05, .03, 0, .34, .045, .44, .02)
	b.soft(white, -.05, .03, .05, .345, .05, .06, .02)
}

func banner(b *builder) {
	b.rod(darkWood, vec{-.32, 0, 1.2}, vec{.32, 0, 1.2}, .018, 8)
	b.both(func(s float64) { b.ball(gold, s*.33, 0, 1.2, .03, .03, 8) })
	b.plate(red, .012, .02, [2]float64{-.27, 1.2}, [2]float64{-.27, .14}, [2]float64{0, 0}, [2]float64{.27, .14}, [2]float64{.27, 1.2})
	b.plate(gold, .016, .004, [2]float64{-.2, .24}, [2]float64{0, .13}, [2]float64{.2, .24}, [2]float64{.2, .28}, [2]float64{0, .18}, [2]float64{-.2, .28})
	b.plate(gold, .016, .004, [2]float64{0, .5}, [2]float64{.14, .7}, [2]float64{0, .95}, [2]float64{-.14, .7})
}

func shield(b *builder) {
	outline := [][2]float64{{-.28, .7}, {-.28, .34}, {-.18, .14}, {0, 0}, {.18, .14}, {.28, .34}, {.28, .7}}
	b.plate(iron, 0, .04, outline...)
	var inner [][2]float64
	for _, o := range outline {
		inner = append(inner, [2]float64{o[0] * .86, .37 + (o[1]-.37)*.86})
	}
	b.plate(navy, .012, .02, inner...)
	b.bevelled(gold, 0, .014, .16, .06, .014, .46, .003)
	b.bevelled(gold, 0, .014, .42, .44, .013, .06, .003)
	b.moved(0, .015, .45, func() {
		b.turned(vec{1, 0, 0}, -90, func() { b.lathe(brass, 0, 0, 12, [2]float64{.08, 0}, [2]float64{.05, .03}, [2]float64{0, .045}) })
	})
}

func wallSword(b *builder) {
	for i, s := range []float64{-1, 1} {
		b.moved(0, .03*float64(i), .45, func() {
			b.turned(vec{0, 1, 0}, s*32, func() {
				b.plate(steel, .006, .012, [2]float64{-.03, -.26}, [2]float64{.03, -.26}, [2]float64{.022, .38}, [2]float64{0, .46}, [2]float64{-.022, .38})
				b.bevelled(brass, 0, 0, -.3, .2, .03, .035, .008)
				b.rod(leather, vec{0, 0, -.42}, vec{0, 0, -.29}, .018, 6)
				b.ball(brass, 0, 0, -.44, .028, .028, 8)
			})
		})
	}
}

func mountedHead(b *builder) {
	b.moved(0, -.2, 0, func() {
		b.plate(darkWood, .02, .03, [2]float64{-.17, .42}, [2]float64{-.17, .16}, [2]float64{0, 0}, [2]float64{.17, .16}, [2]float64{.17, .42}, [2]float64{0, .48})
	})
	b.leg(leather, vec{0, -.2, .2}, vec{0, -.02, .36}, .2, .15)
	b.moved(0, .0, .36, func() {
		b.turned(vec{1, 0, 0}, -14, func() {
			b.soft(leather, 0, .02, -.08, .15, .24, .16, .06)
			b.soft(rope, 0, .13, -.07, .1, .1, .1, .045)
			b.ball(black, 0, .185, .0, .025, .02, 8)
			b.both(func(s float64) {
				b.ball(black, s*.072, .06, .045, .014, .016, 6)
				b.leaf(leather, vec{s * .06, -.05, .05}, 90-s*80, 25, .14, .06, 20)
			})
		})
	})
	b.both(func(s float64) {
		a := vec{s * .05, .0, .44}
		c := vec{s * .2, -.04, .58}
		d := vec{s * .22, -.02, .75}
		b.rod(bone, a, c, .017, 6)
		b.rod(bone, c, d, .013, 6)
		b.rod(bone, c, vec{s * .31, .02, .66}, .011, 5)
		b.rod(bone, vec{s * .13, -.02, .52}, vec{s * .12, .05, .66}, .011, 5)
	})
}

func chains(b *builder) {
	b.both(func(s float64) {
		b.bevelled(iron, s*.16, -.03, .74, .12, .025, .12, .008)
		for i := range 8 {
			b.moved(s*.16, .01, .7-.075*float64(i), func() {
				b.turned(vec{0, 0, 1}, 90*float64(i%2), func() {
					b.turned(vec{1, 0, 0}, 90, func() { b.ring(iron, 0, 0, -.008, .024, .042, .016, 6) })
				})
			})
		}
		b.moved(s*.16, .01, .08, func() { b.turned(vec{1, 0, 0}, 75, func() { b.ring(iron, 0, 0, -.02, .055, .075, .04, 12) }) })
	})
}

func sign(b *builder) {
	b.bevelled(darkWood, 0, 0, 0, .9, .05, .42, .012)
	b.bevelled(mustard, 0, .02, .04, .82, .02, .34, .004)
	b.bevelled(darkWood, -.08, .028, .24, .5, .01, .06, .003)
	b.bevelled(darkWood, -.14, .028, .12, .38, .01, .05, .003)
	b.bevelled(red, .28, .028, .12, .14, .01, .17, .003)
}

func noticeBoard(b *builder) {
	frame(b, oak, .9, .65, .035, .035)
	b.box(rope, 0, -.008, .02, .86, .012, .61)
	notes := []struct {
		c       paint
		x, z, w float64
	}{{paper, -.28, .34, .17}, {mustard, -.05, .38, .14}, {paper, .2, .3, .2}, {blush, -.24, .1, .16}, {water, .02, .12, .18}, {paper, .28, .08, .13}}
	for i, n := range notes {
		b.moved(n.x, .001, n.z+.09, func() {
			b.turned(vec{0, 1, 0}, float64(i*5%13)-6, func() { b.bevelled(n.c, 0, 0, -.09, n.w, .006, n.w*1.1, .001) })
		})
	}
}
