package session

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"
)

// Serve answers remote clients on the listener until the context ends. Whoever
// connects must show the token; only a listener that is not on the network may
// do without.
func Serve(ctx context.Context, c Client, l net.Listener, token string) error {
	if token == "" && l.Addr().Network() != "unix" {
		l.Close()
		return fmt.Errorf("serving on %s needs a token, because others can reach it", l.Addr())
	}
	// Calls under way outlive the context by a moment, so that those who watch
	// still learn how the run ended.
	calls, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	var watchers sync.WaitGroup
	s := &http.Server{
		Handler:           authorised(token, handler(c, &watchers)),
		ReadHeaderTimeout: 10 * time.Second,
		BaseContext:       func(net.Listener) context.Context { return calls },
	}
	closed := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(closed)
		timer := time.AfterFunc(grace, cancel)
		defer timer.Stop()
		watchers.Wait()
		s.Close()
	})
	defer func() {
		if !stop() {
			<-closed
		}
	}()
	if err := s.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serving the run: %w", err)
	}
	return ctx.Err()
}

func authorised(token string, next http.Handler) http.Handler {
	want := []byte("Bearer " + token)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if token != "" && subtle.ConstantTimeCompare([]byte(r.Header.Get("Authorization")), want) != 1 {
			writeJSON(w, http.StatusUnauthorized, failure{Error: "the token is missing or wrong; it stands in the run's " + AddressFile})
			return
		}
		next.ServeHTTP(w, r)
	})
}

// Handler answers remote clients below /v1, for a server that has further routes
// and looks after tokens itself.
func Handler(c Client) http.Handler { return handler(c, new(sync.WaitGroup)) }

// grace is how long the watchers have to read what is left when the run ends.
const grace = time.Second

func handler(c Client, watchers *sync.WaitGroup) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/snapshot", func(w http.ResponseWriter, r *http.Request) {
		s, err := c.Snapshot(r.Context())
		answer(w, s, err)
	})
	mux.HandleFunc("GET /v1/watch", func(w http.ResponseWriter, r *http.Request) {
		watchers.Add(1)
		defer watchers.Done()
		watch(c, w, r)
	})
	archived(mux, c)
	for name, call := range map[string]func(context.Context, request) (any, error){
		"pause":  func(ctx context.Context, _ request) (any, error) { return struct{}{}, c.Pause(ctx) },
		"resume": func(ctx context.Context, _ request) (any, error) { return struct{}{}, c.Resume(ctx) },
		"stop":   func(ctx context.Context, _ request) (any, error) { return struct{}{}, c.Stop(ctx) },
		"weight": func(ctx context.Context, r request) (any, error) {
			return struct{}{}, c.SetWeight(ctx, r.Term, r.Weight)
		},
		"generate": func(ctx context.Context, r request) (any, error) { return c.Generate(ctx, r.generate()) },
		"refine": func(ctx context.Context, r request) (any, error) {
			return c.Refine(ctx, RefineRequest{GenerateRequest: r.generate(), Layout: r.Layout, Turns: r.Turns})
		},
		"score": func(ctx context.Context, r request) (any, error) { return c.Score(ctx, r.Task, r.Layout) },
		"reset": func(ctx context.Context, r request) (any, error) {
			id, err := c.Reset(ctx, r.Task)
			return started{id}, err
		},
		"step": func(ctx context.Context, r request) (any, error) { return c.Step(ctx, r.Episode, r.Response) },
	} {
		mux.HandleFunc("POST /v1/"+name, func(w http.ResponseWriter, r *http.Request) {
			var req request
			if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody)).Decode(&req); err != nil {
				writeJSON(w, http.StatusBadRequest, failure{Error: "the request is not the JSON that was expected: " + err.Error()})
				return
			}
			v, err := call(r.Context(), req)
			answer(w, v, err)
		})
	}
	return mux
}

func answer(w http.ResponseWriter, v any, err error) {
	if err != nil {
		writeError(w, err)
		return
	}
	writeJSON(w, http.StatusOK, v)
}

// watch hands events on. A reader that is slow holds up this goroutine only:
// what it has not read yet waits with the hub.
func watch(c Client, w http.ResponseWriter, r *http.Request) {
	conn, err := websocket.Accept(w, r, nil)
	if err != nil {
		return // Accept has answered
	}
	defer conn.CloseNow()
	ctx := conn.CloseRead(r.Context())
	events, err := c.Watch(ctx)
	if err != nil {
		conn.Close(websocket.StatusInternalError, "the run cannot be watched")
		return
	}
	// The first message says that from here on nothing is missed.
	if wsjson.Write(ctx, conn, Event{}) != nil {
		return
	}
	for e := range events {
		if wsjson.Write(ctx, conn, e) != nil {
			return
		}
	}
	conn.Close(websocket.StatusNormalClosure, "")
}
