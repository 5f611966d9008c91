package dataset

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"unicode"

	"github.com/metaspatial/metaspatial/scenes/choose"
)

// Asked chooses objects by asking a language model what belongs into the room;
// choose.Words then finds its words in the library. Where the model's answer is
// of no use, the words of the text decide, and a note says so.
type Asked struct {
	// Ask puts a question and returns the answer. It is called from several
	// goroutines.
	Ask func(ctx context.Context, question string) (string, error)

	answered, fellBack atomic.Int64
}

var _ choose.Chooser = (*Asked)(nil)

// Count returns how many rooms the model chose for, and how many fell back to the
// words of the text.
func (a *Asked) Count() (answered, fellBack int) {
	return int(a.answered.Load()), int(a.fellBack.Load())
}

// Choose implements [choose.Chooser].
func (a *Asked) Choose(ctx context.Context, req choose.Request) (*choose.Choice, error) {
	text, why := a.list(ctx, &req)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if why == "" {
		told := req
		told.Text = text
		choice, err := choose.Words{}.Choose(ctx, told)
		if err == nil {
			a.answered.Add(1)
			return choice, nil
		}
		why = err.Error()
	}
	choice, err := choose.Words{}.Choose(ctx, req)
	if err != nil {
		return nil, fmt.Errorf("%w (the model's answer could not be used either: %s)", err, why)
	}
	a.fellBack.Add(1)
	choice.Notes = append(choice.Notes, "chosen by the words of the text, because the model's answer could not be used: "+why)
	return choice, nil
}

// list asks for the things of a room and returns them as a text that
// choose.Words reads, or why there is none.
func (a *Asked) list(ctx context.Context, req *choose.Request) (text, why string) {
	answer, err := a.Ask(ctx, question(req))
	if err != nil {
		return "", err.Error()
	}
	at := strings.IndexByte(answer, '{')
	if at < 0 {
		return "", "it holds no JSON object"
	}
	var got struct {
		Room    string `json:"room"`
		Objects []struct {
			Name  string `json:"name"`
			Count *int   `json:"count"`
		} `json:"objects"`
	}
	if err := json.NewDecoder(strings.NewReader(answer[at:])).Decode(&got); err != nil {
		return "", "it " + wrong(err)
	}
	const mostThings, mostOfOne = 40, 20
	if len(got.Objects) == 0 || len(got.Objects) > mostThings {
		return "", fmt.Sprintf("it lists %d objects; 1 to %d were asked for", len(got.Objects), mostThings)
	}
	var things []string
	for _, o := range got.Objects {
		n := 1
		if o.Count != nil {
			n = *o.Count
		}
		if !plainName(o.Name) || n < 0 || n > mostOfOne {
			return "", fmt.Sprintf("it lists %d × %q, which is no number of a thing", n, shorten(o.Name))
		}
		if n > 0 {
			things = append(things, fmt.Sprintf("%d %s", n, strings.TrimSpace(o.Name)))
		}
	}
	if len(things) == 0 {
		return "", "it lists no object"
	}
	room := strings.TrimSpace(got.Room)
	if !plainName(room) {
		room = "room"
	}
	return "a " + room + " with " + strings.Join(things, ", "), ""
}

// question asks what belongs into a room.
func question(req *choose.Request) string {
	e := req.Room.Extent()
	var classes []string
	for i := range req.Library {
		if c := strings.ReplaceAll(req.Library[i].Category, "_", " "); !slices.Contains(classes, c) {
			classes = append(classes, c)
		}
	}
	slices.Sort(classes)
	var b strings.Builder
	fmt.Fprintf(&b, "Which objects belong into this room? It is %s × %s m and %s m high, and is wished for like this:\n\n", number(e[0]), number(e[1]), number(e[2]))
	b.WriteString(strings.Join(strings.Fields(req.Text), " "))
	b.WriteString("\n\nThere are these kinds of object: " + strings.Join(classes, ", ") + ".\n\n")
	b.WriteString("Name everything that the wish asks for, in the nearest of these kinds, and what such a room needs besides; as much as fits. Answer with one JSON object and nothing else: ")
	b.WriteString(`{"room": "the kind of room, such as bedroom", "objects": [{"name": "a kind of object, with words of style or colour where they are wished for", "count": 1}]}`)
	return b.String()
}

// plainName says whether a name is some words, without what would read as
// another list or sentence.
func plainName(s string) bool {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > 60 {
		return false
	}
	for _, r := range s {
		if !unicode.IsLetter(r) && r != ' ' && r != '-' && r != '\'' {
			return false
		}
	}
	return true
}

func shorten(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
