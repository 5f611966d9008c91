// Package compact is a small trainable policy for layouts: it places one object
// after the other, from scratch in minutes on a laptop.
//
// # How it decides
//
// Objects are placed in a fixed order: what stands in corners, along walls, in
// the middle, then what depends on them. For each object the policy first
// chooses a heading (from the second turn on also "keep the previous pose"),
// then a cell of a grid of candidate centres. The grid's coordinates are partly
// those that the object's relations allow (the anchored ones) and partly spread
// over the whole room (the free ones), each moved onto the nearest place where
// the object would just touch a placed one. A relation or a neighbour is
// therefore met exactly, not to the nearest 20 cm, and an object can leave a
// region in which there is no room for it.
//
// The network sees the object, its relations and one token per other object,
// all in the object's own frame, turned so that its front points up. It weighs
// evidence: how many placed boxes each cell would hit, which relations it
// breaks, whose space it takes. The weights are learned, no cell is ever masked,
// and the layout is not searched, repaired or rejected. Untrained, it is bad.
//
// What of the room's bounding rectangle is no floor, beyond walls that are no
// sides of it and in holes, is seen as boxes that nothing may hit; a slanted wall
// is a stair of six. The free space that objects declare is seen likewise. Wishes
// are not seen, but for the faults that the policy is told of from the second turn
// on. Headings are quarter turns. Locked objects stay where they are, at any heading;
// optional ones are always placed.
//
// # How it learns
//
// The networks run on GoMLX. Sampling and the step from logits to actions are
// done by this package, which also takes the derivative of the loss back to the
// networks' outputs; GoMLX takes it from there to the weights. A kept decision
// is remembered as the layout it was made in, a few hundred bytes, and its
// features are computed again when Update needs them.
package compact
