package design

import "slices"

// piece is one model of the kit.
type piece struct {
	name string
	// category is a class of scenes/taxonomy, which also gives the mount.
	category string
	draw     func(b *builder)
}

// pieces lists the whole kit.
func pieces() []piece {
	return slices.Concat(seats, tables, beds, storage, lamps, textiles, plants, walls, tabletop, kitchen, bathroom, work, tavern, dungeon)
}
