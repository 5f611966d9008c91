package dataset

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/parquet-go/parquet-go"

	"github.com/metaspatial/metaspatial/scenes/codec"
)

// rowText is what is read of one of MetaSpatial's training rows; pictures are
// not.
type rowText struct {
	// Problem is the prompt. It ends with the scene graph of the room.
	Problem *string `json:"problem" parquet:"problem,optional"`
	// Answer is JSON: the room's name and size and the user's preference.
	Answer *string `json:"answer" parquet:"answer,optional"`
}

// graphMark stands before the scene graph in a problem.
const graphMark = "Input JSON Data"

// candidate makes a room of a row.
func (r *rowText) candidate(number int) candidate {
	c := candidate{name: fmt.Sprintf("row_%d", number-1)}
	if r.Answer == nil {
		c.bad = `has no text under "answer"`
		return c
	}
	var a struct {
		Name       string          `json:"room_name"`
		Preference string          `json:"user_preference"`
		Size       *extents        `json:"size_of_room"`
		Objects    json.RawMessage `json:"objects_in_room"`
	}
	if err := json.Unmarshal([]byte(*r.Answer), &a); err != nil {
		c.bad = "its answer " + wrong(err)
		return c
	}
	if a.Name != "" {
		c.name = a.Name
	}
	room, err := a.Size.room()
	if err != nil {
		c.bad = err.Error()
		return c
	}
	graph, lost := a.Objects, ""
	if graph == nil && r.Problem != nil {
		graph, lost = sceneGraph(*r.Problem)
	}
	if graph != nil {
		if c.exact, err = codec.DecodeIDesign(c.name, graph, [3]float64(room.Extent())); err != nil {
			c.bad = err.Error()
			return c
		}
		c.exact.Preference = a.Preference
		return c
	}
	if strings.TrimSpace(a.Preference) == "" {
		c.bad = "has neither objects nor a preference to choose them by"
		return c
	}
	c.room, c.text = room, a.Preference
	c.note = "its objects are chosen by its preference, because " + lost
	return c
}

// sceneGraph finds the scene graph in a problem, or says why there is none.
func sceneGraph(problem string) (json.RawMessage, string) {
	_, after, ok := strings.Cut(problem, graphMark)
	if !ok {
		if strings.Contains(problem, "tensor([") {
			return nil, "its problem has the numbers of a tensor, cut short, in the place of the prompt"
		}
		return nil, "its problem has no scene graph"
	}
	at := strings.IndexByte(after, '[')
	if at < 0 {
		return nil, "no list follows where its problem announces the scene graph"
	}
	var graph json.RawMessage
	if err := json.NewDecoder(strings.NewReader(after[at:])).Decode(&graph); err != nil {
		return nil, "the scene graph of its problem " + wrong(err)
	}
	return graph, ""
}

// wrong words what is wrong with JSON.
func wrong(err error) string {
	var typ *json.UnmarshalTypeError
	if errors.As(err, &typ) {
		if typ.Field == "" {
			return "is a JSON " + typ.Value + " where an object is needed"
		}
		return fmt.Sprintf("has a JSON %s of the wrong type under %q", typ.Value, typ.Field)
	}
	return "is not JSON: " + ended(err).Error()
}

// jsonRows reads rows as JSON, in a list or one a line.
func jsonRows(r io.Reader, o *ImportOptions) ([]candidate, error) {
	var out []candidate
	err := values(r, func(number int, data json.RawMessage) bool {
		var row rowText
		var c candidate
		if err := json.Unmarshal(data, &row); err != nil {
			c = candidate{name: fmt.Sprintf("row_%d", number-1), bad: wrong(err)}
		} else {
			c = row.candidate(number)
		}
		out = append(out, c)
		return len(out) < o.Limit
	})
	return out, err
}

// parquetRows reads rows of a parquet file, without their pictures.
func parquetRows(f io.ReaderAt, size int64, o *ImportOptions) (out []candidate, err error) {
	// The reader of parquet panics on some files that are broken.
	defer func() {
		if p := recover(); p != nil {
			out, err = nil, fmt.Errorf("is no parquet that can be read: %v", p)
		}
	}()
	file, err := parquet.OpenFile(f, size)
	if err != nil {
		return nil, fmt.Errorf("is no parquet that can be read: %w", err)
	}
	for _, name := range []string{"problem", "answer"} {
		if file.Root().Column(name) == nil {
			return nil, fmt.Errorf("has no column %q; MetaSpatial's rows have images, problem and answer", name)
		}
	}
	in := parquet.NewGenericReader[rowText](file)
	defer in.Close()
	rows := make([]rowText, 64)
	for {
		n, err := in.Read(rows)
		for i := range rows[:n] {
			out = append(out, rows[i].candidate(len(out)+1))
			if len(out) == o.Limit {
				return out, nil
			}
		}
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("row %d: %w", len(out), err)
		}
		if n == 0 {
			return nil, fmt.Errorf("row %d: the file gives no more rows and does not end", len(out))
		}
		clear(rows)
	}
}
