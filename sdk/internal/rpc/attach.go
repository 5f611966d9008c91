package rpc

// ReattachKey is the environment variable that names plugins which serve
// already: a JSON object of [Attachment] by plugin id.
const ReattachKey = "METASPATIAL_REATTACH"

// Attachment is where a plugin serves that its developer started, with --debug
// and maybe under a debugger. No host checks its program's hash or ends it, and
// what it says is not encrypted.
type Attachment struct {
	// Network is "unix" or "tcp"; Address a socket's path or host:port.
	Network string `json:"network"`
	Address string `json:"address"`
	// Program is the path of the plugin's program, or empty; PID its process.
	Program string `json:"program,omitempty"`
	PID     int    `json:"pid,omitempty"`
	// Protocol is the version of the contract that it speaks.
	Protocol int `json:"protocol"`
}
