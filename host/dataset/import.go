package dataset

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"os"

	"github.com/metaspatial/metaspatial/host/rollout"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/choose"
	"github.com/metaspatial/metaspatial/scenes/feasible"
	"github.com/metaspatial/metaspatial/scenes/roomgen"
)

// Kind is what a file to import holds.
type Kind string

// The kinds.
const (
	// Rows are MetaSpatial's training rows: columns problem and answer, as parquet
	// or JSON.
	Rows Kind = "rows"
	// Prompts are MetaSpatial's room prompts: a JSON list of descriptions with
	// sizes.
	Prompts Kind = "prompts"
	// SceneEval is the table of SceneEval's annotations.
	SceneEval Kind = "sceneeval"
)

// Kinds lists every kind.
var Kinds = []Kind{Rows, Prompts, SceneEval}

// ImportOptions say how [Import] makes tasks. Library and Item are needed.
type ImportOptions struct {
	// Kind is what the file holds; empty finds it out.
	Kind Kind
	// Library and Item are what objects are chosen from, where a room has none.
	Library *assets.Library
	Item    func(assets.Asset) roomgen.Item
	// Chooser chooses them; nil means choose.Words.
	Chooser choose.Chooser
	// Workers is how many rooms are worked on at a time; 0 means one a processor. A
	// chooser that waits for a server can do with more.
	Workers int
	// Seed decides between what is equally good.
	Seed uint64
	// Limit is how many rooms are read; 0 means all.
	Limit int
	// Room is the size of rooms that come without one; zero fits it to the number
	// of things that they ask for.
	Room scenes.Vec3
	// Progress is told how many rooms of how many are done; it may be nil.
	Progress func(done, of int)
}

// ImportReport says what came of every room.
type ImportReport struct {
	Kind Kind `json:"kind"`
	// Rooms were read, Tasks written.
	Rooms int `json:"rooms"`
	Tasks int `json:"tasks"`
	// Exact counts the tasks with the objects of the file, Chosen those whose
	// objects were chosen by words.
	Exact  int `json:"exact"`
	Chosen int `json:"chosen"`
	// Objects is the number of objects of all tasks.
	Objects int `json:"objects"`
	// Wishes counts SceneEval's relations in rooms that became tasks, Kept those
	// whose things are in the task.
	Wishes int `json:"wishes,omitempty"`
	Kept   int `json:"kept,omitempty"`
	// Repeated counts rooms that are the same as one before.
	Repeated int `json:"repeated"`
	// Impossible counts tasks, written all the same, that no layout can solve.
	Impossible int `json:"impossible"`
	// Skipped are the rooms without a task, Notes what is odd about others, such
	// as objects that a row has lost.
	Skipped []Remark `json:"skipped"`
	Notes   []Remark `json:"notes"`
}

// Remark is a sentence on one room of the file.
type Remark struct {
	Room string `json:"room"`
	Text string `json:"text"`
}

// candidate is a room of the file on its way to a task.
type candidate struct {
	name string
	// exact is the task of a room whose objects are known.
	exact *scenes.Task
	// room and text are those of one whose objects are to be chosen.
	room scenes.Room
	text string
	// specs are kept in the task as far as its objects allow.
	specs []scenes.Spec
	note  string
	// bad says why there is no task.
	bad string

	// Found by [candidate.work].
	task         *scenes.Task
	wishes, kept int
	impossible   bool
}

// seed is that of the room's words and size, so that the same room gives the same
// task wherever it stands.
func (c *candidate) seed(of uint64) uint64 {
	h := fnv.New64a()
	fmt.Fprint(h, c.text, c.room.Extent())
	return rollout.Derive(of, h.Sum64())
}

// Import reads the rooms of a file and writes a task for each, one JSON object a
// line. A room that cannot become a task is reported and passed over; the error
// is for a file that is none of the kinds, and for writing.
func Import(ctx context.Context, file string, w io.Writer, o ImportOptions) (*ImportReport, error) {
	if o.Chooser == nil {
		o.Chooser = choose.Words{}
	}
	rooms, kind, err := readRooms(file, &o)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if o.Limit > 0 && len(rooms) > o.Limit {
		rooms = rooms[:o.Limit]
	}
	im := &importer{ImportOptions: &o, to: json.NewEncoder(w), seen: map[key]bool{}, names: map[string]int{}}
	im.to.SetEscapeHTML(false)
	im.report = ImportReport{Kind: kind, Rooms: len(rooms), Skipped: []Remark{}, Notes: []Remark{}}
	for from := 0; from < len(rooms); from += batchSize {
		batch := rooms[from:min(from+batchSize, len(rooms))]
		if err := each(ctx, o.Workers, pointers(batch), func(c *candidate) error { return im.work(ctx, c) }); err != nil {
			return nil, err
		}
		for i := range batch {
			if err := im.put(&batch[i]); err != nil {
				return nil, err
			}
			batch[i] = candidate{}
		}
		if o.Progress != nil {
			o.Progress(from+len(batch), len(rooms))
		}
	}
	return &im.report, nil
}

