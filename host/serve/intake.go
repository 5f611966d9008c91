package serve

import (
	"net/http"
	"sync/atomic"
)

// maxIntake bounds the bodies of all requests under way together, in bytes. A
// body of at most maxMessage is not counted: sessions bound those.
const maxIntake = 4 * maxBody

// bounded refuses a large body while others fill the server; a client comes
// again after Retry-After. A body whose length is not told counts as the longest.
func (s *Server) bounded(next http.Handler) http.Handler {
	var under atomic.Int64
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := r.ContentLength
		if n < 0 || n > maxBody {
			n = maxBody
		}
		if n > maxMessage {
			sum := under.Add(n)
			defer under.Add(-n)
			if sum > maxIntake {
				s.meters.refused.Inc()
				s.respond(w, nil, &fault{
					code: codeCapacity, message: "too many large requests are being answered; try again later",
					active: int(sum - n), max: maxIntake,
				})
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}
