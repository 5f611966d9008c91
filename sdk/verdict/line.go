package verdict

// Line is one line of a record. Exactly one of its fields is set.
type Line struct {
	Room     *Room     `json:"room,omitempty"`
	Answer   *Answer   `json:"answer,omitempty"`
	Fallback *Fallback `json:"fallback,omitempty"`
}

// Room is a furnished room that a judge was shown. It comes before the first
// answer about it.
type Room struct {
	// ID is the hexadecimal SHA-256 of all that the judge is shown: text and
	// pictures.
	ID string `json:"id"`
	// Task is the id of the task that the room answers.
	Task string `json:"task"`
	// Critic are the offline critic's grades of the same room, in the order of
	// [Aspects].
	Critic [Count]float64 `json:"critic"`
}

// Answer is what a judge answered to one question.
type Answer struct {
	// Key is the hexadecimal SHA-256 of model, rubric, pictures, seed and the
	// settings of the sampling. Of two answers with a key the first counts.
	Key string `json:"key"`
	// Room is the id of the room, Model the judge and Seed the request's.
	Room  string `json:"room"`
	Model string `json:"model"`
	Seed  int64  `json:"seed"`
	// Texts are the answers: one, or two where the first could not be read and
	// the judge was asked again. The last one counts.
	Texts []string `json:"texts"`
	// Usage is what the requests took, all of them together.
	Usage Usage `json:"usage,omitzero"`
}

// Usage is what requests took.
type Usage struct {
	// Calls is the number of requests, those that were tried again included.
	Calls int `json:"calls"`
	// PromptTokens and CompletionTokens are as the server counts them; 0 where
	// it does not.
	PromptTokens     int64 `json:"prompt_tokens,omitempty"`
	CompletionTokens int64 `json:"completion_tokens,omitempty"`
	// Cost is in the currency of the prices that were set.
	Cost float64 `json:"cost,omitempty"`
}

// Add adds another usage.
func (u *Usage) Add(o Usage) {
	u.Calls += o.Calls
	u.PromptTokens += o.PromptTokens
	u.CompletionTokens += o.CompletionTokens
	u.Cost += o.Cost
}

// Tokens is the sum of both kinds.
func (u *Usage) Tokens() int64 { return u.PromptTokens + u.CompletionTokens }

// Fallback is a group of rooms that the critic graded in the judge's stead.
type Fallback struct {
	// Group is the hexadecimal SHA-256 of the keys of all questions about the
	// group's rooms.
	Group string `json:"group"`
	// Reason completes "the critic stands in for the judge:".
	Reason string `json:"reason"`
}

// Grading reads the answer that counts.
func (a *Answer) Grading() (Grading, error) {
	if len(a.Texts) == 0 {
		return Read("")
	}
	return Read(a.Texts[len(a.Texts)-1])
}
