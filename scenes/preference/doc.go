// Package preference reads what a designer writes ("the desk under the window,
// nothing within 60 cm of the door") into specs of scenes/predicate that can be
// checked, and reports what it does not understand instead of guessing.
//
// # Grammar
//
// Upper and lower case are the same; words of no weight (also, please,
// directly, neatly …) are skipped.
//
//	text       = sentence { ( "." | ";" | ":" | "!" | "?" | newline ) sentence } .
//	sentence   = part { join part } .
//	join       = "," | "and" | "but" | "while" | "where" | "which" | … .
//	part       = wish | list | ahead | space | mood .
//	wish       = [ order | "I want" | … ] things [ verb ] place { place } .
//	ahead      = relation thing [ verb ] things .
//	list       = ( "with" | "has" | "there is" | … ) things [ place ] .
//	things     = thing { ( "," | "and" ) thing } .
//	place      = relation ( thing | part-of-room | "each other" ) .
//	thing      = [ amount ] { adjective } noun | "it" .
//	amount     = "a" | "the" | number | "one of the" | "a pair of" | "several" |
//	             "each" | "every" | "no" | "at least" number | "at most" number |
//	             "no more than" number | "exactly" number | "only" number | … .
//	part-of-room = [ compass ] "wall" | "door" | "window" | "ceiling" | "floor" |
//	             [ compass "-" compass ] "corner" | "middle" [ "of" thing ] .
//	space      = ( "keep" | "leave" ) ( "the middle" | [ length ] … thing ) free
//	           | "nothing" ( within | relation ) thing .
//	free       = "free" | "clear" | "open" | "empty" | … .
//	within     = "within" length "of" | "at least" length "from" | length "from" .
//	length     = number ( "m" | "cm" | "mm" | "ft" | "in" | … ) .
//	relation   = "next to" | "near" | "in front of" | "left of" | "on" | "under" |
//	             "above" | "against" | "opposite" | "facing" | "around" |
//	             "between" | "on each side of" | "far from" | … .
//	mood       = words about the room and no thing in it .
//
// # Examples
//
//	order, wish:     Put the bed against the wall, far from the door.
//	wish:            the desk under the window · the painting above the bed
//	amount:          at least three chairs near the window · no more than two chairs
//	no:              No chairs near the door. (at most 0)
//	each:            a lamp on each nightstand (one spec per nightstand of the task)
//	each other:      two chairs facing each other · sofa and armchair near each other
//	group:           four chairs around the dining table
//	two sides:       a nightstand on each side of the bed · a bed flanked by two nightstands
//	between:         the armchair between the sofa and the bookshelf
//	ahead:           Above the bed hangs a painting. · On each side of the bed there should be a nightstand.
//	verbs:           The sofa faces the TV. · The desk holds a lamp.
//	part of room:    bookshelves along the north wall · plants in the corners · Tuck it into the north-east corner.
//	space:           Keep the middle free. · Keep 60 cm clear around the bed. · nothing within 60 cm of the door
//	length:          the desk at least 2 m from the door · a stool within 3 ft of the desk
//	list:            A bedroom with a bed and two nightstands. (counts)
//	mood:            A cozy bedroom for quiet evenings. (no spec; [Parsed.Style] lists the words)
//
// # Meaning
//
// A relation asks for as many subjects as the phrase names, at least; "the
// chairs" and "every chair" are all that the task has, a plural without a
// number is two. The predicates are those of the sentences, not SceneEval's
// strict ones: near is close_to, far is away_from, in front of is
// front_in_plan, faces is facing (see package predicate). A named corner is
// both of its walls.
//
// Nouns are first the task's: ids ("chair_2"), categories, their synonyms and
// roles in scenes/taxonomy and the last words of their names (a dining table is
// "the table" where it is the only one). A noun that the taxonomy knows and the
// task lacks is reported as missing, any other as unknown with the nearest
// known one. Without a task every class of the taxonomy is known. Compounds are
// their last noun: a desk lamp is a lamp.
//
// # What is not guessed
//
// A relation after an object may be of either: of "a lamp on a table in the
// corner" only the lamp on the table is read. After a wall, a door, a window or
// a spot it is the subject's. "It" is the only thing that the part before it
// speaks of, or is not understood. What follows "a table with chairs" may be of
// either. An unknown noun or verb makes its clause not understood; specs read
// before it in the clause stay. Adjectives are listed as style.
//
// # Measured
//
// Against the annotations of SceneEval's 495 descriptions of single rooms (by
// family of relation, subject and anchor; next and near are one family): 1,658
// relations read, 92.1 % of them annotated, which is 42.3 % of all annotated;
// 91.6 % with the same count. Of the 9,744 room prompts of MetaSpatial, which are
// mostly atmosphere, half of the clauses are understood.
//
// # Cost
//
// Linear in the text, about a megabyte a second; at most [MaxText] bytes are
// read. Bad text never fails: it is not understood.
package preference
