package serve

import (
	"crypto/sha256"
	"crypto/subtle"
	"net"
	"net/http"
	"strings"
)

// authorised lets those in who show the token: as Authorization: Bearer TOKEN,
// or as the password of Basic, for clients that take nothing but a URL
// (http://any:TOKEN@host). Whether the server is alive everybody may ask.
func authorised(token string, next http.Handler) http.Handler {
	if token == "" {
		return addressed(next)
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

// addressed lets those in who name the server by a number or as localhost, and
// stands for the token where there is none: a page in a browser of this machine
// whose own name has come to mean 127.0.0.1 does neither.
func addressed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := r.Host
		if h, _, err := net.SplitHostPort(host); err == nil {
			host = h
		}
		if host != "" && host != "localhost" && net.ParseIP(strings.Trim(host, "[]")) == nil {
			writeJSON(w, http.StatusMisdirectedRequest, map[string]string{"detail": "a server without a token answers at localhost and addresses such as 127.0.0.1 only; start it with a token to give it a name"})
			return
		}
		next.ServeHTTP(w, r)
	})
}
