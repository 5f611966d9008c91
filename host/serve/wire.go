package serve

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
)

// resetRequest is what a reset may say. Other keys are passed over, as
// OpenEnv's server passes over what an environment does not take.
type resetRequest struct {
	Seed      *json.Number    `json:"seed"`
	EpisodeID *string         `json:"episode_id"`
	Split     *string         `json:"split"`
	Index     *int            `json:"index"`
	Task      json.RawMessage `json:"task"`
}

// maxEpisodeID bounds the id that a client gives an episode.
const maxEpisodeID = 256

// action is one answer of a policy: its response, or only the list of an answer.
type action struct {
	Response *string         `json:"response"`
	Layout   json.RawMessage `json:"layout"`
	Metadata json.RawMessage `json:"metadata"`
}

// observation is what a policy sees next. Prompt is empty when the episode is
// over.
type observation struct {
	Prompt   string             `json:"prompt"`
	Text     string             `json:"text"`
	Image    []byte             `json:"image"`
	Mime     string             `json:"mime"`
	Turn     int                `json:"turn"`
	Turns    int                `json:"turns"`
	Task     json.RawMessage    `json:"task"`
	Findings []scenes.Finding   `json:"findings"`
	Layout   []codec.AnswerItem `json:"layout"`
	Valid    bool               `json:"valid"`
	Parts    map[string]float64 `json:"parts"`
}

// reply is the answer to a reset and to a step. Reward is nil after a reset.
type reply struct {
	Observation observation `json:"observation"`
	Reward      *float64    `json:"reward"`
	Done        bool        `json:"done"`
}

// state is the answer to a question for the state.
type state struct {
	EpisodeID *string `json:"episode_id"`
	StepCount int     `json:"step_count"`
	TaskID    string  `json:"task_id"`
	Turns     int     `json:"turns"`
	Done      bool    `json:"done"`
}

// decode reads one JSON value, and with strict refuses keys that it does not
// know. where is the value's place, for errors.
func decode(data []byte, strict bool, v any, where ...string) error {
	d := json.NewDecoder(bytes.NewReader(data))
	if strict {
		d.DisallowUnknownFields()
	}
	err := d.Decode(v)
	if err == nil {
		if _, more := d.Token(); !errors.Is(more, io.EOF) {
			err = fmt.Errorf("there is something behind the JSON value")
		}
	}
	if err == nil {
		return nil
	}
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.As(err, &wrong):
		return invalid(append(where, wrong.Field), "%s must be %s, not %s", orBody(wrong.Field), kinds(wrong.Type.Kind().String()), wrong.Value)
	case json.Valid(data):
		return invalid(where, "%v", trimJSON(err))
	}
	return &fault{code: codeInvalidJSON, where: where, message: fmt.Sprintf("not JSON: %v", trimJSON(err))}
}

func orBody(field string) string {
	if field == "" {
		return "the value"
	}
	return strconv.Quote(field)
}

// kinds names a Go kind as JSON does.
func kinds(kind string) string {
	switch kind {
	case "string":
		return "a string"
	case "slice", "array":
		return "a list"
	case "struct", "map":
		return "an object"
	case "bool":
		return "true or false"
	}
	return "a number"
}

// trimJSON takes the package's name off an error.
func trimJSON(err error) string {
	return string(bytes.TrimPrefix([]byte(err.Error()), []byte("json: ")))
}

// decodeReset reads the data of a reset; nothing at all is an empty one.
func decodeReset(data []byte, where ...string) (*resetRequest, error) {
	r := &resetRequest{}
	if len(bytes.TrimSpace(data)) == 0 {
		return r, nil
	}
	if err := decode(data, false, r, where...); err != nil {
		return nil, err
	}
	if r.EpisodeID != nil && len(*r.EpisodeID) > maxEpisodeID {
		return nil, invalid(append(where, "episode_id"), "the episode_id has %d characters; at most %d", len(*r.EpisodeID), maxEpisodeID)
	}
	return r, nil
}

// seed is the number that a reset gives; ok is false without one.
func (r *resetRequest) seed() (seed uint64, ok bool, err error) {
	if r.Seed == nil {
		return 0, false, nil
	}
	if u, err := strconv.ParseUint(r.Seed.String(), 10, 64); err == nil {
		return u, true, nil
	}
	i, err := strconv.ParseInt(r.Seed.String(), 10, 64)
	if err != nil {
		return 0, false, invalid([]string{"seed"}, "the seed is %s; it must be a whole number of at most 64 bits", *r.Seed)
	}
	return uint64(i), true, nil
}

// decodeAction reads an action and returns the response that it stands for.
func decodeAction(data []byte, where ...string) (string, error) {
	var a action
	if len(bytes.TrimSpace(data)) == 0 {
		return "", invalid(where, "the action is missing; give {\"response\": \"…\"} or {\"layout\": […]}")
	}
	if err := decode(data, true, &a, where...); err != nil {
		return "", err
	}
	return responseOf(a.Response, a.Layout, where...)
}

// responseOf is the response, or that which a layout stands for.
func responseOf(response *string, list []byte, where ...string) (string, error) {
	layout := len(list) > 0 && !bytes.Equal(list, []byte("null"))
	switch {
	case response != nil && layout:
		return "", invalid(where, "there is a response and a layout; give one of them")
	case response != nil:
		return *response, nil
	case layout:
		return "<think></think><answer>" + string(list) + "</answer>", nil
	}
	return "", invalid(where, "there is neither a response nor a layout; give {\"response\": \"…\"} or {\"layout\": […]}")
}

// decodeTask reads a task that a client brings.
func decodeTask(data []byte, where ...string) (*scenes.Task, error) {
	task, err := codec.DecodeTask(data)
	if err != nil {
		return nil, invalid(where, "%v", err)
	}
	if n := len(task.Objects); n > maxObjects {
		return nil, invalid(where, "task %q has %d objects; at most %d", task.ID, n, maxObjects)
	}
	return task, nil
}
