//go:build unix

package supervisor

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/metaspatial/metaspatial/host/catalog"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/sdk"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/policy"
	"github.com/metaspatial/metaspatial/sdk/reward"
	"github.com/metaspatial/metaspatial/sdk/schema"
)

// The test program is also every plugin of these tests: started with "plugin"
// and a name it serves that one, started with "host" it is a host to be killed.
func TestMain(m *testing.M) {
	if len(os.Args) > 2 && os.Args[1] == "plugin" {
		servePlugin(os.Args[2])
		return
	}
	if len(os.Args) > 2 && os.Args[1] == "host" {
		hostUntilKilled(os.Args[2], append(os.Args[3:], "reward/echo")[0])
		return
	}
	if len(os.Args) == 2 && os.Args[1] == "--debug" {
		sdk.Main(&echo{})
		return
	}
	os.Exit(m.Run())
}

func servePlugin(name string) {
	if mode, ok := strings.CutPrefix(name, "hostile/"); ok {
		serveHostile(mode)
		return
	}
	switch name {
	case "reward/echo":
		sdk.Serve(&echo{})
	case "policy/learner":
		sdk.Serve(&learner{})
	case "reward/early":
		fmt.Println("hello before the handshake")
		sdk.Serve(&echo{})
	case "reward/crash":
		panic("no luck today")
	case "reward/hang":
		time.Sleep(time.Hour)
	default:
		serveCell(name)
	}
}

// echo is a term that does what the candidates' responses say.
type echo struct{ radius float64 }

func (*echo) Describe() base.Description {
	return base.Description{
		ID: "reward/echo", Kind: base.Reward, Version: "1.0.0", Summary: "Does what it is told.",
		Schema: schema.Schema{
			{Name: "radius", Type: schema.Number, Default: 0.5, Min: schema.Bound(0), Doc: "Any number."},
			{Name: "key_env", Type: schema.String, Default: "", Doc: "The variable of a key."},
			{Name: "base_url", Type: schema.String, Default: "", Doc: "The address of a server."},
			{Name: "mood", Type: schema.String, Default: "good", Doc: "Refuses to work when bad."},
		},
	}
}

func (e *echo) Configure(_ context.Context, req base.ConfigureRequest) (base.ConfigureResponse, error) {
	var r base.ConfigureResponse
	if req.Values.String("mood") == "bad" {
		r.Diagnostics.Errorf("config.mood", "is bad")
	}
	e.radius = req.Values.Number("radius")
	r.Diagnostics.Warnf("config.radius", "is %v", e.radius)
	return r, nil
}

func (e *echo) Evaluate(ctx context.Context, req reward.EvaluateRequest) (reward.EvaluateResponse, error) {
	r := reward.EvaluateResponse{Results: make([]reward.Result, len(req.Candidates))}
	for i, c := range req.Candidates {
		order, argument, _ := strings.Cut(c.Response, " ")
		res := &r.Results[i]
		res.Value = e.radius
		switch order {
		case "score":
			res.Objects = make([]float64, len(c.Layout.Placements))
			for j, p := range c.Layout.Placements {
				res.Objects[j] = -p.Position.Len()
				res.Value += res.Objects[j]
			}
			res.Parts = []reward.Part{{Name: "distance", Value: res.Value}, {Name: "turn", Value: float64(c.Turn)}}
		case "warn":
			r.Diagnostics.Warnf(fmt.Sprintf("candidates[%d]", c.Turn), "is %s", argument)
		case "panic":
			panic("cannot do " + argument)
		case "die":
			if argument != "" {
				if _, err := os.Stat(argument); err != nil {
					break // it has died of this before
				}
				os.Remove(argument)
			}
			syscall.Kill(os.Getpid(), syscall.SIGKILL)
			time.Sleep(time.Hour)
		case "fatal":
			go func() { panic("in the background") }()
			<-ctx.Done()
		case "sleep": // whatever the context says
			if argument != "" {
				if os.Remove(argument) != nil {
					break // it has slept over this before
				}
			}
			time.Sleep(time.Hour)
		case "wait":
			if argument != "" {
				os.Remove(argument) // to say that it does
			}
			<-ctx.Done()
			return r, ctx.Err()
		case "env":
			out, _ := json.Marshal(os.Environ())
			res.Reason = string(out)
		case "noise":
			fmt.Println("printed to stdout")
			fmt.Fprintln(os.Stderr, `{"@message":5}`)
			syscall.Write(1, append(bytes.Repeat([]byte("x"), 100<<10), '\n'))
			fmt.Fprintln(os.Stderr, "printed to stderr")
		case "repeat":
			var n int
			fmt.Sscan(argument, &n)
			res.Reason = strings.Repeat("r", n)
		default:
			res.Value = float64(len(c.Response))
		}
	}
	return r, nil
}

