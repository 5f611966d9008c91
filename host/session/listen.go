package session

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"github.com/metaspatial/metaspatial/host/internal/durable"
)

// AddressFile tells, within a run's folder, where the run listens. Only its
// owner may read it, because it holds the token.
const AddressFile = "session.json"

const unixPrefix = "unix:"

// Address is the content of [AddressFile].
type Address struct {
	Address string `json:"address"`
	Token   string `json:"token"`
}

func addressPath(dir string) string { return filepath.Join(dir, AddressFile) }

// Listen opens a listener and returns its address in the form that [Dial]
// takes. An empty address is a socket of this machine, unix:PATH that socket,
// HOST:PORT the network.
func Listen(address string) (net.Listener, string, error) {
	switch {
	case address == "" && runtime.GOOS == "windows":
		return Listen("127.0.0.1:0")
	case address == "":
		// Below the folder for temporary files, because the path of a socket
		// may have about 100 characters only.
		dir, err := os.MkdirTemp("", "metaspatial-")
		if err != nil {
			return nil, "", fmt.Errorf("cannot make a socket: %w", err)
		}
		l, addr, err := Listen(unixPrefix + filepath.Join(dir, "s"))
		if err != nil {
			os.RemoveAll(dir)
			return nil, "", err
		}
		return &temporary{Listener: l, dir: dir}, addr, nil
	case strings.HasPrefix(address, unixPrefix):
		l, err := net.Listen("unix", strings.TrimPrefix(address, unixPrefix))
		if err != nil {
			return nil, "", fmt.Errorf("cannot listen at %s: %w", address, err)
		}
		return l, address, nil
	}
	l, err := net.Listen("tcp", strings.TrimPrefix(address, "http://"))
	if err != nil {
		return nil, "", fmt.Errorf("cannot listen at %s: %w; name HOST:PORT of this machine, such as 127.0.0.1:7070", address, err)
	}
	return l, "http://" + l.Addr().String(), nil
}

// temporary removes the folder of its socket when it is closed.
type temporary struct {
	net.Listener
	dir string
}

func (t *temporary) Close() error {
	err := t.Listener.Close()
	os.RemoveAll(t.dir)
	return err
}

// Open serves a client under a new token and notes the address in the run's
// folder, until stop is called. An empty address is a socket of this machine.
func Open(c Client, dir, address string) (addr string, stop func() error, err error) {
	l, addr, err := Listen(address)
	if err != nil {
		return "", nil, err
	}
	token := rand.Text()
	data, err := json.Marshal(Address{addr, token})
	if err == nil {
		data = append(data, '\n')
		err = durable.WriteFile(addressPath(dir), data, 0o600)
	}
	if err != nil {
		l.Close()
		return "", nil, fmt.Errorf("cannot note where the run listens: %w", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- Serve(ctx, c, l, token) }()
	return addr, sync.OnceValue(func() error {
		cancel()
		err := <-done
		if errors.Is(err, context.Canceled) {
			err = nil
		}
		// The folder may be another run's by now.
		if now, rerr := os.ReadFile(addressPath(dir)); rerr != nil || !bytes.Equal(now, data) {
			return err
		}
		if rerr := os.Remove(addressPath(dir)); err == nil && !errors.Is(rerr, os.ErrNotExist) {
			err = rerr
		}
		return err
	}), nil
}
