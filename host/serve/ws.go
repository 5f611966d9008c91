package serve

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"time"

	"github.com/coder/websocket"
)

const (
	// hardLimit ends a connection; messages between maxMessage and this are read
	// away and refused.
	hardLimit = 8 << 20
	// writeTimeout is how long a client may take to accept a message.
	writeTimeout = time.Minute
)

// envelope is a message of a client.
type envelope struct {
	Type *string         `json:"type"`
	Data json.RawMessage `json:"data"`
}

// message is a message to a client.
type message struct {
	Type string `json:"type"`
	Data any    `json:"data"`
}

// incoming is a message that was read, or why it was not.
type incoming struct {
	data []byte
	bad  error
}

// socket is a WebSocket connection with one session.
type socket struct {
	s    *Server
	conn *websocket.Conn
	in   chan incoming
}

// upgrade accepts a WebSocket connection and reads from it until the client
// goes, so that pings are answered while a step is being played. The context it
// returns ends with the connection.
func (s *Server) upgrade(w http.ResponseWriter, r *http.Request) (*socket, context.Context, context.CancelFunc) {
	conn, err := websocket.Accept(w, r, &websocket.AcceptOptions{CompressionMode: websocket.CompressionDisabled})
	if err != nil {
		return nil, nil, nil // Accept has answered
	}
	conn.SetReadLimit(hardLimit)
	ctx, cancel := context.WithCancel(r.Context())
	c := &socket{s: s, conn: conn, in: make(chan incoming, 1)}
	go func() {
		defer cancel()
		c.read(ctx)
	}()
	return c, ctx, cancel
}

func (c *socket) read(ctx context.Context) {
	for {
		kind, r, err := c.conn.Reader(ctx)
		if err != nil {
			return
		}
		var m incoming
		var buf bytes.Buffer
		n, err := io.Copy(&buf, io.LimitReader(r, maxMessage+1))
		if err == nil && n > maxMessage {
			_, err = io.Copy(io.Discard, r)
			m.bad = invalid(nil, "the message is larger than %d bytes", maxMessage)
		}
		if err != nil {
			return
		}
		if kind != websocket.MessageText {
			m.bad = &fault{code: codeInvalidJSON, message: "send text frames, not binary ones"}
		}
		m.data = buf.Bytes()
		select {
		case c.in <- m:
		case <-ctx.Done():
			return
		}
	}
}

// write sends a message, and gives up on a client that does not read.
func (c *socket) write(ctx context.Context, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		data, err = json.Marshal(message{"error", faultOf(err).data()})
	}
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, writeTimeout)
	defer cancel()
	return c.conn.Write(ctx, websocket.MessageText, data)
}

// refuse says why there is no session and closes.
func (c *socket) refuse(ctx context.Context, err error, wrap func(*fault) any) {
	f := faultOf(err)
	if c.write(ctx, wrap(f)) == nil {
		c.conn.Close(websocket.StatusTryAgainLater, f.code)
	}
}

func wsError(f *fault) any { return message{"error", f.data()} }

// serveWS is OpenEnv's session protocol: one session per connection, one answer
// per message, in their order. With ?session_id= the connection uses the session
// of an MCP client instead of one of its own.
func (s *Server) serveWS(w http.ResponseWriter, r *http.Request) {
	s.converse(w, r, wsError, func(ctx context.Context, e *episode, m incoming) (any, bool) {
		v, end, err := s.answer(ctx, e, m)
		if err != nil {
			f := faultOf(err)
			s.meters.errors.WithLabelValues(f.code).Inc()
			return wsError(f), f.code == codeSession
		}
		return v, end
	})
}

// converse answers the messages of a connection until it ends. answer returns
// nil where nothing is to be said, and whether the connection ends.
func (s *Server) converse(w http.ResponseWriter, r *http.Request, wrap func(*fault) any, answer func(context.Context, *episode, incoming) (any, bool)) {
	c, ctx, cancel := s.upgrade(w, r)
	if c == nil {
		return
	}
	defer c.conn.CloseNow()
	defer cancel()
	e, leave, err := s.sessions.connect(r.URL.Query().Get("session_id"))
	if err != nil {
		s.meters.errors.WithLabelValues(faultOf(err).code).Inc()
		c.refuse(ctx, err, wrap)
		return
	}
	defer leave()
	ending := s.ending
	for {
		select {
		case m := <-c.in:
			v, end := answer(ctx, e, m)
			if v != nil && c.write(ctx, v) != nil {
				return
			}
			if end {
				c.conn.Close(websocket.StatusNormalClosure, "")
				return
			}
		case <-ending:
			ending = nil // from now on whoever is between episodes leaves
		case <-ctx.Done():
			return
		}
		if s.draining() && !e.running() {
			c.conn.Close(websocket.StatusGoingAway, "the server is ending")
			return
		}
	}
}

// answer answers one message of the session protocol.
func (s *Server) answer(ctx context.Context, e *episode, m incoming) (v any, end bool, err error) {
	if m.bad != nil {
		return nil, false, m.bad
	}
	var msg envelope
	// What type it is comes first: it decides what else is looked at.
	if err := decode(m.data, false, &msg); err != nil {
		return nil, false, err
	}
	kind := ""
	if msg.Type != nil {
		kind = *msg.Type
	}
	switch kind {
	case "reset", "step", "state", "close", "mcp":
	default:
		return nil, false, &fault{code: codeUnknownType, message: "unknown message type " + quote(kind) + "; send reset, step, state, mcp or close"}
	}
	if err := decode(m.data, true, &envelope{}); err != nil {
		return nil, false, err
	}
	switch kind {
	case "close":
		return nil, true, nil
	case "state":
		return message{"state", e.state()}, false, nil
	case "mcp":
		return message{"mcp", s.rpc(ctx, msg.Data, e)}, false, nil
	}
	var r *reply
	if kind == "reset" {
		r, err = s.reset(ctx, e, msg.Data, "data")
	} else {
		r, err = s.step(e, msg.Data, "data")
	}
	if err != nil {
		return nil, false, err
	}
	return message{"observation", r}, false, nil
}

func (s *Server) reset(ctx context.Context, e *episode, data []byte, where ...string) (*reply, error) {
	if s.draining() {
		return nil, &fault{code: codeSession, message: "the server is ending; connect to another"}
	}
	req, err := decodeReset(data, where...)
	if err != nil {
		return nil, err
	}
	return e.reset(ctx, req)
}

func (s *Server) step(e *episode, data []byte, where ...string) (*reply, error) {
	response, err := decodeAction(data, where...)
	if err != nil {
		return nil, err
	}
	return e.step(response)
}

// quote keeps what a client wrote short in an answer.
func quote(s string) string {
	const most = 64
	if len(s) > most {
		s = s[:most] + "…"
	}
	q, err := json.Marshal(s)
	if err != nil {
		return `""`
	}
	return string(q)
}
