// Package choose decides what a room is furnished with: from a text in English
// and an empty room it picks a kind of room, the things that such a room needs
// and those that the text names, each as an asset of a library, and makes a task
// of them that can be solved.
//
// # How
//
//  1. The kind of room is the one that the words name ("bedroom", "home office",
//     "bistro"), else the one that the things in the text belong to ("a sofa and
//     a TV"). The kinds are the room programs of scenes/roomgen.
//  2. What the text names comes with its number, and its words of style, material
//     and colour, as scenes/preference reads them. "A reading corner" is an
//     armchair, a lamp and somewhere to put a book; "a desk for two" has two
//     chairs; "no rug" leaves rugs out.
//  3. The lines of the program follow: what every such room has, then what most
//     have, then what completes it, up to a number of things and a share of the
//     floor that go by the room's size.
//  4. Every thing becomes the asset that scenes/assets/search finds for its
//     words; pieces of one finish go together.
//  5. scenes/roomgen composes the room in several ways, around its doors and
//     windows. The one that holds most of what is asked for, meets most of the
//     wishes and has the best grades of the offline critic gives the relations of
//     the task. It is a witness: the task has a solution.
//  6. What found no place is left out and said; what the text names and what can
//     stand without something else stays in the task as optional. Where even the
//     best composition does not meet a wish, the relations of the things that the
//     wish is about are dropped, since words go before custom.
//
// Step 1 to 4 are a [Chooser], which another may replace; [Furnish] does the
// rest.
//
// The same request gives the same answer. Nothing is read or written.
package choose
