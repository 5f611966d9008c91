package design

var dungeon = []piece{
	{"weapon_rack", "weapon_rack", weaponRack},
	{"armor_stand", "armor_stand", armorStand},
	{"pillar", "pillar", pillar},
	{"altar", "altar", altar},
	{"coffin", "coffin", coffin},
	{"skull", "skull", skull},
	{"potion", "bottle", potion},
	{"coin_pile", "coin_pile", coinPile},
	{"spell_book", "spell_book", spellBook},
	{"rubble", "rubble", rubble},
	{"cage", "cage", cage},
}

func weaponRack(b *builder) {
	b.both(func(s float64) {
		b.bevelled(darkWood, s*.52, 0, 0, .08, .36, .07, .012)
		b.leg(darkWood, vec{s * .52, 0, .05}, vec{s * .52, -.04, 1.25}, .07, .06)
	})
	for _, z := range []float64{.32, .98} {
		b.bevelled(darkWood, 0, -.01, z, 1.1, .05, .08, .012)
	}
	b.box(darkWood, 0, .08, .1, 1, .14, .04)
	for i := range 5 {
		x := -.38 + .19*float64(i)
		switch i % 3 {
		case 0: // sword, point down
			b.moved(x, 0, 0, func() {
				b.plate(steel, .07, .012, [2]float64{-.028, .95}, [2]float64{-.024, .24}, [2]float64{0, .14}, [2]float64{.024, .24}, [2]float64{.028, .95})
				b.bevelled(brass, 0, .064, .95, .18, .03, .03, .008)
				b.rod(leather, vec{0, .064, .97}, vec{0, .064, 1.1}, .016, 6)
				b.ball(brass, 0, .064, 1.12, .026, .026, 8)
			})
		case 1: // spear
			b.rod(oak, vec{x, .08, .13}, vec{x, .03, 1.4}, .014, 6)
			b.moved(x, .03, 1.38, func() { b.lathe(steel, 0, 0, 4, [2]float64{.018, 0}, [2]float64{.035, .06}, [2]float64{0, .22}) })
		default: // axe
			b.rod(oak, vec{x, .07, .13}, vec{x, .05, 1.12}, .015, 6)
			b.moved(x, 0, 0, func() {
				b.plate(steel, .062, .02, [2]float64{-.02, 1.06}, [2]float64{-.02, .94}, [2]float64{.1, .86}, [2]float64{.13, 1}, [2]float64{.1, 1.12})
			})
		}
	}
}

func armorStand(b *builder) {
	b.cylinder(darkWood, 0, 0, 0, .26, .05, 14)
	b.rod(darkWood, vec{0, 0, .04}, vec{0, 0, 1.5}, .03, 8)
	b.oval(0, 0, 1.15, .8, func() {
		b.lathe(steel, 0, 0, 14, [2]float64{.2, .78}, [2]float64{.16, .92}, [2]float64{.2, 1.12}, [2]float64{.21, 1.28}, [2]float64{.15, 1.4}, [2]float64{.08, 1.43})
		b.lathe(leather, 0, 0, 14, [2]float64{.24, .55}, [2]float64{.2, .82}, [2]float64{.18, .83})
		b.ring(brass, 0, 0, .8, .19, .205, .05, 14)
	})
	b.both(func(s float64) {
		b.ball(steel, s*.28, 0, 1.3, .11, .09, 10)
		b.rod(iron, vec{s * .3, 0, 1.26}, vec{s * .32, .02, .95}, .055, 8)
		b.ball(steel, s*.325, .03, .9, .06, .07, 8)
	})
	b.lathe(steel, 0, 0, 14, [2]float64{.1, 1.48}, [2]float64{.12, 1.54}, [2]float64{.125, 1.64}, [2]float64{.09, 1.73}, [2]float64{0, 1.77})
	b.bevelled(black, 0, .105, 1.6, .15, .04, .022, .004)
	b.bevelled(brass, 0, .12, 1.5, .018, .02, .2, .004)
	b.moved(0, 0, 0, func() {
		b.plate(red, -.06, .02, [2]float64{0, 1.74}, [2]float64{-.02, 1.9}, [2]float64{.03, 1.94}, [2]float64{.04, 1.78})
	})
}

func pillar(b *builder) {
	b.bevelled(slate, 0, 0, 0, .56, .56, .12, .02)
	b.lathe(stone, 0, 0, 12, [2]float64{.25, .12}, [2]float64{.25, .17}, [2]float64{.2, .24}, [2]float64{.185, 1.1}, [2]float64{.18, 1.92}, [2]float64{.24, 2.02}, [2]float64{.24, 2.07})
	b.bevelled(slate, 0, 0, 2.06, .54, .54, .12, .02)
	b.ring(slate, 0, 0, 1.05, .17, .195, .05, 12)
}

func altar(b *builder) {
	b.bevelled(slate, 0, 0, 0, 1.4, .78, .1, .02)
	b.bevelled(stone, 0, 0, .1, 1.14, .54, .66, .02)
	b.both(func(s float64) { b.bevelled(slate, s*.52, 0, .1, .16, .62, .66, .02) })
	b.bevelled(slate, 0, 0, .76, 1.46, .8, .13, .025)
	b.bevelled(red, 0, .02, .885, .5, .78, .012, .004)
	b.moved(0, .4, 0, func() {
		b.plate(red, .012, .012, [2]float64{-.25, .895}, [2]float64{-.25, .5}, [2]float64{0, .38}, [2]float64{.25, .5}, [2]float64{.25, .895})
		b.plate(gold, .017, .006, [2]float64{0, .5}, [2]float64{.08, .62}, [2]float64{0, .76}, [2]float64{-.08, .62})
	})
}

