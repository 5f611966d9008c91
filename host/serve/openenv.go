package serve

import (
	"encoding/json"
	"net/http"
)

func (s *Server) metadata(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, map[string]any{
		"name":              Name,
		"description":       "Furnish a room: place every object so that nothing overlaps and every relation holds, over several turns with a picture and findings after each.",
		"readme_content":    nil,
		"version":           "1.0.0",
		"author":            nil,
		"documentation_url": nil,
	})
}

// resetHTTP begins an episode that the reply's cookie holds.
func (s *Server) resetHTTP(w http.ResponseWriter, r *http.Request) {
	data, err := body(w, r, maxMessage)
	if err != nil {
		s.respond(w, nil, err)
		return
	}
	s.hold(w, r, func(e *episode) (any, error) { return s.reset(r.Context(), e, data, "body") })
}

// stepHTTP answers the episode of the cookie.
func (s *Server) stepHTTP(w http.ResponseWriter, r *http.Request) {
	var req struct {
		Action json.RawMessage `json:"action"`
	}
	data, err := body(w, r, maxMessage)
	if err == nil {
		err = decode(data, false, &req, "body")
	}
	if err != nil {
		s.respond(w, nil, err)
		return
	}
	e, done := s.kept(r)
	defer done()
	if e == nil {
		// What is wrong with the action is said first, as a server without
		// sessions would.
		if _, err := decodeAction(req.Action, "body", "action"); err != nil {
			s.respond(w, nil, err)
			return
		}
		s.respond(w, nil, errNoSession("POST /reset"))
		return
	}
	v, err := s.step(e, req.Action, "body", "action")
	s.respond(w, v, err)
}

func (s *Server) stateHTTP(w http.ResponseWriter, r *http.Request) {
	e, done := s.kept(r)
	defer done()
	if e == nil {
		e = &episode{s: s}
	}
	writeJSON(w, http.StatusOK, e.state())
}
