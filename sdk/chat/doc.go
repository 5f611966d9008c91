// Package chat asks vision-language models that answer through an
// OpenAI-compatible endpoint: vLLM, SGLang, llama.cpp, Ollama and hosted ones.
//
// A [Client] sends [Request]s, with pictures, and returns exactly as many
// answers as were asked for. It knows that servers differ: a field that one
// refuses is left out from then on, and said in a note; one that answers once
// where several answers were asked for is asked again. Faults that pass are
// retried with growing pauses, which all calls of a client share; what it costs
// is counted. [Client.Probe] finds out whether pictures are seen at all.
//
// A [Transcripts] around a client keeps every answer in a folder and gives it
// back where the same is asked again, so that nothing is paid twice and an
// evaluation can be replayed without a server.
//
// Keys come from the environment only. They are in no error, note, log or file.
//
// The requests go through github.com/openai/openai-go/v3, the field's own
// client, whose types follow the protocol as it grows; what it retries is
// switched off, because a client's calls here wait together. The pace is held by
// golang.org/x/time/rate.
package chat
