// Package reference scores scene graphs exactly as MetaSpatial's public
// reward code does (arXiv 2503.18470, section 3): collision ratio, constraint
// ratio, the format ladder and the total.
//
// It is bit-exact on purpose, peculiarities included: boxes are axis-aligned,
// layout elements collide, and one satisfied range out of many is enough. What
// the original raises as an exception comes back as an [*Error] with its stage.
// Graphs are read with the rules of the original's JSON reader, so that NaN,
// integers, floats, booleans and repeated keys mean what they mean there.
//
// The sums below keep the original's order of floating-point operations. A
// product that feeds a sum is written float64(a*b), which forbids fusing on
// the architectures that have fused multiply-add.
package reference
