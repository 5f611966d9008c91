package serve_test

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/metaspatial/metaspatial/host/internal/toy"
	"github.com/metaspatial/metaspatial/host/reward"
	"github.com/metaspatial/metaspatial/scenes"
	sdkreward "github.com/metaspatial/metaspatial/sdk/reward"
)

// TestNeighboursChangeNothing plays an episode alone, and again among many.
func TestNeighboursChangeNothing(t *testing.T) {
	s := start(t, options(t))
	alone := play(t, s.url, 7)
	again := start(t, options(t))
	var wg sync.WaitGroup
	for i := range 24 {
		wg.Go(func() {
			if got := play(t, again.url, 7+i%4*4); i%4 == 0 && got != alone {
				t.Errorf("among others it is said:\n%s\nalone:\n%s", got, alone)
			}
		})
	}
	wg.Wait()
}

func TestCapacity(t *testing.T) {
	o := options(t)
	o.MaxSessions = 2
	s := start(t, o)
	a, b := dial(t, s.url+"/ws"), dial(t, s.url+"/mcp")
	a.say(`{"type":"state"}`)
	b.say(`{"jsonrpc":"2.0","method":"ping","id":1}`)
	c := dial(t, s.url+"/ws")
	if m, _ := c.hear(); m.Data.Code != "CAPACITY_REACHED" || *m.Data.Active != 2 || *m.Data.Max != 2 {
		t.Errorf("a third session: %+v", m)
	}
	if _, _, err := c.Read(t.Context()); websocket.CloseStatus(err) != websocket.StatusTryAgainLater {
		t.Errorf("after it: %v", err)
	}
	resp, err := http.Post(s.url+"/reset", "application/json", nil)
	if err != nil || resp.StatusCode != http.StatusServiceUnavailable || resp.Header.Get("Retry-After") == "" {
		t.Errorf("over HTTP: %v, %v", resp.Status, err)
	}
	a.CloseNow()
	waitFor(t, "a place", func() bool {
		c := dial(t, s.url+"/ws")
		defer c.CloseNow()
		m, _ := c.say(`{"type":"state"}`)
		return m.Type == "state"
	})
}

// TestLargeBodies opens requests that announce the longest body and say nothing
// more: the fifth is refused, and small ones are answered all the while.
func TestLargeBodies(t *testing.T) {
	s := start(t, options(t))
	addr := strings.TrimPrefix(s.url, "http://")
	post := func() net.Conn {
		c, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Close() })
		fmt.Fprintf(c, "POST /score HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n", addr, 64<<20)
		return c
	}
	// An answer may take a while; so each look is longer than the one before.
	within := 50 * time.Millisecond
	status := func(c net.Conn) int {
		within = min(2*within, 10*time.Second)
		c.SetReadDeadline(time.Now().Add(within))
		resp, err := http.ReadResponse(bufio.NewReader(c), nil)
		if err != nil {
			return 0 // it is being read
		}
		defer resp.Body.Close()
		return resp.StatusCode
	}
	var held []net.Conn
	for range 4 {
		held = append(held, post())
	}
	waitFor(t, "a refusal", func() bool { return status(post()) == http.StatusServiceUnavailable })
	if got := play(t, s.url, 1); !strings.Contains(got, `"reward":1`) {
		t.Error("nobody else can play")
	}
	for _, c := range held {
		c.Close()
	}
	within = 50 * time.Millisecond
	waitFor(t, "room", func() bool { return status(post()) == 0 })
}

func TestClientsThatVanish(t *testing.T) {
	s := start(t, options(t))
	var wg sync.WaitGroup
	for i := range 40 {
		wg.Go(func() {
			c := dial(t, s.url+"/ws")
			c.say(`{"type":"reset","data":{"split":"slow"}}`)
			if i%2 == 0 { // in the middle of a step
				_ = c.Write(t.Context(), websocket.MessageText, []byte(good(0, 1)))
			}
			c.CloseNow()
		})
	}
	// One that asks and asks and never listens.
	deaf := dial(t, s.url+"/ws")
	ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
	for deaf.Write(ctx, websocket.MessageText, []byte(`{"type":"reset","data":{}}`)) == nil {
	}
	cancel()
	wg.Wait()
	if got := play(t, s.url, 1); !strings.Contains(got, `"reward":1`) {
		t.Error("somebody else cannot play")
	}
	deaf.CloseNow()
	waitFor(t, "the sessions' end", func() bool { return gauge(t, s.url, "metaspatial_sessions") == "0" })
}

