package design

var storage = []piece{
	{"nightstand", "nightstand", func(b *builder) { chestOfDrawers(b, oak, white, .48, .4, .55, 1, 2) }},
	{"nightstand_dark", "nightstand", func(b *builder) { chestOfDrawers(b, walnut, walnut, .45, .4, .52, 1, 1) }},
	{"dresser", "dresser", func(b *builder) { chestOfDrawers(b, oak, white, 1.1, .46, .88, 1, 4) }},
	{"wardrobe", "wardrobe", func(b *builder) { wardrobe(b, oak, white, 1.2) }},
	{"wardrobe_dark", "wardrobe", func(b *builder) { wardrobe(b, walnut, walnut, 1) }},
	{"sideboard", "sideboard", sideboard},
	{"cabinet", "cabinet", cabinet},
	{"tv_stand", "tv_stand", tvStand},
	{"bookshelf", "bookshelf", func(b *builder) { bookcase(b, oak, .9, .32, 1.8, 4) }},
	{"bookshelf_dark", "bookshelf", func(b *builder) { bookcase(b, walnut, .8, .3, 2, 5) }},
	{"low_bookcase", "low_bookcase", func(b *builder) { bookcase(b, white, 1, .32, .82, 2) }},
	{"filing_cabinet", "filing_cabinet", filingCabinet},
	{"china_cabinet", "china_cabinet", chinaCabinet},
	{"wine_rack", "wine_rack", wineRack},
	{"coat_rack", "coat_rack", coatRack},
	{"storage_bench", "storage_bench", storageBench},
	{"basket", "basket", basket},
}

func chestOfDrawers(b *builder, wood, front paint, w, d, h float64, columns, rows int) {
	b.corners(w/2-.05, d/2-.05, func(x, y float64) { b.leg(wood, vec{x * 1.02, y, 0}, vec{x, y, .13}, .026, .04) })
	b.box(wood, 0, -.01, .12, w, d-.02, h-.12)
	drawers(b, front, brass, 0, d/2-.022, .15, (w-.04)/float64(columns), h-.2, rows)
	b.bevelled(wood, 0, 0, h-.03, w+.02, d+.01, .03, .01)
}

func wardrobe(b *builder, wood, front paint, w float64) {
	b.bevelled(wood, 0, -.005, 0, w-.04, .53, .08, .01)
	b.box(wood, 0, -.01, .06, w, .56, 1.9)
	doors(b, front, brass, .275, .34, w-.04, 1.58, 2)
	drawers(b, front, brass, 0, .275, .1, w-.04, .23, 1)
	b.bevelled(wood, 0, 0, 1.95, w+.04, .6, .05, .018)
}

func sideboard(b *builder) {
	b.corners(.68, .15, func(x, y float64) { b.leg(brass, vec{x * 1.02, y, 0}, vec{x * .98, y, .16}, .022, .03) })
	b.box(walnut, 0, -.01, .15, 1.6, .42, .62)
	b.bevelled(walnut, 0, 0, .76, 1.62, .44, .03, .01)
	b.moved(-.38, 0, 0, func() { doors(b, oak, brass, .2, .18, .78, .56, 2) })
	drawers(b, oak, brass, .41, .2, .18, .76, .56, 3)
}

func cabinet(b *builder) {
	b.corners(.38, .14, func(x, y float64) { b.leg(oak, vec{x * 1.02, y, 0}, vec{x, y, .12}, .028, .042) })
	b.box(oak, 0, -.01, .1, .9, .4, .9)
	doors(b, sage, brass, .19, .14, .86, .82, 2)
	b.bevelled(oak, 0, 0, .99, .93, .43, .03, .01)
}

func tvStand(b *builder) {
	b.corners(.66, .14, func(x, y float64) { b.leg(walnut, vec{x * 1.03, y, 0}, vec{x, y, .13}, .028, .042) })
	b.box(walnut, 0, -.01, .12, 1.5, .4, .035)
	b.bevelled(walnut, 0, 0, .43, 1.52, .42, .035, .012)
	b.box(walnut, 0, -.195, .15, 1.5, .02, .29)
	for _, x := range []float64{-.735, -.25, .25, .735} {
		b.box(walnut, x, -.01, .15, .028, .4, .29)
	}
	drawers(b, white, brass, -.49, .185, .155, .47, .275, 1)
	drawers(b, white, brass, .49, .185, .155, .47, .275, 1)
	b.bevelled(black, 0, -.02, .155, .34, .24, .06, .01)
}

var spines = []paint{teal, clay, navy, mustard, green, red, cream, sage, walnut, charcoal}

// books fills a shelf from x0 to x1 with standing books; seed varies the row.
func books(b *builder, x0, x1, y, z, room float64, seed int) {
	x := x0
	for i := seed; ; i++ {
		t := .032 + .008*float64((i*7)%4)
		h := room * (.66 + .07*float64((i*5)%4))
		if x+t > x1 {
			return
		}
		// A gap now and then reads as use.
		if (i*3)%11 == 4 {
			x += .05
			continue
		}
		b.bevelled(spines[(i*3+seed)%len(spines)], x+t/2, y, z, t-.003, .16+.012*float64(i%3), h, .004)
		x += t
	}
}

