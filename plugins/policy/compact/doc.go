// Package compact is a small trainable policy for layouts: it places one object after
// the other, from scratch in minutes on a laptop.
//
// # How it decides
//
// Objects are placed in a fixed order: what stands in corners, what others stand
// around, what stands along walls and anywhere, each followed at once by what stands
// beside it; from the second turn on, what was at fault comes first. For each object
// the policy first chooses a heading, or, from the second turn on, to keep the
// previous pose, or, where the task calls the object optional, to leave it out; then a
// cell of a grid of candidate centres; then, where the object may stand at any angle,
// how far it is turned from the heading. The grid's coordinates are partly those that
// the object's relations allow (the anchored ones) and partly spread over the whole
// room (the free ones), each moved onto the nearest place where the object would just
// touch a placed one. A relation or a neighbour is therefore met exactly, not to the
// nearest 20 cm, and an object can leave a region in which there is no room for it.
//
// The network sees the object, its relations and one token per other object, door,
// window and part of the room's rectangle that is no floor, all in the object's own
// frame, turned so that its front points up. It weighs evidence, maps over the cells
// that are worked out beforehand: where it would hit which box, break a relation, take
// another's space or the last places that it has left, stand at a wall or in a corner,
// be near each thing, in line with it, its mirror image, on each of its sides, or look
// at it. The weights are learned, no cell is ever masked, and the layout is not
// searched, repaired or rejected. Untrained, it is bad.
//
// The preference text is read as bags of hashed words: those of the clauses that name
// an object's kind, and per pair those of the clauses that name both. A heading is
// chosen by where the things are that the clauses name with the object, and others of
// its kind. What an object is made of and what kind it is are seen as codes. With
// pictures on, a picture of the turn before is seen as patches, by one head of
// attention.
//
// What of the room's bounding rectangle is no floor is seen as boxes that nothing may
// hit; a slanted wall is a stair of six. The free space that objects declare is seen
// likewise. Locked objects stay where they are, at any heading.
//
// # How it learns
//
// The networks run on GoMLX. Sampling and the step from logits to actions are done by
// this package, which also takes the derivative of the loss back to the networks'
// outputs; GoMLX takes it from there to the weights. A kept decision is remembered as
// the layout it was made in, a few hundred bytes, and its features are computed again
// when Update needs them.
package compact
