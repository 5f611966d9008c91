package serve

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
)

// nemoRow is a row of NeMo Gym's data with what its agents add. The room stands
// in the row itself or in its verifier_metadata.
type nemoRow struct {
	resetRequest
	Metadata *resetRequest `json:"verifier_metadata"`
	Params   struct {
		Input json.RawMessage `json:"input"`
	} `json:"responses_create_params"`
	Response *nemoResponse `json:"response"`
}

// nemoResponse is what is read of a response object of OpenAI's.
type nemoResponse struct {
	Output []struct {
		Type    string          `json:"type"`
		Content json.RawMessage `json:"content"`
	} `json:"output"`
}

// text joins the text of a response's messages.
func (n *nemoResponse) text() string {
	var b strings.Builder
	for _, item := range n.Output {
		if item.Type != "message" {
			continue
		}
		var whole string
		if json.Unmarshal(item.Content, &whole) == nil {
			b.WriteString(whole)
			continue
		}
		var parts []struct{ Type, Text string }
		if json.Unmarshal(item.Content, &parts) == nil {
			for _, p := range parts {
				if p.Type == "output_text" {
					b.WriteString(p.Text)
				}
			}
		}
	}
	return b.String()
}

func (s *Server) nemoRead(w http.ResponseWriter, r *http.Request) (data []byte, row *nemoRow, err error) {
	row = &nemoRow{}
	if data, err = body(w, r, maxBody); err == nil {
		err = decode(data, false, row, "body")
	}
	return data, row, err
}

// names reports whether a row says which room it is about.
func (r *resetRequest) names() bool {
	return r != nil && (r.Split != nil || r.Index != nil || r.Seed != nil || len(r.Task) > 0)
}

// room is what the row says of the room, as a reset.
func (row *nemoRow) room() (*resetRequest, error) {
	req := row.resetRequest
	if !req.names() && row.Metadata.names() {
		req = *row.Metadata
	}
	// Data sets often keep a task as JSON within a string.
	if len(req.Task) > 0 && req.Task[0] == '"' {
		var inner string
		if err := decode(req.Task, false, &inner, "body", "task"); err != nil {
			return nil, err
		}
		req.Task = json.RawMessage(inner)
		if !json.Valid(req.Task) {
			return nil, invalid([]string{"body", "task"}, "the task is a string, and not one of JSON")
		}
	}
	return &req, nil
}

func (s *Server) nemoBegin(w http.ResponseWriter, r *http.Request, answer func(*nemoRow, *reply) any) {
	_, row, err := s.nemoRead(w, r)
	var req *resetRequest
	if err == nil {
		req, err = row.room()
	}
	if err == nil && s.draining() {
		err = &fault{code: codeSession, message: "the server is ending; connect to another"}
	}
	if err != nil {
		s.respond(w, nil, err)
		return
	}
	s.hold(w, r, func(e *episode) (any, error) {
		v, err := e.reset(r.Context(), req)
		if err != nil {
			return nil, err
		}
		return answer(row, v), nil
	})
}

// nemoSeed begins a session that verify scores.
func (s *Server) nemoSeed(w http.ResponseWriter, r *http.Request) {
	s.nemoBegin(w, r, func(*nemoRow, *reply) any { return struct{}{} })
}

// nemoVerify scores a response to the room of its session, or of its row where
// that names one.
func (s *Server) nemoVerify(w http.ResponseWriter, r *http.Request) {
	data, row, err := s.nemoRead(w, r)
	if err == nil && row.Response == nil {
		err = invalid([]string{"body", "response"}, "the response is missing")
	}
	var task *scenes.Task
	if err == nil {
		task, err = s.nemoTask(r, row)
	}
	var scores []moved
	if err == nil {
		scores, err = s.scoreAll([]*scenes.Task{task}, []string{row.Response.text()}, false)
	}
	// The row goes back as it came, with the reward in it.
	var out map[string]json.RawMessage
	if err == nil {
		err = decode(data, false, &out, "body")
	}
	if err == nil {
		for key, v := range map[string]any{
			"reward": scores[0].reward, "reward_components": s.scale.parts(&scores[0].outcome.Score), "valid": scores[0].valid(),
		} {
			raw, e := json.Marshal(v)
			out[key], err = raw, errors.Join(err, e)
		}
	}
	s.respond(w, out, err)
}

func (s *Server) nemoTask(r *http.Request, row *nemoRow) (*scenes.Task, error) {
	req, err := row.room()
	if err != nil {
		return nil, err
	}
	if req.names() {
		task, _, err := s.rooms.choose(r.Context(), req)
		return task, err
	}
	e, done := s.kept(r)
	defer done()
	if e != nil {
		if task := e.room(); task != nil {
			return task, nil
		}
	}
	return nil, errNoSession("POST " + nemo + "/seed_session")
}

// nemoReset begins an episode. A row without a prompt of its own gets one.
func (s *Server) nemoReset(w http.ResponseWriter, r *http.Request) {
	s.nemoBegin(w, r, func(row *nemoRow, v *reply) any {
		info := map[string]any{"supports_explicit_close": true, "turns": v.Observation.Turns}
		var observation *string
		if in := string(row.Params.Input); in == "" || in == "null" || in == "[]" || in == `""` {
			observation = &v.Observation.Prompt
		}
		return map[string]any{"observation": observation, "info": info}
	})
}

// nemoStep answers the episode of the session.
func (s *Server) nemoStep(w http.ResponseWriter, r *http.Request) {
	_, row, err := s.nemoRead(w, r)
	if err == nil && row.Response == nil {
		err = invalid([]string{"body", "response"}, "the response is missing")
	}
	e, done := s.kept(r)
	defer done()
	if err == nil && e == nil {
		err = errNoSession("POST " + nemo + "/reset")
	}
	var v *reply
	if err == nil {
		v, err = e.step(row.Response.text())
	}
	if err != nil {
		s.respond(w, nil, err)
		return
	}
	var observation *string
	if !v.Done {
		observation = &v.Observation.Prompt
	}
	writeJSON(w, http.StatusOK, map[string]any{
		"observation": observation, "reward": *v.Reward, "terminated": v.Done, "truncated": false,
		"info": map[string]any{"turn": v.Observation.Turn, "valid": v.Observation.Valid, "parts": v.Observation.Parts},
	})
}

// nemoClose ends the session of the cookie.
func (s *Server) nemoClose(w http.ResponseWriter, r *http.Request) {
	if c, err := r.Cookie(cookie); err == nil {
		s.sessions.forget(c.Value)
	}
	writeJSON(w, http.StatusOK, struct{}{})
}

// nemoAggregate takes the mean over verified responses.
func (s *Server) nemoAggregate(w http.ResponseWriter, r *http.Request) {
	var req struct {
		Responses []struct {
			Reward float64 `json:"reward"`
		} `json:"verify_responses"`
	}
	data, err := body(w, r, maxBody)
	if err == nil {
		err = decode(data, false, &req, "body")
	}
	means := map[string]float64{}
	for _, v := range req.Responses {
		means["mean/reward"] += v.Reward / float64(len(req.Responses))
	}
	s.respond(w, map[string]any{"group_level_metrics": []any{}, "agent_metrics": means, "key_metrics": means}, err)
}
