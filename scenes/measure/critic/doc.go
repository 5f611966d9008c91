// Package critic is the offline judge: MetaSpatial's five grades from 1 to 10
// (realism and 3D geometric consistency; functionality and activity-based
// alignment; layout and furniture; colour scheme and material choices; overall
// aesthetic and atmosphere), computed from measurements of the layout and from
// a picture of it, each with a sentence of reasons. [Grades.Score] is their sum
// over 50, the judge's part of MetaSpatial's reward (arXiv 2503.18470, section
// 3.2).
//
// # How a grade comes about
//
// [Gather] takes the [Measures] of a placed room. [Table] lists them, each with
// its unit, the direction that is good, and its source: the default checks of
// package measure, SceneEval's free floor, access and openings, the design
// guidelines of Merrell et al. and Yu et al. (package guideline), counted specs
// (package predicate), a few of the critic's own, and the figures of [Look].
//
// A measure's utility is u = 1/(1 + loss/scale), the loss being its distance
// from a good value in the bad direction: 1 at its best, 0 at worst. A grade is
//
//	1 + 9 · Π uᵢ^wᵢ
//
// over the measures that it reads. It is therefore monotone in each of them: no
// measure that gets better ever lowers a grade. A measure that the room has
// nothing for takes no part. Without a picture the colour grade takes ½ for the
// colours and the atmosphere 0.8, so scores with and without do not compare.
//
// The weights and scales are this project's. They were set by hand on the eight
// seen kinds of fault of package faults, on rooms of other seeds than those of
// the table; they are not fitted to people's judgements, and the grades are not
// those that a language model would give. What the table shows is that the
// critic tells a room from the same room with a fault.
//
// # Frame, cost, errors
//
// Layout space in metres (see package scenes). 12 objects take some 0.3 ms, a
// picture of 256² pixels 2.5 ms more. The same input gives the same grades.
// Values that are not numbers count as the worst there are; nothing panics.
package critic
