package reward

import "github.com/metaspatial/metaspatial/scenes"

// ByLayout evaluates a request by scoring each candidate's layout for itself, as
// terms do that read nothing else. A candidate without a layout is invalid, for the
// reason that its response could not be read.
func ByLayout(req EvaluateRequest, score func(*scenes.Layout) Result) EvaluateResponse {
	r := EvaluateResponse{Results: make([]Result, len(req.Candidates))}
	for i, c := range req.Candidates {
		if c.Layout == nil {
			r.Results[i] = Result{Invalid: true, Reason: c.ParseError}
			continue
		}
		r.Results[i] = score(c.Layout)
	}
	return r
}
