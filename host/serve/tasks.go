package serve

import (
	"encoding/json"
	"net/http"

	"github.com/metaspatial/metaspatial/scenes"
)

// taskRequest holds the arguments of the task API; each route reads its own.
type taskRequest struct {
	Split *string `json:"split"`
	Index *int    `json:"index"`
	Start *int    `json:"start"`
	Stop  *int    `json:"stop"`
}

func (s *Server) splits(w http.ResponseWriter, _ *http.Request) {
	type split struct {
		Name string `json:"name"`
		Type string `json:"type"`
	}
	out := make([]split, len(s.rooms.splits))
	for i := range out {
		out[i] = split{s.rooms.splits[i].Name, "test"}
		if i == 0 {
			out[i].Type = "train"
		}
	}
	writeJSON(w, http.StatusOK, out)
}

// taskCall reads a request about a split.
func (s *Server) taskCall(w http.ResponseWriter, r *http.Request, f func(*Split, *taskRequest) (any, error)) {
	var req taskRequest
	data, err := body(w, r, maxMessage)
	if err == nil {
		err = decode(data, false, &req, "body")
	}
	var v any
	if err == nil && req.Split == nil {
		err = invalid([]string{"body", "split"}, "the split is missing")
	}
	if err == nil {
		var split *Split
		if split, err = s.rooms.find(*req.Split); err == nil {
			v, err = f(split, &req)
		}
	}
	s.respond(w, v, err)
}

func (s *Server) numTasks(w http.ResponseWriter, r *http.Request) {
	s.taskCall(w, r, func(split *Split, _ *taskRequest) (any, error) {
		return map[string]int{"num_tasks": split.Size}, nil
	})
}

func (s *Server) oneTask(w http.ResponseWriter, r *http.Request) {
	s.taskCall(w, r, func(split *Split, req *taskRequest) (any, error) {
		if req.Index == nil {
			return nil, invalid([]string{"body", "index"}, "the index is missing")
		}
		task, err := split.at(r.Context(), *req.Index)
		return map[string]*scenes.Task{"task": task}, err
	})
}

func (s *Server) taskRange(w http.ResponseWriter, r *http.Request) {
	s.taskCall(w, r, func(split *Split, req *taskRequest) (any, error) {
		start, stop := 0, split.Size
		if req.Start != nil {
			start = *req.Start
		}
		if req.Stop != nil {
			stop = min(*req.Stop, split.Size)
		}
		if start < 0 || stop < start || stop-start > maxRange {
			return nil, invalid([]string{"body"}, "start %d and stop %d; ask for a range of at most %d rooms", start, stop, maxRange)
		}
		return some(r, split, start, stop)
	})
}

func (s *Server) allTasks(w http.ResponseWriter, r *http.Request) {
	s.taskCall(w, r, func(split *Split, _ *taskRequest) (any, error) {
		if split.Size > maxRange {
			return nil, invalid([]string{"body", "split"}, "split %q has %d rooms; ask for a task_range of at most %d", split.Name, split.Size, maxRange)
		}
		return some(r, split, 0, split.Size)
	})
}

func some(r *http.Request, split *Split, start, stop int) (any, error) {
	out := make([]*scenes.Task, 0, stop-start)
	for i := start; i < stop; i++ {
		if err := r.Context().Err(); err != nil {
			return nil, err
		}
		task, err := split.at(r.Context(), i)
		if err != nil {
			return nil, err
		}
		out = append(out, task)
	}
	return map[string]any{"tasks": out, "env_name": Name}, nil
}

// named is a room as rows of data sets and requests for scores name it: a task,
// or the split and index of one.
type named struct {
	Task  json.RawMessage `json:"task"`
	Split *string         `json:"split"`
	Index *int            `json:"index"`
}

// resolve returns the task. The task may be JSON within a string.
func (s *Server) resolve(r *http.Request, n named, where ...string) (*scenes.Task, error) {
	if n.Split != nil {
		if n.Index == nil {
			return nil, invalid(append(where, "index"), "the split has no index beside it")
		}
		split, err := s.rooms.find(*n.Split)
		if err != nil {
			return nil, err
		}
		return split.at(r.Context(), *n.Index)
	}
	return s.label(r, n.Task, where...)
}

// label reads what stands for a task in a data set: a task, {"task": …} or
// {"split", "index"}, maybe as JSON within a string.
func (s *Server) label(r *http.Request, data []byte, where ...string) (*scenes.Task, error) {
	if len(data) == 0 || string(data) == "null" {
		return nil, invalid(where, "the task is missing")
	}
	if data[0] == '"' {
		var inner string
		if err := decode(data, false, &inner, where...); err != nil {
			return nil, err
		}
		data = []byte(inner)
	}
	var n named
	if json.Unmarshal(data, &n) == nil && (n.Split != nil || len(n.Task) > 0 && n.Task[0] == '{') {
		return s.resolve(r, n, where...)
	}
	return decodeTask(data, where...)
}
