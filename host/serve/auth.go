package serve

import (
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"strings"
)

// authorised lets those in who show the token: as Authorization: Bearer TOKEN,
// or as the password of Basic, for clients that take nothing but a URL
// (http://any:TOKEN@host). Whether the server is alive everybody may ask.
func authorised(token string, next http.Handler) http.Handler {
	if token == "" {
		return next
	}
	want := sha256.Sum256([]byte(token))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		shown, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		if !ok {
			_, shown, _ = r.BasicAuth()
		}
		got := sha256.Sum256([]byte(shown))
		if r.URL.Path != "/health" && subtle.ConstantTimeCompare(want[:], got[:]) != 1 {
			w.Header().Set("WWW-Authenticate", "Bearer")
			writeJSON(w, http.StatusUnauthorized, map[string]string{"detail": "the token is missing or wrong; send it as Authorization: Bearer TOKEN"})
			return
		}
		next.ServeHTTP(w, r)
	})
}
