// Package search finds assets by words, sizes and likeness: "wooden chair",
// "desk under 1.2 m wide", "small table", something of like size instead of
// this one.
//
// # Kind first
//
// The words are read as English: the noun before "with", "of" or "for" names
// the kind, and what stands before it describes. The noun is a class of
// scenes/taxonomy by its name or a synonym ("couch" is a sofa), or a role
// ("lamp", "seat"). Every asset then falls in one of four tiers:
//
//	4  is one: of the class, of one whose name or synonym ends in it (an office
//	   chair is a chair), or of the role
//	3  close: the more general class, or the class's first role where few
//	   classes share it
//	2  distant: any of the class's roles but those of decoration; or of another
//	   kind that has the noun in its name or its words
//	1  of another kind, with some of the other words
//
// Hits of a higher tier always come first, and those more than one tier below
// the best are left out: "chair" never prefers a chair cushion, and "wooden
// chair" lists the wooden chairs, then the other chairs, and no wooden table.
//
// # Score
//
//	score = (tier − 1 + g · (0.4 + 0.5 T + 0.1 K) · (0.6 + 0.4 S)) / 4
//
// g in (0, 1] is how close the classes are, 0.9 times that where the name also
// names another kind of thing ("chair_cushion"). T in [0, 1) is how well the
// words that describe fit, and K the same for the kind's own words, which leaves
// the plainest names in front; without such words they are 1. Both are BM25F,
// the form of BM25 for documents with fields (Robertson and Zaragoza 2009, "The
// Probabilistic Relevance Framework: BM25 and Beyond", Foundations and Trends in
// Information Retrieval 3(4), section 3.6), divided by its bound:
//
//	T   = Σ idf·(tf / (k1 + tf)) / Σ idf
//	tf  = Σ over the fields of  w·n / (1 − b + b·length/mean length)
//	idf = ln(1 + (N − df + ½) / (df + ½))
//
// n is how often the word is in the field, less for the later tags, materials
// and colours; df is how many of the N assets have it. Names, class words, tags,
// materials, colours and the pack's name are the fields. The 1 within the
// logarithm keeps idf positive for words that most assets have.
//
// A word matches itself in singular and plural, weighs 0.5 as the beginning of
// a longer one ("arm" of "armchair"), and only where it is known neither way is
// taken for the word one letter away, if it has five letters or more. Wooden
// means of wood, and what is of oak is of wood, by 0.7.
//
// S in [0, 1] is how well the size fits what the words wish for: "small" is
// against the usual size of the kind that was asked for, "60 cm" is a wish for
// such a side, and the nearest come first. Bounds ("under 60 cm", "at least
// 1 m wide") and the query's filters are strict.
//
// # Cost
//
// An index of 10,000 assets is made in some tens of milliseconds; a query takes
// well under one. An [Index] never changes and may be used by any number of
// goroutines. Equal queries give equal answers, equal scores in order of ID.
package search
