package serve

import (
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/metaspatial/metaspatial/scenes"
)

// scoreReply is what is said of one response.
type scoreReply struct {
	Reward   float64            `json:"reward"`
	Valid    bool               `json:"valid"`
	Parts    map[string]float64 `json:"parts"`
	Findings []scenes.Finding   `json:"findings"`
	Text     string             `json:"text"`
	Image    []byte             `json:"image,omitempty"`
}

// scoreHTTP scores a batch. A response is scored for itself: what else is in
// the batch changes nothing.
func (s *Server) scoreHTTP(w http.ResponseWriter, r *http.Request) {
	var req struct {
		Items []struct {
			Task     json.RawMessage `json:"task"`
			Split    *string         `json:"split"`
			Index    *int            `json:"index"`
			Response *string         `json:"response"`
			Layout   json.RawMessage `json:"layout"`
		} `json:"items"`
		Images bool `json:"images"`
	}
	data, err := body(w, r, maxBody)
	if err == nil {
		err = decode(data, true, &req, "body")
	}
	if err != nil {
		s.respond(w, nil, err)
		return
	}
	if err := few(len(req.Items)); err != nil {
		s.respond(w, nil, err)
		return
	}
	tasks, responses := make([]*scenes.Task, len(req.Items)), make([]string, len(req.Items))
	for i, item := range req.Items {
		at := []string{"body", "items", strconv.Itoa(i)}
		if tasks[i], err = s.resolve(r, named{item.Task, item.Split, item.Index}, append(at, "task")...); err == nil {
			responses[i], err = responseOf(item.Response, item.Layout, at...)
		}
		if err != nil {
			s.respond(w, nil, err)
			return
		}
	}
	scores, err := s.scoreAll(tasks, responses, req.Images)
	if err != nil {
		s.respond(w, nil, err)
		return
	}
	out := make([]scoreReply, len(scores))
	for i := range scores {
		m := &scores[i]
		out[i] = scoreReply{
			Reward: m.reward, Valid: m.valid(), Parts: s.scale.parts(&m.outcome.Score),
			Findings: findings(m.outcome.Score.Findings), Text: feedback(&m.outcome, m.reward), Image: m.picture,
		}
	}
	writeJSON(w, http.StatusOK, map[string]any{"scores": out})
}

// few refuses more responses than a request may have, before any of their rooms
// is made.
func few(n int) error {
	if n > maxItems {
		return invalid([]string{"body"}, "%d responses at once; at most %d", n, maxItems)
	}
	return nil
}

// scoreAll scores responses, or says why one of them cannot be. With images the
// moves carry pictures, where there is a renderer.
func (s *Server) scoreAll(tasks []*scenes.Task, responses []string, images bool) ([]moved, error) {
	n := len(tasks)
	if s.draining() {
		return nil, &fault{code: codeSession, message: "the server is ending; ask another"}
	}
	under := s.scoring.Add(int64(n))
	defer s.scoring.Add(-int64(n))
	if under > maxScoring {
		s.meters.refused.Inc()
		return nil, &fault{code: codeCapacity, message: "too many responses are being scored; try again later", active: int(under) - n, max: maxScoring}
	}
	asked, in := s.scores, s.blind
	if images {
		asked, in = s.steps, s.seeing
	}
	out, errs := s.score(asked, in, tasks, responses)
	for i, err := range errs {
		if err == nil {
			err = out[i].lost
		}
		if err != nil {
			return nil, err
		}
	}
	for i := range out {
		s.meters.scored.Inc()
		s.meters.rewards.Observe(out[i].reward)
		s.record(tasks[i], out[i:i+1])
	}
	return out, nil
}