func coffin(b *builder) {
	outline := [][2]float64{{-.26, -1}, {.26, -1}, {.4, .45}, {.25, 1}, {-.25, 1}, {-.4, .45}}
	lay := func(c paint, scale, z, h float64) {
		var o [][2]float64
		for _, p := range outline {
			o = append(o, [2]float64{p[0] * scale, -p[1] * (1 - (1-scale)*.4)})
		}
		b.moved(0, 0, z+h, func() { b.turned(vec{1, 0, 0}, 90, func() { b.plate(c, 0, h, o...) }) })
	}
	lay(darkWood, 1, .04, .46)
	lay(walnut, 1.05, .5, .07)
	lay(darkWood, .8, .57, .035)
	b.bevelled(brass, 0, -.42, .6, .07, .6, .016, .005)
	b.bevelled(brass, 0, -.5, .6, .32, .07, .0165, .005)
	b.both(func(s float64) {
		b.box(slate, 0, s*.6, 0, .5, .16, .05)
		b.rod(iron, vec{s * .4, -.2, .3}, vec{s * .37, .12, .3}, .016, 6)
	})
}

func skull(b *builder) {
	b.oval(0, -.02, .85, 1, func() { b.ball(bone, 0, 0, .115, .1, .085, 14) })
	b.soft(bone, 0, .055, .01, .1, .08, .09, .03)
	// The back of the head stands on its base, or the skull would tip over its jaw.
	b.lathe(bone, 0, -.055, 10, [2]float64{.03, .0142}, [2]float64{.045, .03}, [2]float64{.05, .06})
	b.both(func(s float64) { b.ball(black, s*.036, .07, .105, .024, .026, 8) })
	b.ball(black, 0, .093, .065, .01, .014, 6)
	for i := range 4 {
		b.bevelled(ceramic, -.027+.018*float64(i), .092, .016, .014, .012, .02, .003)
	}
}

func potion(b *builder) {
	b.lathe(glass, 0, 0, 12, [2]float64{.03, 0}, [2]float64{.058, .035}, [2]float64{.06, .075}, [2]float64{.04, .12}, [2]float64{.018, .145}, [2]float64{.018, .2}, [2]float64{.025, .205}, [2]float64{.025, .215})
	b.lathe(ember, 0, 0, 12, [2]float64{.026, .006}, [2]float64{.052, .037}, [2]float64{.053, .08}, [2]float64{.045, .1})
	b.cylinder(rope, 0, 0, .2, .016, .04, 8)
}

func coinPile(b *builder) {
	b.lathe(gold, 0, 0, 12, [2]float64{.14, 0}, [2]float64{.12, .02}, [2]float64{.06, .06}, [2]float64{0, .075})
	for i := range 9 {
		r := .03 + .007*float64(i%15)
		z := .075 * (1 - r/.15)
		b.turned(vec{0, 0, 1}, 137.5*float64(i), func() {
			b.moved(r, 0, z, func() {
				b.turned(vec{0, 1, 0}, 20+float64(i*7%20), func() { b.cylinder([]paint{gold, brass}[i%2], 0, 0, 0, .024, .008, 8) })
			})
		})
	}
	b.ball(red, .05, .06, .055, .018, .018, 6)
	b.ball(teal, -.06, .03, .05, .016, .016, 6)
}

func spellBook(b *builder) {
	b.bevelled(leather, 0, 0, 0, .36, .27, .014, .004)
	b.both(func(s float64) {
		b.moved(s*.088, 0, .012, func() {
			b.turned(vec{0, 1, 0}, s*5, func() { b.soft(paper, 0, 0, 0, .17, .25, .035, .015) })
		})
		for i := range 4 {
			b.bevelled(charcoal, s*.09, .07-.045*float64(i), .047, .1, .008, .004, .001)
		}
	})
	b.bevelled(red, .01, -.02, .046, .012, .26, .006, .001)
}

func rubble(b *builder) {
	rocks := []struct{ x, y, r, h, turn float64 }{
		{-.1, 0, .26, .32, 20}, {.22, .08, .2, .24, 70}, {.1, -.2, .15, .17, 130}, {-.32, .14, .14, .15, 200}, {-.26, -.18, .12, .12, 260}, {.38, -.12, .09, .09, 300}, {.02, .26, .11, .1, 40},
	}
	for i, k := range rocks {
		b.moved(k.x, k.y, 0, func() {
			b.turned(vec{0, 0, 1}, k.turn, func() {
				b.oval(0, 0, 1, .8, func() {
					b.lathe([]paint{stone, slate}[i%2], 0, 0, 5+i%2, [2]float64{k.r * .95, 0}, [2]float64{k.r, k.h * .35}, [2]float64{k.r * .7, k.h * .85}, [2]float64{k.r * .2, k.h})
				})
			})
		})
	}
}

func cage(b *builder) {
	b.cylinder(iron, 0, 0, 0, .5, .06, 16)
	b.ring(iron, 0, 0, .75, .44, .5, .04, 16)
	b.ring(iron, 0, 0, 1.32, .42, .5, .05, 16)
	for i := range 14 {
		b.turned(vec{0, 0, 1}, 360*float64(i)/14, func() {
			b.rod(iron, vec{.46, 0, .05}, vec{.46, 0, 1.34}, .014, 5)
			if i%2 == 0 {
				b.rod(iron, vec{.46, 0, 1.34}, vec{.06, 0, 1.58}, .014, 5)
			}
		})
	}
	b.cylinder(iron, 0, 0, 1.55, .09, .05, 10)
	b.moved(0, 0, 1.66, func() { b.turned(vec{1, 0, 0}, 90, func() { b.ring(iron, 0, 0, -.012, .045, .07, .024, 10) }) })
	b.bevelled(rope, 0, 0, .06, .6, .5, .04, .015)
}
