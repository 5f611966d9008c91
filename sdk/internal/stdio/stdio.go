// Package stdio keeps what a plugin prints away from the line on which it
// shakes hands with the host.
//
// The host reads the handshake from the plugin's standard output. A print to
// it, from the plugin, a C library or a child process, would break the
// handshake or, later, fill a pipe that nobody reads. So the handshake moves to
// a private file, and all else that is printed goes to standard error, which
// the host shows under the plugin's name.
package stdio

import "os"

// Redirect makes os.Stdout a private file for the handshake and points the
// process's standard output at its standard error. It returns what to run when
// the handshake is over: from then on os.Stdout and os.Stderr are the real
// standard error, which outlives a crash.
func Redirect() (after func(), err error) {
	stderr := os.Stderr
	private, err := redirect()
	if err != nil {
		return nil, err
	}
	os.Stdout = private
	return func() { os.Stdout, os.Stderr = stderr, stderr }, nil
}
