// Package profile serves the profiles of the running program to go tool pprof, on
// loopback only.
package profile

import (
	"fmt"
	"net"
	"net/http"
	"net/http/pprof"
	"strconv"
	"time"
)

// Server serves profiles until it is closed.
type Server struct {
	// URL is where the profiles are.
	URL  string
	http *http.Server
	done chan struct{}
}

// Listen serves profiles at a port of loopback; 0 chooses a free one. Nobody else
// than programs of this machine reaches it: requests that name another host, as a
// page of a site does whose name was made to lead here, are refused. The command
// line, which may hold what is nobody's business, is not served.
func Listen(port int) (*Server, error) {
	l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if err != nil {
		return nil, fmt.Errorf("cannot serve profiles: %w", err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /debug/pprof/", pprof.Index)
	mux.HandleFunc("GET /debug/pprof/cmdline", http.NotFound)
	mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
	s := &Server{
		URL:  "http://" + l.Addr().String() + "/debug/pprof/",
		http: &http.Server{Handler: http.NewCrossOriginProtection().Handler(local(mux)), ReadHeaderTimeout: 5 * time.Second},
		done: make(chan struct{}),
	}
	go func() {
		defer close(s.done)
		_ = s.http.Serve(l) // ends when it is closed
	}()
	return s, nil
}

// local lets through what was sent to this machine by its address or as localhost.
func local(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.Host)
		if err != nil {
			host = r.Host
		}
		if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
			http.Error(w, "profiles are for this machine only", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// Close ends the server and what it is serving.
func (s *Server) Close() error {
	err := s.http.Close()
	<-s.done
	return err
}
