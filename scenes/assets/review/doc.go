// Package review writes a library's contact sheet: HTML pages on which a person
// sees at a glance what the importer got wrong, and how to put it right.
//
// # What is on it
//
// Every asset has three pictures (see [View]): from the corner, from above with
// the front's arrow, the footprint, the pivot and what things may stand on, and
// from the front beside a person. With them go its properties, each with a mark
// for how far it is to be trusted and the sentence of evidence, and what to
// write to override them. The pages load nothing and need no network; without
// scripts only search, filters and sorting are missing.
//
// # Doubts first
//
// Assets are in order of doubt, which is the sum of
//
//   - for every property that has evidence, its weight times what is missing of
//     its confidence to 1: category 4, scale 3, front 3, mount 1, up 1, support,
//     sides and licence ½ each; the front of a class without one is left out;
//   - 2 for a category that is no class of scenes/taxonomy;
//   - 1 for every warning, at most 3;
//   - 10 for a model that cannot be drawn.
//
// "Look at these" are the assets with a warning, without a class or a picture,
// or with a confidence below ½ in category, scale, front, mount or up. Where
// the scale of a whole pack is a guess, the table of packs says so instead of
// every card.
//
// # Cost
//
// Thumbnails are drawn in parallel and take at most 4 KiB each; models are read
// once and not kept. Equal libraries give equal pages.
package review
