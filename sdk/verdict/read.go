package verdict

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxAnswer is the length in bytes up to which an answer is read and kept.
const MaxAnswer = 64 << 10

// maxComment is the number of runes of a comment that are kept.
const maxComment = 240

// Read reads a judge's answer: a JSON object that has for each field of
// [Aspects] an object with a whole "grade" from 1 to 10 and, if it likes, a
// "comment". Around it may be white space, one Markdown fence, and before it
// what a reasoning model thought between <think> and </think>; anything else,
// such as a sentence, is an error that says what is missing, in words that the
// judge itself can be shown.
func Read(answer string) (Grading, error) {
	var g Grading
	if len(answer) > MaxAnswer {
		return g, fmt.Errorf("the answer is longer than %d bytes", MaxAnswer)
	}
	text := bare(answer)
	if text == "" {
		return g, fmt.Errorf("the answer is empty")
	}
	if text[0] != '{' {
		return g, fmt.Errorf("the answer is not a JSON object, it begins with %q", head(text))
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal([]byte(text), &fields); err != nil {
		return g, fmt.Errorf("the answer is not one JSON object: %w", err)
	}
	for i, a := range Aspects {
		raw, ok := fields[a.Field]
		if !ok {
			return g, fmt.Errorf("the field %q is missing", a.Field)
		}
		var part map[string]json.RawMessage
		if err := json.Unmarshal(raw, &part); err != nil || part == nil {
			return g, fmt.Errorf("%q must be an object with a \"grade\"", a.Field)
		}
		grade, err := whole(part["grade"])
		if err != nil {
			return g, fmt.Errorf("the grade of %q %w", a.Field, err)
		}
		g.Grades[i] = grade
		var comment string
		if json.Unmarshal(part["comment"], &comment) == nil {
			g.Comments[i] = line(comment)
		}
	}
	return g, nil
}

// bare takes off what may stand around the object.
func bare(text string) string {
	text = strings.TrimSpace(text)
	if rest, ok := strings.CutPrefix(text, "<think>"); ok {
		if _, after, closed := strings.Cut(rest, "</think>"); closed {
			text = strings.TrimSpace(after)
		}
	}
	inner, opened := strings.CutPrefix(text, "```")
	inner, closed := strings.CutSuffix(inner, "```")
	if opened && closed {
		text = strings.TrimSpace(strings.TrimPrefix(inner, "json"))
	}
	return text
}

// whole reads a grade. Only a number written without a fraction is one: 7, not
// 7.5, "7" or 7/10.
func whole(raw json.RawMessage) (int, error) {
	if len(raw) == 0 {
		return 0, fmt.Errorf("is missing")
	}
	var n json.Number
	if bytes.HasPrefix(raw, []byte(`"`)) || json.Unmarshal(raw, &n) != nil || n == "" {
		return 0, fmt.Errorf("is %s; it must be a whole number from 1 to %d", head(string(raw)), Best)
	}
	v, err := n.Int64()
	if err != nil || v < 1 || v > Best {
		return 0, fmt.Errorf("is %s; it must be a whole number from 1 to %d", head(n.String()), Best)
	}
	return int(v), nil
}

// head is the beginning of a text, to quote it.
func head(text string) string {
	const most = 24
	for i, n := 0, 0; i < len(text); n++ {
		if n == most {
			return text[:i] + "…"
		}
		_, size := utf8.DecodeRuneInString(text[i:])
		i += size
	}
	return text
}

// line makes a comment one clean line of bounded length.
func line(comment string) string {
	comment = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(comment, "?"), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r)
	}), " ")
	n := 0
	for i := range comment {
		if n == maxComment {
			return comment[:i] + "…"
		}
		n++
	}
	return comment
}
