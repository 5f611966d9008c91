package serve

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
)

// openRLHF answers OpenRLHF's --reward.remote_url: a query is a prompt with its
// response as the tokenizer decoded them, special tokens included, a label the
// task as JSON. For a single query the values are numbers, since OpenRLHF asks
// for one sample at a time and makes a tensor of what it gets; for several they
// are lists.
func (s *Server) openRLHF(w http.ResponseWriter, r *http.Request) {
	var req struct {
		Query   []string          `json:"query"`
		Prompts []string          `json:"prompts"`
		Labels  []json.RawMessage `json:"labels"`
	}
	data, err := body(w, r, maxBody)
	if err == nil {
		err = decode(data, false, &req, "body")
	}
	n := len(req.Query)
	switch {
	case err != nil:
	case n == 0:
		err = invalid([]string{"body", "query"}, "there is no query")
	case len(req.Labels) != n:
		err = invalid([]string{"body", "labels"}, "%d labels for %d queries; a label is the task of its query, as JSON", len(req.Labels), n)
	case len(req.Prompts) != 0 && len(req.Prompts) != n:
		err = invalid([]string{"body", "prompts"}, "%d prompts for %d queries", len(req.Prompts), n)
	}
	if err == nil {
		err = few(n)
	}
	if err != nil {
		s.respond(w, nil, err)
		return
	}
	tasks, responses := make([]*scenes.Task, n), make([]string, n)
	for i := range req.Query {
		if tasks[i], err = s.label(r, req.Labels[i], "body", "labels", strconv.Itoa(i)); err != nil {
			s.respond(w, nil, err)
			return
		}
		prompt := ""
		if len(req.Prompts) == n {
			prompt = req.Prompts[i]
		}
		responses[i] = responseIn(req.Query[i], prompt)
	}
	scores, err := s.scoreAll(tasks, responses, false)
	if err != nil {
		s.respond(w, nil, err)
		return
	}
	rewards, valid := make([]float64, n), make([]float64, n)
	parts := map[string][]float64{}
	for i := range scores {
		rewards[i] = scores[i].reward
		if scores[i].valid() {
			valid[i] = 1
		}
		for name, v := range s.scale.parts(&scores[i].outcome.Score) {
			parts[name] = append(parts[name], v)
		}
	}
	logs := map[string]any{"valid": alone(valid)}
	for name, v := range parts {
		logs[name] = alone(v)
	}
	writeJSON(w, http.StatusOK, map[string]any{"rewards": alone(rewards), "scores": alone(rewards), "extra_logs": logs})
}

// alone is the number of a list that has only one.
func alone(v []float64) any {
	if len(v) == 1 {
		return v[0]
	}
	return v
}

// turnMarks begin an answer in the chat templates of common models. They are
// looked for where the query does not begin with its prompt, as with images,
// whose placeholders the engine has expanded.
var turnMarks = []string{"<|im_start|>assistant\n", "<|start_header_id|>assistant<|end_header_id|>\n\n", "<start_of_turn>model\n", "[/INST]", "<|assistant|>\n"}

// closing is what tokenizers end an answer with.
var closing = regexp.MustCompile(`(\s|<\|[A-Za-z0-9_▁]+\|>|</s>|<eos>|<pad>|<end_of_turn>)+$`)

// responseIn takes the response out of a query.
func responseIn(query, prompt string) string {
	response, found := strings.CutPrefix(query, prompt)
	if prompt == "" || !found {
		response = query
		at := -1
		for _, mark := range turnMarks {
			if i := strings.LastIndex(query, mark); i >= 0 {
				at = max(at, i+len(mark))
			}
		}
		if at < 0 {
			at = max(0, strings.LastIndex(query, "<think>"))
		}
		response = query[at:]
	}
	return closing.ReplaceAllString(response, "")
}
