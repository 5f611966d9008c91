package design

var work = []piece{
	{"blackboard", "blackboard", blackboard},
	{"school_desk", "school_desk", schoolDesk},
	{"teacher_desk", "teacher_desk", teacherDesk},
	{"printer", "printer", printer},
	{"locker", "locker", locker},
	{"shop_counter", "shop_counter", shopCounter},
	{"display_shelf", "display_shelf", displayShelf},
	{"display_table", "display_table", displayTable},
	{"display_case", "display_case", displayCase},
	{"clothes_rack", "clothes_rack", clothesRack},
	{"cash_register", "cash_register", cashRegister},
	{"box", "box", cardboardBox},
}

func blackboard(b *builder) {
	frame(b, oak, 2, 1.1, .05, .045)
	b.box(board, 0, -.008, .03, 1.94, .015, 1.04)
	b.bevelled(oak, 0, .03, .0, 1.5, .05, .02, .006)
	b.bevelled(white, -.3, .03, .02, .07, .014, .014, .004)
	b.bevelled(mustard, -.18, .03, .02, .06, .014, .014, .004)
	b.bevelled(clay, .4, .03, .02, .13, .04, .03, .006)
	for i, w := range []float64{.6, .46, .54} {
		b.bevelled(white, -.85+w/2, .0, .84-.14*float64(i), w, .002, .022, .0005)
	}
}

func schoolDesk(b *builder) {
	b.both(func(s float64) {
		b.box(iron, s*.28, 0, 0, .04, .44, .03)
		b.leg(iron, vec{s * .28, -.05, .02}, vec{s * .28, -.05, .64}, .04, .035)
		b.box(iron, s*.28, 0, .6, .03, .4, .03)
	})
	b.box(steel, 0, -.02, .52, .54, .36, .09)
	b.bevelled(pine, 0, 0, .7, .66, .5, .03, .012)
	b.box(pine, 0, 0, .62, .6, .44, .085)
}

func teacherDesk(b *builder) {
	b.bevelled(walnut, 0, 0, .72, 1.5, .72, .035, .012)
	b.both(func(s float64) {
		b.box(walnut, s*.52, -.02, 0, .4, .6, .72)
		drawers(b, oak, brass, s*.52, .285, .06, .38, .64, 3)
	})
	b.box(walnut, 0, -.29, .15, .7, .03, .57)
}

func printer(b *builder) {
	b.bevelled(grey, 0, 0, 0, .44, .38, .2, .015)
	b.bevelled(charcoal, 0, -.02, .19, .42, .32, .06, .012)
	b.bevelled(paper, 0, -.12, .2, .24, .1, .14, .004)
	b.bevelled(black, 0, .18, .06, .34, .03, .08, .004)
	b.bevelled(paper, 0, .2, .07, .22, .1, .012, .002)
	b.bevelled(screen, .14, .12, .235, .1, .06, .02, .003)
}

func locker(b *builder) {
	for i := range 3 {
		x := -.3 + .3*float64(i)
		c := []paint{teal, navy, teal}[i]
		b.box(c, x, -.01, .08, .297, .46, 1.72)
		b.bevelled(c, x, .22, .1, .28, .025, 1.68, .006)
		for k := range 3 {
			b.bevelled(charcoal, x, .232, 1.5+.06*float64(k), .14, .006, .02, .001)
		}
		b.bevelled(steel, x+.1, .238, .95, .03, .02, .12, .004)
	}
	b.box(charcoal, 0, -.02, 0, .86, .42, .09)
}

func shopCounter(b *builder) {
	b.box(charcoal, 0, 0, 0, 1.6, .56, .1)
	b.box(white, 0, 0, .09, 1.66, .62, .88)
	for i := range 9 {
		b.bevelled(oak, -.74+.185*float64(i), .315, .12, .15, .025, .84, .006)
	}
	b.bevelled(walnut, 0, .02, .965, 1.75, .72, .05, .014)
}