// learner is a trainer whose weights are some bytes.
type learner struct {
	mu      sync.Mutex
	weights []byte
}

func (*learner) Describe() base.Description {
	return base.Description{ID: "policy/learner", Kind: base.Policy, Version: "1.0.0", Summary: "Learns by heart."}
}

func (*learner) Configure(context.Context, base.ConfigureRequest) (base.ConfigureResponse, error) {
	return base.ConfigureResponse{}, nil
}

func (l *learner) Sample(_ context.Context, req policy.SampleRequest) (policy.SampleResponse, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var r policy.SampleResponse
	for range req.Observations {
		r.Samples = append(r.Samples, []policy.Sample{{Response: fmt.Sprint(len(l.weights))}})
	}
	return r, nil
}

func (l *learner) Update(context.Context, policy.UpdateRequest) (policy.UpdateResponse, error) {
	return policy.UpdateResponse{}, errors.New("nothing to learn")
}

func (l *learner) Save(_ context.Context, w io.Writer) error {
	_, err := w.Write(l.weights)
	return err
}

func (l *learner) Load(_ context.Context, r io.Reader) error {
	b, err := io.ReadAll(r)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.weights = b
	return err
}

// hostUntilKilled starts a plugin, has it evaluate something, says which it is,
// and waits.
func hostUntilKilled(temp, id string) {
	s, err := New(Options{TempDir: temp})
	if err != nil {
		fmt.Println(err)
		return
	}
	h, err := s.Start(context.Background(), Spec{Entry: self(id)})
	if err == nil {
		_, err = tell(context.Background(), h, "score")
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(h.PID())
	time.Sleep(time.Hour)
}

// self is the entry of one of this program's own plugins.
func self(id string) catalog.Entry {
	path, err := os.Executable()
	if err != nil {
		panic(err)
	}
	return catalog.Entry{ID: id, Path: path, Args: []string{"plugin", id}, Dev: true}
}

// shortTemp is a folder whose path leaves room for sockets.
func shortTemp(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "t")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

func newSupervisor(t testing.TB, o Options) *Supervisor {
	t.Helper()
	if o.TempDir == "" {
		o.TempDir = shortTemp(t)
	}
	for d, v := range map[*time.Duration]time.Duration{&o.Backoff: 10 * time.Millisecond, &o.StartTimeout: patience, &o.StopTimeout: patience} {
		if *d == 0 {
			*d = v
		}
	}
	s, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func start(t testing.TB, s *Supervisor, id string, config map[string]any) *Handle {
	t.Helper()
	h, err := s.Start(context.Background(), Spec{Entry: self(id), Config: config})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// tell evaluates one candidate with the given response.
func tell(ctx context.Context, h *Handle, order string) (reward.Result, error) {
	t, err := h.Term()
	if err != nil {
		return reward.Result{}, err
	}
	r, err := t.Evaluate(ctx, reward.EvaluateRequest{Task: room(1), Candidates: []reward.Candidate{{Response: order, Layout: row(1)}}})
	if err != nil {
		return reward.Result{}, err
	}
	return r.Results[0], nil
}

func room(objects int) *scenes.Task {
	t := &scenes.Task{ID: "task", Room: scenes.RectRoom(5, 4, 2.8)}
	for i := range objects {
		t.Objects = append(t.Objects, scenes.Object{
			ID: fmt.Sprintf("chair_%d", i), Category: "chair", Size: scenes.Vec3{0.5, 0.5, 1}, Support: scenes.OnFloor,
			Relations: []scenes.Relation{{Kind: scenes.On, Target: scenes.NorthWall}},
		})
	}
	return t
}

func row(objects int) *scenes.Layout {
	l := &scenes.Layout{}
	for i := range objects {
		l.Placements = append(l.Placements, scenes.Placement{ID: fmt.Sprintf("chair_%d", i), Position: scenes.Vec3{float64(i), 1, 0.5}})
	}
	return l
}

// buffer is a writer that may be read while it is written.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// patience is how long the slowest machine may take for what takes a moment.
const patience = 2 * time.Minute

// eventually waits for something that another process brings about.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !ok(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%s: not within %v", what, patience)
		}
	}
}

// unhurried tries something with a timeout that is to pass, and again with longer
// ones while the machine is too slow to do the rest in that time.
func unhurried(t *testing.T, timeout time.Duration, try func(timeout time.Duration) error) {
	t.Helper()
	for {
		err := try(timeout)
		if err == nil {
			return
		}
		if timeout *= 2; timeout > patience/2 {
			t.Fatal(err)
		}
	}
}
