package preference

// Thing is something to place that a text speaks of.
type Thing struct {
	// Category is a class of scenes/taxonomy.
	Category string
	// Words are the phrase without articles and numbers: "rustic wooden table".
	Words string
	// Count is how many the phrase asks for: 1 for "a desk" and "the desk", 2 for
	// "chairs", 0 for "no chairs".
	Count int
	// Numbered says that the text gives the number.
	Numbered bool
	// Start and End are byte offsets into the text.
	Start, End int
}

// Things lists the objects that a text names, whether or not the sentences they
// stand in are understood, in the text's order. Walls, doors and kinds of room
// are no things.
func Things(text string) []Thing {
	text = text[:min(len(text), MaxText)]
	p := &parser{words: newVocabulary(nil), text: text}
	tokens := scan(text)
	var out []Thing
	for i := 0; i < len(tokens) && len(out) < maxSpecs; {
		if tokens[i].stop || tokens[i].comma {
			i++
			continue
		}
		n, k := p.noun(tokens[i:])
		if k == 0 || n.why != "" || n.kind != 0 || n.spot != nowhere || n.name == "" {
			if k > 0 && n.why == "" {
				i += k // a part of the room
				continue
			}
			// The start of what makes no sense as a whole, as in "the sofa glows",
			// may still be a noun.
			m := noun{start: tokens[i].start}
			k = p.single(tokens[i:], &m)
			if k == 0 || m.why != "" || m.name == "" || !m.object() {
				i++
				continue
			}
			n, n.end = m, tokens[i+k-1].end
		}
		from := i
		for from < i+k-1 && counts(tokens, from) {
			from++
		}
		t := Thing{Category: n.name, Count: n.count(0), Start: n.start, End: n.end, Words: spaced(text[tokens[from].start:n.end])}
		t.Numbered = n.n > 0 || n.compare != ""
		if n.compare != "" && n.n == 0 {
			t.Count = 0
		}
		out = append(out, t)
		i += k
	}
	return out
}

// counts reports whether a word before a noun says how many, not of what kind.
func counts(tokens []token, i int) bool {
	w := tokens[i].text
	if _, ok := numeral(tokens, i); ok && (i+1 >= len(tokens) || !tokens[i+1].glued) {
		return true
	}
	switch w {
	case "pair", "couple", "row", "rows", "number", "group", "lot", "of", "at", "least", "most", "more", "than", "only", "exactly", "each", "every", "all", "no", "fewer", "less", "up", "to":
		return true
	}
	return articles[w] || some[w] || quiet[w]
}
