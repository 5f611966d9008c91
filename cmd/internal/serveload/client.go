package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/coder/websocket"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
)

// client is one session.
type client struct {
	conn *websocket.Conn
	// heard takes every message of the server, where set.
	heard func([]byte)
}

func dial(ctx context.Context, o *options, addr string) (*client, error) {
	header := http.Header{}
	if o.token != "" {
		header.Set("Authorization", "Bearer "+o.token)
	}
	conn, _, err := websocket.Dial(ctx, addr+"/ws", &websocket.DialOptions{HTTPHeader: header})
	if err != nil {
		return nil, err
	}
	conn.SetReadLimit(1 << 20)
	return &client{conn: conn}, nil
}

// reply is what is read of an observation.
type reply struct {
	Type string `json:"type"`
	Data struct {
		Message     string `json:"message"`
		Code        string `json:"code"`
		Observation struct {
			Image []byte       `json:"image"`
			Turn  int          `json:"turn"`
			Task  *scenes.Task `json:"task"`
		} `json:"observation"`
		Reward *float64 `json:"reward"`
		Done   bool     `json:"done"`
	} `json:"data"`
}

// ask sends a message and returns the answer and how long it took.
func (c *client) ask(ctx context.Context, kind string, data any) (*reply, time.Duration, error) {
	out, err := json.Marshal(map[string]any{"type": kind, "data": data})
	if err != nil {
		return nil, 0, err
	}
	began := time.Now()
	if err := c.conn.Write(ctx, websocket.MessageText, out); err != nil {
		return nil, 0, err
	}
	_, in, err := c.conn.Read(ctx)
	took := time.Since(began)
	if err != nil {
		return nil, took, err
	}
	if c.heard != nil {
		c.heard(in)
	}
	r := &reply{}
	if err := json.Unmarshal(in, r); err != nil {
		return nil, took, err
	}
	if r.Type == "error" {
		return nil, took, fmt.Errorf("%s: %s", r.Data.Code, r.Data.Message)
	}
	return r, took, nil
}

// episode plays one episode and tells of every answer.
func (c *client) episode(ctx context.Context, seed uint64, tell func(kind string, took time.Duration, r *reply)) error {
	r, took, err := c.ask(ctx, "reset", map[string]any{"seed": seed, "episode_id": fmt.Sprintf("load-%d", seed)})
	if err != nil {
		return fmt.Errorf("reset: %w", err)
	}
	tell("reset", took, r)
	task := r.Data.Observation.Task
	rng := rand.New(rand.NewPCG(seed, 0))
	for turn := 1; !r.Data.Done; turn++ {
		if r, took, err = c.ask(ctx, "step", map[string]any{"response": answer(task, rng)}); err != nil {
			return fmt.Errorf("step %d: %w", turn, err)
		}
		if r.Data.Reward == nil || *r.Data.Reward < 0 || *r.Data.Reward > 1 || r.Data.Observation.Turn != turn {
			return fmt.Errorf("step %d: the reward is %v and the turn %d", turn, r.Data.Reward, r.Data.Observation.Turn)
		}
		tell("step", took, r)
	}
	return nil
}

// answer puts the objects of a room anywhere in it.
func answer(task *scenes.Task, rng *rand.Rand) string {
	if rng.IntN(8) == 0 {
		return "<think>no idea</think><answer>[{]</answer>"
	}
	e := task.Room.Extent()
	l := &scenes.Layout{}
	for _, o := range task.Objects {
		l.Placements = append(l.Placements, scenes.Placement{
			ID:       o.ID,
			Position: scenes.Vec3{rng.Float64() * e[0], rng.Float64() * e[1], o.Size[2] / 2},
			Yaw:      float64(90 * rng.IntN(4)),
		})
	}
	return codec.FormatResponse(task, l, "anywhere")
}
