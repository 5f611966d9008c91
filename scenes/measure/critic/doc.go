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
// # How well it ranks
//
// Share of pairs in which a good room scores more than the same room with one
// fault, with the task's relations and a picture ("asked") and from the
// arrangement alone, without them ("alone"), over 880 rooms of seeds that were
// not used in development. The last four kinds were written after the critic was
// frozen. TABLE.md has the details; a command in internal/table makes it.
//
//	fault                         pairs   asked   alone
//	blocked door                    872   100 %   100 %
//	floating object                 871   100 %   100 %
//	seat facing the wall            342   100 %   100 %
//	rug under nothing               111   100 %   100 %
//	sunk into another               866   100 %   100 %
//	through the wall                872   100 %   100 %
//	chair away from its table       414   100 %  99.7 %
//	crooked                         774  99.8 %  99.4 %
//	all seen kinds                 5122  99.9 %  99.9 %
//	tall piece before the window    168   100 %   100 %
//	no way to a cupboard            548  99.6 %  96.3 %
//	bedside table far away           37   100 %   100 %
//	front to the wall               705   100 %  99.5 %
//	all unseen kinds               1458  99.8 %  98.4 %
//
// All rooms come from one generator and all faults are plain: the table does not
// say how far the grades agree with people's.
//
// # Frame, cost, errors
//
// Layout space in metres (see package scenes). 12 objects take some 0.7 ms, a
// picture of 256² pixels 2 ms more. The same input gives the same grades;
// on another kind of processor their last digits may differ.
// Values that are not numbers count as the worst there are; nothing panics.
package critic
