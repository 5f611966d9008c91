package preference

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a word, a number or a comma; a stop ends a sentence.
type token struct {
	text       string // lower case
	start, end int
	stop       bool
	comma      bool
	// glued says that a hyphen ties the word to the one before.
	glued bool
	// capital says that the word was written with a capital.
	capital bool
}

// scan splits text into tokens. Words keep underscores and digits
// ("window_1"), numbers their point ("1.5"); hyphens split words and glue them.
func scan(text string) []token {
	var out []token
	glued := false
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			j := i + word(text[i:])
			t := token{text: strings.ToLower(text[i:j]), start: i, end: j, glued: glued, capital: unicode.IsUpper(r)}
			t.text = strings.TrimSuffix(strings.TrimSuffix(strings.ReplaceAll(t.text, "’", "'"), "'s"), "'")
			out = append(out, t)
			i, glued = j, false
			continue
		case (r == '-' || r == '−') && negative(text[:i], text[i+n:]):
			j := i + n + word(text[i+n:])
			out = append(out, token{text: "-" + text[i+n:j], start: i, end: j})
			i, glued = j, false
			continue
		case r == '-' || r == '‐' || r == '‑':
			glued = i > 0 && len(out) > 0 && out[len(out)-1].end == i
		case strings.ContainsRune(".;!?\n:", r):
			out, glued = append(out, token{stop: true, start: i, end: i + n}), false
		case strings.ContainsRune(",()—–", r):
			out, glued = append(out, token{comma: true, text: ",", start: i, end: i + n}), false
		case r == '"' || r == '“' || r == '”' || r == '\'' || r == '’':
			// Inches and quotes: the number before takes the unit.
			if r == '"' && len(out) > 0 && out[len(out)-1].end == i && endsInDigit(out[len(out)-1].text) {
				out = append(out, token{text: "in", start: i, end: i + n})
			}
		default:
			glued = false
		}
		i += n
	}
	return out
}

// negative reports whether a sign between two texts is that of a number: "-3",
// but neither "2-3" nor "2 - 3".
func negative(before, after string) bool {
	r, _ := utf8.DecodeLastRuneInString(before)
	return (before == "" || unicode.IsSpace(r)) && after != "" && after[0] >= '0' && after[0] <= '9'
}

// word is the length of the word or number that s starts with.
func word(s string) int {
	number, i := s[0] >= '0' && s[0] <= '9', 0
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case number && unicode.IsLetter(r):
			// "60cm" is two words.
			return i
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.Is(unicode.Mn, r), r == '_':
		case r == '.' && number && i+n < len(s) && s[i+n] >= '0' && s[i+n] <= '9':
		case (r == '\'' || r == '’') && i+n < len(s) && isLetter(s[i+n:]):
		default:
			return i
		}
		i += n
	}
	return i
}

func isLetter(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r)
}

func endsInDigit(s string) bool {
	return s != "" && s[len(s)-1] >= '0' && s[len(s)-1] <= '9'
}
