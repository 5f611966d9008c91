package chat

import (
	"fmt"
	"strings"
	"time"
)

// Kind says what went wrong.
type Kind string

// The kinds of an [Error].
const (
	// Unreachable: no connection, or one that broke.
	Unreachable Kind = "unreachable"
	// TimedOut: no answer in time.
	TimedOut Kind = "timed out"
	// Limited: too many requests.
	Limited Kind = "limited"
	// Failed: the server's own fault.
	Failed Kind = "failed"
	// Malformed: the reply is not one of a chat completion.
	Malformed Kind = "malformed"
	// Refused: the server does not take the request.
	Refused Kind = "refused"
	// NoImages: the server or model takes no pictures.
	NoImages Kind = "no images"
	// Unauthorised: the key is missing or not accepted.
	Unauthorised Kind = "unauthorised"
	// Spent: the budget or the account's quota is used up.
	Spent Kind = "spent"
)

// Error is a request that was not answered. Its text has no secrets.
type Error struct {
	Kind Kind
	// Status is the HTTP status, or 0.
	Status int
	// Message is one sentence.
	Message string
	// Attempts is how often it was tried.
	Attempts int

	// wait is the pause that the server asked for; negative where it did not.
	wait time.Duration
}

// Error returns the sentence.
func (e *Error) Error() string {
	if e.Attempts > 1 {
		return fmt.Sprintf("%s (after %d attempts)", e.Message, e.Attempts)
	}
	return e.Message
}

// Temporary reports whether the same request may be answered later.
func (e *Error) Temporary() bool {
	switch e.Kind {
	case Unreachable, TimedOut, Limited, Failed, Malformed:
		return true
	}
	return false
}

// maxMessage is how much of a server's own words an error repeats.
const maxMessage = 300

// clean makes a server's words fit for an error: one line, short, without the
// key and without characters that do something to a terminal.
func (c *Client) clean(s string) string {
	if c.key != "" {
		s = strings.ReplaceAll(s, c.key, "…")
	}
	return short(s)
}

func short(s string) string { return cut(s, maxMessage) }

// cut puts text on one line of at most so many characters.
func cut(s string, most int) string {
	if len(s) > 8*most {
		s = s[:8*most]
	}
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "�"))
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
