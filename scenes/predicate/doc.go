// Package predicate decides which spatial predicates hold in a layout, how
// nearly, and what would mend them: SceneEval's (arXiv 2503.14756, with the
// parameters of its published configuration), the relations of I-Design tasks,
// and the ones that designers' sentences need.
//
// [All] is the table of predicates as data. [Evaluate] counts the groups of
// objects that satisfy a [scenes.Spec]; [Compile] prepares many specs of one
// task for many layouts.
//
// # Units and frame
//
// Metres, degrees, layout space (package scenes): z up, yaw a compass heading,
// an object's front its +y at yaw 0. SceneEval's local front −y is the same
// side of the object. Scores lie in [0,1]; a group satisfies a predicate iff
// its score is above 0.5 ([Threshold]).
//
// # Exact instead of sampled
//
// SceneEval draws uniform points in a box, 5000 per m³ and at least 64, and
// takes shares and least distances of them. Upright boxes need no points: the
// share of a box in a region of another's frame is the area of a clipped
// rectangle times an overlap of heights, and the least distance between two
// boxes is that of their rectangles on the floor and of their height ranges.
// Both are the values that the sampled ones tend to as points grow without
// bound, so nothing here is random, nothing depends on a number of samples, and
// a sampled least distance is never below ours. Only face_to integrates
// numerically: 64 strips across the looking box, exact along it.
//
// Objects with meshes are measured by their boxes too; a distance to a mesh is
// therefore never below ours either. A corner's two walls are judged by the
// directions from the object's centre, not from the mean of its points.
//
// Where SceneEval's definition would fail a designer's sentence there is a
// second predicate beside it: side_of and face_to look only at heights that
// both objects share (a wardrobe beside a bed is no side_of, a sofa never
// faces a wall-mounted screen), near excludes touching, far asks for 4 m in
// every room. left_in_plan and its kin, facing, close_to and away_from are the
// sentences' meaning. The table marks SceneEval's.
//
// # Names
//
// A spec names objects by id or by kind. A kind means, the first of these that
// any object of the task answers to: the same category; the same class of
// scenes/taxonomy (synonyms count: "couch" is a sofa); a class whose name ends
// in it (an office_chair is a chair); a class with the role of that name (a
// stool is a seat). "chair*3" asks for groups of three, "chair*2+bench" for two
// chairs and a bench; "*" is everything but coverings.
// Anchors may also be room, floor, ceiling, wall, door, window, a layout
// element such as north_wall, or an opening's id. A kind of architecture counts
// as one anchor: the best of its elements decides, as in SceneEval.
//
// # Counting
//
// A group is one choice of anchors and subjects, all different. The number of
// groups above the threshold is compared with the spec's count. A predicate
// that is the same both ways counts a pair of one kind once (SceneEval counts
// it twice, and each object with itself). A spec about objects that the layout
// lacks does not hold, as in SceneEval, unless it asks for fewer than some
// number and none is few enough.
//
// # Cost
//
// About a microsecond per group of two objects and no allocation per group. At
// most [MaxGroups] groups and 131,072 objects in them are looked at per spec;
// [Result.Truncated] says when there were more.
package predicate
