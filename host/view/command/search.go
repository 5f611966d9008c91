package command

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Match is an action that a query finds.
type Match struct {
	Action *Action
	// Score orders the matches, higher is better.
	Score int
}

// Search returns the actions whose titles, headings or hints contain the
// query's letters in their order, best first; actions of one score keep the
// order of the registry. An empty query finds everything. Hidden actions are
// never found.
func (r *Registry) Search(query string) []Match {
	var out []Match
	for _, a := range r.actions {
		if a.Hidden {
			continue
		}
		title := fuzzy(query, a.Title)
		group := fuzzy(query, a.Group+" "+a.Title)
		hint := -1
		// Letters scattered over a sentence mean nothing: hints match by words.
		if q := strings.ToLower(strings.TrimSpace(query)); q != "" && strings.Contains(strings.ToLower(a.Hint), q) {
			hint = 1
		}
		if s := max(title*2, group, hint); s >= 0 {
			out = append(out, Match{Action: a, Score: s})
		}
	}
	slices.SortStableFunc(out, func(a, b Match) int { return b.Score - a.Score })
	return out
}

// fuzzy returns how well the query's letters are found in the text in order,
// -1 where they are not. Letters that follow each other or begin a word count
// more.
func fuzzy(query, text string) int {
	q := []rune(strings.ToLower(strings.Join(strings.Fields(query), "")))
	score, streak, at := 0, 0, 0
	before := ' '
	for _, c := range text {
		if at == len(q) {
			break
		}
		if unicode.ToLower(c) == q[at] {
			streak++
			score += streak
			if !unicode.IsLetter(before) {
				score += 3
			}
			at++
		} else if !unicode.IsSpace(c) {
			streak = 0
		}
		before = c
	}
	if at < len(q) {
		return -1
	}
	// Letters that were written together are rather meant together.
	if strings.Contains(strings.ToLower(text), strings.ToLower(strings.TrimSpace(query))) {
		score += 2 * len(q)
	}
	// Of two titles that begin alike the shorter is meant.
	return max(0, score*8-utf8.RuneCountInString(text)/8)
}
