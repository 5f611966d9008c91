//go:build !js

package session

import "github.com/coder/websocket"

// socket says how a WebSocket of the run is opened.
func (c *remote) socket() *websocket.DialOptions {
	return &websocket.DialOptions{HTTPClient: c.http, HTTPHeader: c.header()}
}