func bookcase(b *builder, wood paint, w, d, h float64, shelves int) {
	b.both(func(s float64) { b.box(wood, s*(w/2-.0125), 0, 0, .025, d, h) })
	b.box(wood, 0, -d/2+.008, .03, w-.04, .014, h-.05)
	b.box(wood, 0, .005, 0, w-.05, d-.02, .07)
	b.bevelled(wood, 0, 0, h-.03, w+.012, d+.008, .03, .008)
	gap := (h - .1) / float64(shelves)
	for i := range shelves {
		z := .07 + gap*float64(i)
		if i > 0 {
			b.box(wood, 0, 0, z-.022, w-.04, d-.015, .022)
		}
		room := gap - .03
		switch i % 3 {
		case 0:
			books(b, -w/2+.04, w/2-.05, -.03, z, room, i*5+1)
		case 1:
			books(b, -w/2+.04, w*.12, -.03, z, room, i*5+2)
			b.lathe(clay, w*.32, -.02, 10, [2]float64{.04, z}, [2]float64{.07, z + room*.3}, [2]float64{.03, z + room*.55}, [2]float64{.04, z + room*.65})
		default:
			books(b, -w*.1, w/2-.05, -.03, z, room, i*5+3)
			b.bevelled(cream, -w*.3, 0, z, w*.26, d*.6, min(room*.6, .17), .008)
		}
	}
}

func filingCabinet(b *builder) {
	b.box(grey, 0, -.01, .02, .45, .57, 1)
	b.box(charcoal, 0, -.02, 0, .41, .52, .03)
	for i := range 3 {
		z := .05 + .32*float64(i)
		b.bevelled(grey, 0, .275, z, .43, .025, .305, .008)
		b.bevelled(steel, 0, .295, z+.2, .16, .016, .025, .005)
		b.bevelled(white, 0, .288, z+.24, .09, .006, .035, .002)
	}
}

func chinaCabinet(b *builder) {
	const foot = .0917
	b.corners(.45, .15, func(x, y float64) { b.leg(walnut, vec{x * 1.02, y - .01, -foot}, vec{x, y - .01, .01}, .035, .055) })
	b.box(walnut, 0, -.01, 0, 1.02, .42, .8)
	b.moved(0, 0, 0, func() { doors(b, walnut, brass, .2, .06, .98, .7, 2) })
	b.bevelled(walnut, 0, 0, .8, 1.06, .45, .035, .012)
	b.box(walnut, 0, -.2, .83, .98, .02, 1.02)
	b.both(func(s float64) { b.box(walnut, s*.49, -.03, .83, .03, .36, 1.02) })
	for i, z := range []float64{1.14, 1.46} {
		b.box(walnut, 0, -.03, z, .96, .33, .02)
		for k := range 4 {
			x := -.33 + .22*float64(k)
			b.lathe(ceramic, x, -.02, 10, [2]float64{.025, z + .02}, [2]float64{.06, z + .07 + .03*float64((i+k)%2)}, [2]float64{.065, z + .1 + .04*float64((i+k)%2)})
		}
	}
	for k := range 3 {
		b.moved(-.3+.3*float64(k), -.15, .927, func() {
			b.turned(vec{1, 0, 0}, -80, func() { b.lathe(teal, 0, 0, 12, [2]float64{.05, 0}, [2]float64{.1, .02}) })
		})
	}
	for _, x := range []float64{-.49, 0, .49} {
		b.box(walnut, x, .15, .83, .03, .025, 1.02)
	}
	b.bevelled(walnut, 0, 0, 1.84, 1.06, .44, .06, .02)
}

func wineRack(b *builder) {
	b.both(func(s float64) { b.box(darkWood, s*.38, 0, 0, .035, .32, 1.3) })
	for i := range 6 {
		z := .06 + .24*float64(i)
		b.box(darkWood, 0, 0, z, .74, .32, .025)
		if i == 5 {
			continue
		}
		for k := range 5 {
			if (i*2+k)%4 == 3 {
				continue
			}
			c := green
			if (i+k)%3 == 0 {
				c = red
			}
			b.moved(-.28+.14*float64(k), -.12, z+.07, func() {
				b.turned(vec{1, 0, 0}, -90, func() {
					b.lathe(c, 0, 0, 6, [2]float64{.042, 0}, [2]float64{.042, .17}, [2]float64{.014, .22}, [2]float64{.014, .28})
				})
			})
		}
	}
}

func coatRack(b *builder) {
	b.lathe(walnut, 0, 0, 10, [2]float64{.03, .05}, [2]float64{.022, .3}, [2]float64{.02, 1.66}, [2]float64{.035, 1.7}, [2]float64{0, 1.76})
	for i := range 4 {
		b.turned(vec{0, 0, 1}, 45+90*float64(i), func() {
			b.leg(walnut, vec{.24, 0, 0}, vec{.01, 0, .16}, .03, .045)
			b.rod(walnut, vec{0, 0, 1.52}, vec{.16, 0, 1.62}, .012, 6)
			b.ball(brass, .165, 0, 1.625, .02, .02, 8)
		})
	}
	b.moved(.0, .17, 0, func() { b.soft(navy, 0, 0, .82, .3, .12, .72, .055) })
}

func storageBench(b *builder) {
	b.box(oak, 0, 0, 0, 1.1, .42, .4)
	b.bevelled(oak, 0, .2, .06, 1, .03, .28, .012)
	b.soft(sage, 0, 0, .385, 1.08, .42, .09, .04)
}

func basket(b *builder) {
	b.lathe(rope, 0, 0, 14, [2]float64{.14, 0}, [2]float64{.17, .06}, [2]float64{.185, .14}, [2]float64{.18, .24}, [2]float64{.165, .32}, [2]float64{.15, .325})
	b.ring(walnut, 0, 0, .3, .15, .178, .035, 14)
	b.ball(cream, 0, 0, .29, .14, .08, 12)
}
