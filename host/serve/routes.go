package serve

import (
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/metaspatial/metaspatial/host/session"
)

// nemo is the prefix of NeMo Gym's routes, whose /reset and /step are not those
// of OpenEnv.
const nemo = "/nemo-gym"

// handler is every route of the server.
func (s *Server) handler() http.Handler {
	mux := http.NewServeMux()
	handle := func(pattern string, f http.HandlerFunc) { mux.Handle(pattern, s.meters.counted(pattern, f)) }
	handle("GET /health", s.health)
	handle("GET /metadata", s.metadata)
	handle("GET /schema", s.schema)
	handle("GET /openapi.json", s.openAPI)
	handle("POST /reset", s.resetHTTP)
	handle("POST /step", s.stepHTTP)
	handle("GET /state", s.stateHTTP)
	handle("GET /ws", s.serveWS)
	handle("GET /mcp", s.serveMCP)
	handle("POST /mcp", s.postMCP)
	handle("DELETE /mcp", s.deleteMCP)
	handle("GET /list_environments", func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, http.StatusOK, []string{Name}) })
	for _, prefix := range []string{"", "/" + Name} {
		handle("GET "+prefix+"/splits", s.splits)
		handle("POST "+prefix+"/num_tasks", s.numTasks)
		handle("POST "+prefix+"/task", s.oneTask)
		handle("POST "+prefix+"/task_range", s.taskRange)
		handle("POST "+prefix+"/tasks", s.allTasks)
	}
	handle("POST /score", s.scoreHTTP)
	handle("POST /openrlhf", s.openRLHF)
	handle("POST "+nemo+"/seed_session", s.nemoSeed)
	handle("POST "+nemo+"/verify", s.nemoVerify)
	handle("POST "+nemo+"/reset", s.nemoReset)
	handle("POST "+nemo+"/step", s.nemoStep)
	handle("POST "+nemo+"/close", s.nemoClose)
	handle("POST "+nemo+"/aggregate_metrics", s.nemoAggregate)
	handle("GET "+nemo+"/reverify_mode", func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, http.StatusOK, "stateless") })
	mux.Handle("GET /metrics", s.meters.handler())
	watched := session.Handler(s.hub)
	mux.Handle("/v1/", watched)
	mux.Handle("GET /v1/watch", s.viewers.handler(watched))
	// No page of another site that somebody looks at on this machine may send
	// requests; WebSockets look after that themselves.
	return authorised(s.opts.Token, http.NewCrossOriginProtection().Handler(s.bounded(mux)))
}

// body reads the body of a request.
func body(w http.ResponseWriter, r *http.Request, most int64) ([]byte, error) {
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, most))
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return nil, invalid([]string{"body"}, "the body is larger than %d bytes", most)
	}
	if err != nil {
		return nil, invalid([]string{"body"}, "the body ends early")
	}
	return data, nil
}

// respond answers a request with a value or a fault.
func (s *Server) respond(w http.ResponseWriter, v any, err error) {
	if err != nil {
		f := faultOf(err)
		s.meters.errors.WithLabelValues(f.code).Inc()
		f.write(w)
		return
	}
	writeJSON(w, http.StatusOK, v)
}

// cookie is the name of the cookie that holds a session together over HTTP.
const cookie = "metaspatial_session"

// kept returns the session of a request's cookie, or nil.
func (s *Server) kept(r *http.Request) (e *episode, done func()) {
	c, err := r.Cookie(cookie)
	if err != nil {
		return nil, func() {}
	}
	return s.sessions.use(c.Value)
}

// hold returns the session of a request's cookie, or a new one with its cookie.
// Where begin fails a new session is given up again.
func (s *Server) hold(w http.ResponseWriter, r *http.Request, begin func(*episode) (any, error)) {
	e, done := s.kept(r)
	fresh := ""
	if e == nil {
		var err error
		if fresh, e, done, err = s.sessions.keep(); err != nil {
			s.respond(w, nil, err)
			return
		}
	}
	defer done()
	v, err := begin(e)
	switch {
	case fresh != "" && err != nil:
		s.sessions.forget(fresh)
	case fresh != "":
		http.SetCookie(w, &http.Cookie{Name: cookie, Value: fresh, Path: "/", HttpOnly: true, Secure: r.TLS != nil, SameSite: http.SameSiteStrictMode})
	}
	s.respond(w, v, err)
}

// errNoSession is said to whoever steps without a session.
func errNoSession(reset string) error {
	return impossible("there is no episode: send the cookie %q that %s gave, or hold a session over /ws", cookie, reset)
}

func (s *Server) health(w http.ResponseWriter, _ *http.Request) {
	if s.draining() {
		writeJSON(w, http.StatusServiceUnavailable, map[string]string{"status": "unhealthy"})
		return
	}
	writeJSON(w, http.StatusOK, map[string]string{"status": "healthy"})
}

// upgrades reports whether a request asks for a WebSocket.
func upgrades(r *http.Request) bool {
	return strings.EqualFold(r.Header.Get("Upgrade"), "websocket")
}
