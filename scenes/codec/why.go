package codec

import (
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
)

// Reason is what a response's thought says of an object, or, where Object is
// empty, of the room.
type Reason struct {
	Object string `json:"object,omitempty"`
	Text   string `json:"text"`
}

// Why takes the thought of a response apart. A line that begins with the id of
// one of the task's objects and a colon speaks of that object, and so do the
// lines after it up to the next such line; what stands before the first speaks
// of the room. A list's dash, star or number before the id does no harm. The
// reasons are in the order of the text, an object's further lines joined to its
// first; white space is one space. What the thought says is not checked.
func Why(task *scenes.Task, response string) []Reason {
	thought := Thought(response)
	if thought == "" {
		return nil
	}
	ids, longest := make(map[string]string, len(task.Objects)), 0
	for i := range task.Objects {
		// A response spells ids as FormatResponse does.
		id := task.Objects[i].ID
		for _, name := range [2]string{id, untag.Replace(id)} {
			ids[name] = id
			longest = max(longest, len(name))
		}
	}
	var out []Reason
	at := make(map[string]int, len(task.Objects)+1)
	texts := make([]strings.Builder, 0, len(task.Objects)+1)
	object := ""
	for line := range strings.Lines(thought) {
		if id, rest, ok := label(line, ids, longest); ok {
			object, line = id, rest
		}
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		k, known := at[object]
		if !known {
			k = len(out)
			at[object] = k
			out, texts = append(out, Reason{Object: object}), append(texts, strings.Builder{})
		}
		for _, w := range words {
			if texts[k].Len() > 0 {
				texts[k].WriteByte(' ')
			}
			texts[k].WriteString(w)
		}
	}
	for k := range out {
		out[k].Text = texts[k].String()
	}
	return out
}

// label cuts the id and its colon off a line; of several ids that fit, the
// longest.
func label(line string, ids map[string]string, longest int) (id, rest string, ok bool) {
	line = strings.TrimSpace(line)
	for _, from := range [2]string{line, strings.TrimLeft(line, "-*•0123456789.) \t")} {
		for k := 0; k < len(from) && k <= longest+1; k++ {
			if from[k] != ':' {
				continue
			}
			if found, known := ids[strings.TrimRight(from[:k], " ")]; known {
				id, rest, ok = found, from[k+1:], true
			}
		}
		if ok {
			return id, rest, true
		}
	}
	return "", "", false
}
