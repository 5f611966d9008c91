package chat

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Transcripts keep every answer in a folder and give it back where the same is
// asked of the same model again. One request is one file, named by its label
// and the hash of what was asked; pictures lie in the folder images, once each.
// Several programs may share a folder.
type Transcripts struct {
	dir, model string
	next       Completer
}

var _ Completer = (*Transcripts)(nil)

// OpenTranscripts uses a folder, which it makes where there is none. Requests
// that are not in it go to next; where that is nil they are errors, so that a
// folder replays without a server.
func OpenTranscripts(dir, model string, next Completer) (*Transcripts, error) {
	if err := os.MkdirAll(filepath.Join(dir, "images"), 0o755); err != nil {
		return nil, fmt.Errorf("make the folder of transcripts: %w", err)
	}
	return &Transcripts{dir: dir, model: model, next: next}, nil
}

// asked is the part of a transcript that decides its name.
type asked struct {
	Model       string         `json:"model"`
	Messages    []said         `json:"messages"`
	N           int            `json:"n"`
	Temperature *float64       `json:"temperature,omitempty"`
	Seed        *int64         `json:"seed,omitempty"`
	MaxTokens   int            `json:"max_tokens,omitempty"`
	Schema      map[string]any `json:"schema,omitempty"`
	Extra       map[string]any `json:"extra,omitempty"`
}

type said struct {
	Role   Role     `json:"role"`
	Images []string `json:"images,omitempty"` // files below the folder
	Text   string   `json:"text"`
}

// transcript is a file.
type transcript struct {
	Asked    asked    `json:"asked"`
	Answered string   `json:"answered_by,omitempty"`
	Choices  []Choice `json:"choices"`
	Usage    Usage    `json:"usage"`
}

// Complete implements [Completer]. Where only some of the answers came, they are
// kept too, and the next time the others are asked for. The response's usage is
// what was sent now, or, where nothing was, what it took at the time.
func (t *Transcripts) Complete(ctx context.Context, req Request) (Response, error) {
	a := t.asked(&req)
	req.N = a.N
	file, err := t.file(a, req.Label)
	if err != nil {
		return Response{}, err
	}
	kept, err := read(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		kept.Asked = a
	case err != nil:
		return Response{}, err
	case len(kept.Choices) > a.N:
		return Response{}, fmt.Errorf("transcript %s has %d answers where %d were asked for; remove it to ask again", file, len(kept.Choices), a.N)
	case len(kept.Choices) == a.N:
		return Response{Choices: kept.Choices, Model: kept.Answered, Usage: kept.Usage, Replayed: true}, nil
	}
	if t.next == nil {
		return Response{}, fmt.Errorf("there is no transcript %s with all answers; name a server to ask", filepath.Base(file))
	}
	resp, err := t.next.Complete(ctx, req.from(len(kept.Choices)))
	if len(resp.Choices) > 0 {
		kept.Answered, kept.Choices, kept.Usage = resp.Model, append(kept.Choices, resp.Choices...), kept.Usage.Add(resp.Usage)
		if failed := t.keep(file, &req, kept); failed != nil {
			return Response{}, failed
		}
	}
	resp.Choices = kept.Choices
	return resp, err
}

// file is the place of a question's transcript.
func (t *Transcripts) file(a asked, name string) (string, error) {
	text, err := json.Marshal(a)
	if err != nil {
		return "", fmt.Errorf("write down a request: %w", err)
	}
	if name = label(name); name == "" {
		name = "chat"
	}
	sum := sha256.Sum256(text)
	return filepath.Join(t.dir, name+"-"+hex.EncodeToString(sum[:8])+".json"), nil
}

func (t *Transcripts) asked(req *Request) asked {
	a := asked{Model: t.model, N: max(1, req.N), Temperature: req.Temperature, Seed: req.Seed, MaxTokens: req.MaxTokens, Extra: req.Extra}
	if req.Schema != nil {
		a.Schema = req.Schema.JSON
	}
	for _, m := range req.Messages {
		s := said{Role: m.Role, Text: m.Text}
		for i := range m.Images {
			s.Images = append(s.Images, m.Images[i].file())
		}
		a.Messages = append(a.Messages, s)
	}
	return a
}

// file is the picture's place below the folder.
func (i *Image) file() string {
	sum := sha256.Sum256(i.Data)
	_, kind, _ := strings.Cut(i.mime(), "/")
	return "images/" + hex.EncodeToString(sum[:]) + "." + label(kind)
}

func read(file string) (transcript, error) {
	var t transcript
	data, err := os.ReadFile(file)
	if err != nil {
		return t, fmt.Errorf("read a transcript: %w", err)
	}
	if err := json.Unmarshal(data, &t); err != nil {
		return t, fmt.Errorf("transcript %s cannot be read (%w); remove it to ask again", file, err)
	}
	return t, nil
}

// keep writes the pictures first, so that a transcript has all of its own.
func (t *Transcripts) keep(file string, req *Request, content transcript) error {
	for _, m := range req.Messages {
		for i := range m.Images {
			name := filepath.Join(t.dir, filepath.FromSlash(m.Images[i].file()))
			if _, err := os.Stat(name); err == nil {
				continue
			}
			if err := replace(name, m.Images[i].Data); err != nil {
				return err
			}
		}
	}
	data, err := json.MarshalIndent(content, "", "  ")
	if err != nil {
		return fmt.Errorf("write a transcript: %w", err)
	}
	return replace(file, append(data, '\n'))
}

// replace writes a file so that whoever reads it finds all of it or none.
func replace(name string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".new-*")
	if err != nil {
		return fmt.Errorf("write a transcript: %w", err)
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Chmod(f.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return fmt.Errorf("write a transcript: %w", err)
	}
	return nil
}

// label keeps of a name what a file's name can hold everywhere.
func label(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_':
			return r
		}
		return '-'
	}, s)
	return s[:min(len(s), 80)]
}
