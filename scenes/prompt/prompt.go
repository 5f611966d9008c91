// Package prompt words tasks for vision-language models: what a model is asked
// at a turn, and in which form it must answer so that package codec reads it.
//
// The method is MetaSpatial's (arXiv 2503.18470, section 3.1): room, wish and
// objects with their rules first, and from the second turn on the answer before,
// its reward and what was wrong with it. The words are this project's own. One
// prompt serves evaluation, training data and served episodes alike, so that a
// model meets the same text wherever it is asked.
package prompt

import (
	"slices"
	"strconv"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/raster"
)

// Picture says what the picture beside a prompt shows.
type Picture string

// The pictures.
const (
	// NoPicture: the prompt goes without one.
	NoPicture Picture = ""
	// EmptyRoom shows the room without its objects.
	EmptyRoom Picture = "room"
	// PreviousLayout shows the room as the answer before furnished it.
	PreviousLayout Picture = "layout"
)

// Form is how the answer is written.
type Form string

// The forms.
const (
	// Tags is <think>…</think><answer>[…]</answer>.
	Tags Form = ""
	// JSON is one object {"think": "…", "answer": […]}, for servers that hold a
	// model to [Schema]; [Response] turns it into tags.
	JSON Form = "json"
)

// Observation is what a model is told beside the task. Its zero value is the
// first turn, without a picture.
type Observation struct {
	// Turn counts from 0; Turns is how many there are, 0 where that is unknown.
	Turn, Turns int
	// Previous, Findings and Reward are those of the turn before; Previous is
	// nil if it could not be read. At turn 0 they are not told.
	Previous *scenes.Layout
	Findings []scenes.Finding
	Reward   float64
	// Picture is what goes along with the prompt, taken from Camera, a preset of
	// package raster; an empty one means its doll-house.
	Picture Picture
	Camera  string
	// Form is the form that the answer must have.
	Form Form
}

// MaxFindings is how many findings a prompt tells at most; one line more says
// how many are left out.
const MaxFindings = 40

// Chat returns the text of a user message that asks for a layout of the task.
// The same task and observation give the same text. Text from the task cannot
// look like a tag, a place for an image or a token of a chat format: its angle
// brackets are written otherwise.
func Chat(task *scenes.Task, o Observation) string {
	w := &writer{task: task}
	w.line("You furnish a room in three dimensions. Choose a place for every object listed below, so that nothing overlaps, everything lies inside the room, every rule is kept, and the room suits the wish of the person who will use it.")
	w.picture(o)
	w.room()
	w.objects()
	w.rules()
	if o.Turn > 0 {
		w.previous(o)
	}
	w.form(o)
	return w.b.String()
}

// writer puts a prompt together.
type writer struct {
	task *scenes.Task
	b    strings.Builder
}

// line writes the parts and ends the line.
func (w *writer) line(parts ...string) {
	for _, p := range parts {
		w.b.WriteString(p)
	}
	w.b.WriteByte('\n')
}

// head begins a section.
func (w *writer) head(title string) { w.line("\n## ", title) }

func (w *writer) picture(o Observation) {
	shows := ""
	switch o.Picture {
	case EmptyRoom:
		shows = "The picture shows the empty room"
		if len(w.task.Locked) > 0 {
			shows = "The picture shows the room with nothing in it but what is fixed"
		}
	case PreviousLayout:
		shows = "The picture shows the room as your previous answer furnished it"
	default:
		return
	}
	w.line(shows, views[o.Camera], ".")
}

// views say from where the presets of package raster look.
var views = map[string]string{
	"":               doll,
	raster.Dollhouse: doll,
	raster.Top:       ", from straight above, north at the top",
	raster.Eye:       ", as somebody sees it who comes in by the first door",
	raster.Reference: ", from above and from the south-east",
	raster.North:     ", looking straight at the north wall",
	raster.East:      ", looking straight at the east wall",
	raster.South:     ", looking straight at the south wall",
	raster.West:      ", looking straight at the west wall",
}

const doll = ", from above and from the south-south-east, without the walls on the near side"

// previous tells of the turn before.
func (w *writer) previous(o Observation) {
	w.head("Your previous answer")
	if o.Previous == nil {
		w.line("It could not be read as a layout.")
	} else {
		w.line(Answer(o.Previous))
	}
	w.line("Its reward was ", strconv.FormatFloat(o.Reward, 'f', 3, 64), "; higher is better.")
	if len(o.Findings) == 0 {
		w.line("No fault was found in it. Make it better still, or give it again.")
		return
	}
	w.line("What was wrong with it:")
	for _, f := range o.Findings[:min(len(o.Findings), MaxFindings)] {
		w.line("- ", plain(f.Message))
	}
	if n := len(o.Findings) - MaxFindings; n > 0 {
		w.line("- and ", strconv.Itoa(n), " more faults")
	}
	w.line("Mend these faults and leave alone what was right. Answer with every object again, not only with those that move.")
}

// form says how to answer.
func (w *writer) form(o Observation) {
	w.head("Answer")
	if o.Turns > 1 {
		w.line("This is turn ", strconv.Itoa(o.Turn+1), " of ", strconv.Itoa(o.Turns), ".")
	}
	const item = `{"new_object_id": "…", "x": 0.0, "y": 0.0, "z": 0.0, "rotation": {"z_angle": 0}}`
	if o.Form == JSON {
		w.line(`Answer with one JSON object: under "think" your reasoning in a few sentences, under "answer" the list of all objects:`)
		w.line(`{"think": "…", "answer": [`, item, `, …]}`)
	} else {
		w.line("First reason within <think> and </think>, then write the list of all objects within <answer> and </answer>, and nothing before, between or after:")
		w.line("<think>…</think>")
		w.line("<answer>[", item, ", …]</answer>")
	}
	every := "every object once"
	if slices.ContainsFunc(w.task.Objects, func(o scenes.Object) bool { return o.Optional }) {
		every = "every object once, but for those that may be left out where the room is full"
	}
	w.line("x, y and z are the centre of the object's box in metres, z_angle is its heading in degrees. Write plain numbers, every id exactly as it is given, and ", every, ".")
}

// Answer writes a layout as the list that an answer holds, one object a line,
// in the layout's order, to the millimetre and a tenth of a degree.
func Answer(l *scenes.Layout) string {
	var b strings.Builder
	b.WriteByte('[')
	for i, p := range l.Placements {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("\n{\"new_object_id\": " + quote(p.ID) + `, "x": ` + number(p.Position[0]) + `, "y": ` + number(p.Position[1]) +
			`, "z": ` + number(p.Position[2]) + `, "rotation": {"z_angle": ` + rounded(p.Yaw, 1) + "}}")
	}
	b.WriteString("\n]")
	return b.String()
}
