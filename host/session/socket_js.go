package session

import "github.com/coder/websocket"

// socket says how a WebSocket of the run is opened: by the browser, which knows
// the page's cookies and takes no header, so that a run that asks for a token
// cannot be watched from there.
func (c *remote) socket() *websocket.DialOptions { return nil }