func pointers[T any](list []T) []*T {
	out := make([]*T, len(list))
	for i := range list {
		out[i] = &list[i]
	}
	return out
}

// importer is one run of [Import].
type importer struct {
	*ImportOptions
	to     *json.Encoder
	report ImportReport
	seen   map[key]bool
	names  map[string]int
}

// work makes the task of a room. Its error ends the import.
func (im *importer) work(ctx context.Context, c *candidate) error {
	if c.bad != "" {
		return nil
	}
	c.task = c.exact
	if c.task == nil {
		res, err := choose.Furnish(ctx, im.Chooser, choose.Request{Room: c.room, Text: c.text, Library: im.Library.Assets(), Item: im.Item, Seed: c.seed(im.Seed)})
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			c.bad = err.Error()
			return nil
		}
		c.task = res.Task
		c.keep()
	}
	c.task.ID = c.name
	c.impossible = len(feasible.Check(c.task)) > 0
	return nil
}

// put writes the task of a room and takes it down.
func (im *importer) put(c *candidate) error {
	r := &im.report
	if c.bad == "" {
		if err := c.task.Validate(); err != nil {
			c.bad = err.Error()
		}
	}
	if c.bad != "" {
		r.Skipped = append(r.Skipped, Remark{c.name, c.bad})
		return nil
	}
	k, err := keyOf(c.task)
	if err != nil {
		return err
	}
	if im.seen[k] {
		r.Repeated++
		return nil
	}
	im.seen[k] = true
	// Other rooms of one name keep their names apart.
	if im.names[c.name]++; im.names[c.name] > 1 {
		c.task.ID = fmt.Sprintf("%s_%d", c.name, im.names[c.name])
	}
	if c.note != "" {
		r.Notes = append(r.Notes, Remark{c.name, c.note})
	}
	r.Tasks++
	r.Objects += len(c.task.Objects)
	r.Wishes += c.wishes
	r.Kept += c.kept
	if c.exact != nil {
		r.Exact++
	} else {
		r.Chosen++
	}
	if c.impossible {
		r.Impossible++
	}
	return im.to.Encode(c.task)
}

// Bounds of a file to import: its size in MiB, where it is JSON or a table, and
// the rooms that are read of it. Of parquet only the text is read.
const (
	maxJSON  = 1024
	maxTable = 16
	maxRooms = 1_000_000
)

// readRooms reads all rooms of a file; a task is made of each later.
func readRooms(file string, o *ImportOptions) ([]candidate, Kind, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, "", errors.Unwrap(err)
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil:
		return nil, "", err
	case info.IsDir():
		return nil, "", errors.New("is a folder; name a file in it")
	}
	head := make([]byte, 4096)
	n, err := f.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, "", err
	}
	kind, parquet := guess(head[:n])
	if o.Kind != "" {
		kind = o.Kind
	}
	most := maxJSON
	if kind == SceneEval {
		most = maxTable
	}
	if info.Size()>>20 >= int64(most) && !parquet {
		return nil, "", fmt.Errorf("is larger than %d MiB; split it", most)
	}
	all := *o
	if o = &all; o.Limit == 0 {
		o.Limit = maxRooms + 1
	}
	var rooms []candidate
	switch {
	case kind == Rows && parquet:
		rooms, err = parquetRows(f, info.Size(), o)
	case parquet:
		err = fmt.Errorf("is parquet, which holds rows only; it cannot be read as %s", kind)
	case kind == Rows:
		rooms, err = jsonRows(f, o)
	case kind == Prompts:
		rooms, err = prompts(f, o)
	case kind == SceneEval:
		rooms, err = annotations(f, o)
	default:
		err = errors.New(`is neither rows with "problem" and "answer", nor prompts with "description" and "size", nor a table of SceneEval's annotations; say which with a kind`)
	}
	switch {
	case err != nil:
	case len(rooms) == 0:
		err = errors.New("holds no rooms")
	case len(rooms) > maxRooms:
		err = fmt.Errorf("holds more than %d rooms; split it, or read a part of it with a limit", maxRooms)
	}
	return rooms, kind, err
}