func displayShelf(b *builder) {
	b.box(white, 0, -.2, 0, 1.2, .03, 1.6)
	b.both(func(s float64) { b.box(oak, s*.6, 0, 0, .03, .45, 1.6) })
	goods := []paint{clay, teal, mustard, green, navy, blush}
	for i := range 4 {
		z := .08 + .39*float64(i)
		b.box(oak, 0, .0, z, 1.18, .44, .03)
		if i == 0 {
			b.box(charcoal, 0, -.01, 0, 1.18, .4, .08)
		}
		b.bevelled(white, 0, .222, z-.005, 1.16, .008, .045, .001)
		for k := range 6 {
			x, c := -.47+.19*float64(k), goods[(k/2+i*2)%6]
			switch {
			case i%2 == 0:
				b.bevelled(c, x, .02, z+.03, .14, .2, .2+.03*float64((k+i)%3), .006)
			case k%2 == 0:
				b.lathe(c, x, .02, 10, [2]float64{.06, z + .03}, [2]float64{.06, z + .17}, [2]float64{.03, z + .22}, [2]float64{.03, z + .26})
			default:
				b.cylinder(c, x, .02, z+.03, .06, .17, 10)
			}
		}
	}
	b.bevelled(oak, 0, 0, 1.59, 1.23, .46, .03, .008)
}

func displayTable(b *builder) {
	legTable(b, pine, 1.2, .75, .82, .06)
	b.box(pine, 0, 0, .22, 1.04, .58, .025)
	for i, c := range []paint{clay, teal, mustard} {
		b.bevelled(c, -.36+.34*float64(i), 0, .245, .28, .4, .2, .012)
	}
}

func displayCase(b *builder) {
	b.box(walnut, 0, 0, 0, 1.2, .55, .5)
	b.bevelled(walnut, 0, 0, .49, 1.24, .59, .04, .01)
	b.box(red, 0, 0, .53, 1.12, .47, .02)
	b.box(glass, 0, 0, .53, 1.18, .53, .45)
	b.corners(.595, .27, func(x, y float64) { b.box(brass, x, y, .53, .018, .018, .45) })
	frameTop := func(z float64) {
		b.both(func(s float64) {
			b.box(brass, 0, s*.27, z, 1.2, .018, .018)
			b.box(brass, s*.595, 0, z, .018, .55, .018)
		})
	}
	frameTop(.97)
	b.lathe(gold, -.34, 0, 10, [2]float64{.06, .55}, [2]float64{.02, .58}, [2]float64{.02, .64}, [2]float64{.07, .72}, [2]float64{.08, .78})
	b.bevelled(teal, 0, 0, .55, .2, .16, .1, .02)
	b.ball(gold, 0, 0, .69, .05, .05, 10)
	b.lathe(ceramic, .34, 0, 12, [2]float64{.05, .55}, [2]float64{.09, .64}, [2]float64{.04, .74}, [2]float64{.05, .78})
}

func clothesRack(b *builder) {
	b.both(func(s float64) {
		b.rod(steel, vec{s * .6, 0, .04}, vec{s * .6, 0, 1.55}, .016, 8)
		b.rod(steel, vec{s * .6, -.22, .03}, vec{s * .6, .22, .03}, .018, 8)
	})
	b.rod(steel, vec{-.62, 0, 1.54}, vec{.62, 0, 1.54}, .016, 8)
	b.rod(steel, vec{-.6, 0, .14}, vec{.6, 0, .14}, .012, 6)
	for i, c := range []paint{navy, cream, clay, sage, mustard, teal, blush, charcoal, red} {
		x := -.48 + .12*float64(i)
		h := .75 + .08*float64(i*3%4)
		b.soft(c, x, 0, 1.44-h, .055, .42, h, .026)
		b.rod(black, vec{x, 0, 1.42}, vec{x, 0, 1.56}, .006, 4)
	}
}

func cashRegister(b *builder) {
	b.bevelled(charcoal, 0, 0, 0, .4, .4, .12, .012)
	b.bevelled(grey, 0, .195, .02, .36, .02, .08, .004)
	b.moved(0, -.04, .11, func() {
		b.turned(vec{1, 0, 0}, -22, func() { b.bevelled(charcoal, 0, 0, 0, .36, .28, .08, .012) })
	})
	for i := range 12 {
		x, y := -.11+.06*float64(i%4), .06-.06*float64(i/4)
		c := white
		if i%4 == 3 {
			c = mustard
		}
		b.bevelled(c, x, y, .175-.4*y+.02, .04, .04, .02, .005)
	}
	b.box(charcoal, 0, -.14, .2, .06, .04, .12)
	b.bevelled(black, 0, -.14, .29, .26, .05, .12, .008)
	b.bevelled(water, 0, -.117, .31, .2, .01, .08, .002)
}

func cardboardBox(b *builder) {
	b.bevelled(rope, 0, 0, 0, .44, .36, .32, .006)
	b.bevelled(cream, 0, 0, .005, .06, .364, .318, .002)
	b.bevelled(paper, .12, .178, .06, .13, .01, .09, .002)
}
