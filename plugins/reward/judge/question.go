package judge

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"os"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/reward"
)

// maxPicture bounds the file of one picture.
const maxPicture = 32 << 20

// room is what the judge is shown of one layout.
type room struct {
	id       string // hash of text and pictures
	text     string
	pictures []base.Image
}

// question is one grading of a room.
type question struct {
	key  string
	seed int64
	room *room
}

// show gathers what the judge sees of a candidate, or says which picture is not
// there.
func (t *Term) show(task *scenes.Task, c *reward.Candidate) (*room, error) {
	r := &room{}
	var cameras []string
	for _, v := range t.views {
		found := false
		for i := range c.Images {
			if found = c.Images[i].Shows(v) && c.Images[i].Hash != ""; found {
				r.pictures = append(r.pictures, c.Images[i])
				break
			}
		}
		if !found {
			return nil, stop{why: fmt.Sprintf("there is no picture of the room from camera %q", v.Camera)}
		}
		cameras = append(cameras, v.Camera)
	}
	r.text = instructions(task, cameras)
	h := sha256.New()
	say(h, r.text)
	for i := range r.pictures {
		say(h, r.pictures[i].Hash)
	}
	r.id = sum(h)
	return r, nil
}

// questions are the gradings of a room: alike but for the seed.
func (t *Term) questions(r *room) []question {
	out := make([]question, t.repeats)
	for i := range out {
		q := question{seed: t.seed + int64(i), room: r}
		h := sha256.New()
		say(h, r.id)
		say(h, t.model)
		say(h, fmt.Sprint(q.seed, t.temperature, t.maxTokens))
		say(h, t.extraText)
		q.key = sum(h)
		out[i] = q
	}
	return out
}

// group is the hash of all of a group's questions.
func group(questions [][]question) string {
	h := sha256.New()
	for _, qs := range questions {
		for _, q := range qs {
			say(h, q.key)
		}
	}
	return sum(h)
}

// say adds a text to a hash so that no two lists of texts give the same bytes.
func say(h hash.Hash, text string) { fmt.Fprintf(h, "%d:%s", len(text), text) }

func sum(h hash.Hash) string { return hex.EncodeToString(h.Sum(nil)) }

// file reads a picture below the cache directory, and none that a link leads to
// elsewhere; it must be the one that the key was made of.
func (t *Term) file(p *base.Image) ([]byte, error) {
	f, err := os.OpenInRoot(t.cache, p.File)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxPicture+1))
	if err != nil {
		return nil, err
	}
	if len(data) > maxPicture {
		return nil, fmt.Errorf("%s is larger than %d bytes", p.File, maxPicture)
	}
	if h := sha256.Sum256(data); hex.EncodeToString(h[:]) != p.Hash {
		return nil, fmt.Errorf("%s is not the picture that was announced; its bytes have another hash", p.File)
	}
	return data, nil
}