func TestPingsAreAnsweredDuringAStep(t *testing.T) {
	o := options(t)
	scoring, ping := make(chan struct{}), make(chan struct{})
	target := toy.Target()
	terms, err := reward.New([]reward.Term{{Name: "target", Weight: 2, Plugin: &toy.Term{ID: "target", Value: func(task *scenes.Task, c sdkreward.Candidate) sdkreward.Result {
		close(scoring)
		<-ping
		return target.Value(task, c)
	}}}})
	if err != nil {
		t.Fatal(err)
	}
	o.Terms = terms
	s := start(t, o)
	c := dial(t, s.url+"/ws")
	c.say(`{"type":"reset"}`)
	if err := c.Write(t.Context(), websocket.MessageText, []byte(good(0, 1))); err != nil {
		t.Fatal(err)
	}
	<-scoring
	heard := make(chan error, 1)
	go func() { // pongs arrive while somebody reads
		_, _, err := c.Read(t.Context())
		heard <- err
	}()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if err := c.Ping(ctx); err != nil {
		t.Errorf("no pong during a step: %v", err)
	}
	close(ping)
	if err := <-heard; err != nil {
		t.Errorf("the step after it: %v", err)
	}
}

func TestATermThatFails(t *testing.T) {
	s := start(t, options(t))
	bad, ok := dial(t, s.url+"/ws"), dial(t, s.url+"/ws")
	bad.say(`{"type":"reset","data":{"split":"broken"}}`)
	ok.say(`{"type":"reset","data":{"split":"normal"}}`)
	var wg sync.WaitGroup
	wg.Go(func() {
		if a, _ := bad.say(good(0, 1)); a.Data.Code != "EXECUTION_ERROR" || !strings.Contains(a.Data.Message, `reward term "target"`) {
			t.Errorf("the failing room: %+v", a)
		}
	})
	if a, _ := ok.say(good(0, 1)); a.Data.Reward == nil || *a.Data.Reward != 1 {
		t.Errorf("its neighbour: %+v", a)
	}
	wg.Wait()
	if a, _ := bad.say(`{"type":"state"}`); *a.Data.StepCount != 0 {
		t.Errorf("a step that failed counts: %+v", a)
	}
}

func TestDrain(t *testing.T) {
	o := options(t)
	o.Drain = patience
	s := start(t, o)
	busy, free := dial(t, s.url+"/ws"), dial(t, s.url+"/ws")
	busy.say(`{"type":"reset"}`)
	free.say(`{"type":"state"}`)
	ended := make(chan error, 1)
	go func() { ended <- s.end() }()
	if _, _, err := free.Read(t.Context()); websocket.CloseStatus(err) != websocket.StatusGoingAway {
		t.Errorf("a session without an episode: %v", err)
	}
	if status, text := get(t, s.url+"/health"); status != http.StatusServiceUnavailable || !strings.Contains(text, "unhealthy") {
		t.Errorf("health: %d %s", status, text)
	}
	if a, _ := dial(t, s.url+"/ws").hear(); a.Data.Code != "SESSION_ERROR" {
		t.Errorf("a new session: %+v", a)
	}
	for range 3 {
		if a, _ := busy.say(good(0, 1)); a.Data.Reward == nil {
			t.Fatalf("the episode under way: %+v", a)
		}
	}
	if _, _, err := busy.Read(t.Context()); websocket.CloseStatus(err) != websocket.StatusGoingAway {
		t.Errorf("after its end: %v", err)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if _, err := http.Get(s.url + "/health"); err == nil {
		t.Error("it still answers")
	}
}

func TestDrainHasAnEnd(t *testing.T) {
	o := options(t)
	o.Drain = 50 * time.Millisecond
	s := start(t, o)
	c := dial(t, s.url+"/ws")
	c.say(`{"type":"reset"}`)
	if err := s.end(); err != nil {
		t.Error(err)
	}
}
