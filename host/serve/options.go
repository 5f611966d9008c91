package serve

import (
	"context"
	"fmt"
	"runtime"
	"time"

	"github.com/metaspatial/metaspatial/host/reward"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/render"
)

// Split is a numbered set of rooms.
type Split struct {
	Name string
	// Size is the number of rooms.
	Size int
	// Task returns room i, from 0 to Size−1; the same every time.
	Task func(ctx context.Context, i int) (*scenes.Task, error)
}

// Options are the parts of a server. Terms and Splits are needed; the first
// split is the one to train on, which a reset without a split takes.
type Options struct {
	Terms  *reward.Manager
	Splits []Split
	// Renderer draws the pictures of observations, and those that terms want,
	// below CacheDir; nil serves without pictures. The server deletes pictures
	// there once nobody needs them.
	Renderer render.Renderer
	CacheDir string
	// Picture is that of observations; nil gives none, though terms may still
	// have theirs.
	Picture *base.Picture
	// Turns is the length of an episode; 0 means 3.
	Turns int
	// Ranges are the ends of terms' values by their names, for those whose
	// plugin is not known here. See [Range].
	Ranges map[string]Range
	// Token must be shown by every client; empty asks for none.
	Token string
	// MaxSessions bounds the sessions at a time; 0 means 512.
	MaxSessions int
	// Workers bounds the batches that are played at a time; 0 means one more
	// than there are processors, so that one is drawn while another is scored.
	Workers int
	// Batch bounds the steps of a batch; 0 means 64.
	Batch int
	// Wait is how long a batch waits for further steps; 0 means 2 ms.
	Wait time.Duration
	// Idle ends sessions without a connection (those of a cookie or of an MCP
	// session id) that nobody has used for so long; 0 means 30 minutes.
	Idle time.Duration
	// Drain is how long episodes under way may go on when the server ends; 0
	// means 30 seconds.
	Drain time.Duration
	// Record says where episodes are recorded; nil records nothing.
	Record *Record
	// Log takes one line for people now and then; nil drops them.
	Log func(line string)
	// Now tells the time; nil means time.Now.
	Now func() time.Time
}

// The bounds of what clients may ask for.
const (
	// maxMessage bounds a WebSocket message, either way (OpenEnv RFC 008).
	maxMessage = 1 << 20
	// maxBody bounds the body of an HTTP request.
	maxBody = 64 << 20
	// maxItems bounds the responses of one request for scores, and maxScoring
	// those of all requests together.
	maxItems   = 4096
	maxScoring = 16384
	// maxObjects bounds the objects of a task that a client brings.
	maxObjects = 256
	// maxRange bounds the tasks of one task_range.
	maxRange = 1024
)

func (o *Options) complete() error {
	if o.Terms == nil {
		return fmt.Errorf("the server has no reward terms")
	}
	if len(o.Splits) == 0 {
		return fmt.Errorf("the server has no rooms")
	}
	if o.Turns < 0 || o.MaxSessions < 0 || o.Workers < 0 || o.Batch < 0 {
		return fmt.Errorf("turns, sessions, workers and batches cannot be negative")
	}
	def := func(v *int, d int) {
		if *v == 0 {
			*v = d
		}
	}
	def(&o.Turns, 3)
	def(&o.MaxSessions, 512)
	def(&o.Workers, runtime.GOMAXPROCS(0)+1)
	def(&o.Batch, 64)
	late := func(v *time.Duration, d time.Duration) {
		if *v <= 0 {
			*v = d
		}
	}
	late(&o.Wait, 2*time.Millisecond)
	late(&o.Idle, 30*time.Minute)
	late(&o.Drain, 30*time.Second)
	if o.Log == nil {
		o.Log = func(string) {}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Renderer == nil {
		o.Picture = nil
	}
	return nil
}
