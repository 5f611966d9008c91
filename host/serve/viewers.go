package serve

import (
	"context"
	"net/http"
	"sync"
	"time"
)

// viewers are the connections that watch the server. They outlive its work by a
// moment, so that those who watch learn that it has ended and was not lost.
type viewers struct {
	ctx    context.Context
	cancel context.CancelFunc
	here   sync.WaitGroup
}

func newViewers() *viewers {
	v := &viewers{}
	v.ctx, v.cancel = context.WithCancel(context.Background())
	return v
}

// handler serves a connection until its viewer goes or release cuts it off.
func (v *viewers) handler(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v.here.Add(1)
		defer v.here.Done()
		h.ServeHTTP(w, r.WithContext(v.ctx))
	})
}

// parting is how long viewers have to read the last word.
const parting = time.Second

// release lets the viewers go, once they have been told of the end.
func (v *viewers) release() {
	late := time.AfterFunc(parting, v.cancel)
	defer late.Stop()
	v.here.Wait()
	v.cancel()
}
