package chat

import "context"

// Completer answers requests. [Client] is the one that asks a server,
// [Transcripts] one that remembers.
type Completer interface {
	// Complete returns as many choices as the request asks for, or an error with
	// the first of them.
	Complete(ctx context.Context, req Request) (Response, error)
}

// Role says who speaks.
type Role string

// The roles.
const (
	System    Role = "system"
	User      Role = "user"
	Assistant Role = "assistant"
)

// Message is one turn of a conversation.
type Message struct {
	Role Role   `json:"role"`
	Text string `json:"text"`
	// Images go before the text, in their order; only users send them.
	Images []Image `json:"images,omitempty"`
}

// Image is a picture that goes along with a message.
type Image struct {
	// MIME is such as "image/png", which an empty one means.
	MIME string
	// Data are the file's bytes. They are read only.
	Data []byte
}

// Request asks for answers.
type Request struct {
	Messages []Message
	// N answers are wanted; 0 means 1.
	N int
	// Temperature is left to the server where it is nil; 0 is greedy.
	Temperature *float64
	// Seed is left out where it is nil. Servers that draw several answers at
	// once use Seed, Seed+1 and so on; so does the client where it asks again.
	Seed *int64
	// MaxTokens bounds each answer, thoughts included; 0 leaves it to the server.
	MaxTokens int
	// Schema holds the answer to a JSON schema where the server can; nil does
	// not. See [Capabilities.Schema].
	Schema *Schema
	// Extra are further fields of the request's JSON, such as
	// "chat_template_kwargs".
	Extra map[string]any
	// Label names the request in a transcript's file name, such as a room and a
	// turn. It is not sent.
	Label string
}

// from is the request for the answers from number k on.
func (r Request) from(k int) Request {
	r.N -= k
	if r.Seed != nil {
		seed := *r.Seed + int64(k)
		r.Seed = &seed
	}
	return r
}

// Schema is a named JSON schema.
type Schema struct {
	// Name is of letters, digits, underscores and dashes.
	Name string
	JSON map[string]any
}

// Response is what came back.
type Response struct {
	Choices []Choice
	// Model is what the server calls the model that answered.
	Model string
	// Usage is what this request took.
	Usage Usage
	// Replayed says that the answer comes from a transcript: nothing was sent.
	Replayed bool
}

// Choice is one answer.
type Choice struct {
	Text string `json:"text"`
	// Reasoning is what a thinking model thought, where the server keeps that
	// apart.
	Reasoning string `json:"reasoning,omitempty"`
	// Finish says why the answer ended: "stop", "length" for one that was cut
	// off, "content_filter".
	Finish string `json:"finish,omitempty"`
	// Refusal is the model's refusal to answer, where the server tells it apart.
	Refusal string `json:"refusal,omitempty"`
}
