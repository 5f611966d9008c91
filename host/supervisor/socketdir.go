package supervisor

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"time"
)

const (
	// socketPrefix begins the name of every folder for sockets. It is short
	// because the path of a socket is.
	socketPrefix = "ms-"
	// lockName is the file that a living supervisor holds locked.
	lockName = "host.pid"
	// maxSocketPath keeps below what the kernels take: 104 bytes on macOS and
	// the BSDs, 108 on Linux.
	maxSocketPath = 100
	// socketName is as long as what go-plugin adds below the folder.
	socketName = "/plugin-dir0123456789/plugin0123456789"
	// youth is how old a folder that nobody occupied must be to count as left
	// over.
	youth = time.Minute
)

// socketDir is the private folder of this supervisor's sockets.
type socketDir struct {
	path string
	lock *os.File
}

func newSocketDir(temp string) (*socketDir, error) {
	if temp == "" {
		temp = os.TempDir()
	}
	sweep(temp)
	path, err := os.MkdirTemp(temp, socketPrefix)
	if err != nil {
		return nil, fmt.Errorf("make a folder for the plugins' sockets: %w", err)
	}
	d := &socketDir{path: path}
	if n := len(path) + len(socketName); n > maxSocketPath && runtime.GOOS != "windows" {
		_ = d.remove()
		return nil, fmt.Errorf("the temporary folder %s is too long for sockets: a socket would need %d bytes of at most %d; set TMPDIR to a shorter one", temp, n, maxSocketPath)
	}
	d.lock, err = os.OpenFile(filepath.Join(path, lockName), os.O_CREATE|os.O_RDWR, 0o600)
	if err == nil {
		err = occupy(d.lock)
	}
	if err != nil {
		_ = d.remove()
		return nil, fmt.Errorf("mark the folder of the plugins' sockets: %w", err)
	}
	return d, nil
}

// occupy locks the file and only then writes into it: as long as it is empty, it
// counts as that of a supervisor that is about to begin. Another one that looks
// just then holds the lock for a moment.
func occupy(lock *os.File) error {
	for start := time.Now(); ; time.Sleep(time.Millisecond) {
		free, err := tryLock(lock)
		if err == nil && !free && time.Since(start) > youth {
			err = fmt.Errorf("another process keeps %s locked", lock.Name())
		}
		if err != nil {
			return err
		}
		if free {
			break
		}
	}
	_, err := lock.WriteString(strconv.Itoa(os.Getpid()) + "\n")
	return err
}

func (d *socketDir) remove() error {
	if d.lock != nil {
		d.lock.Close() // Windows removes no open files
	}
	return os.RemoveAll(d.path)
}

// sweep removes the folders of supervisors that no longer live. The kernel
// drops a lock with its process, so that no process id is ever mistaken.
func sweep(temp string) {
	dirs, err := filepath.Glob(filepath.Join(temp, socketPrefix+"*"))
	if err != nil {
		return // a strange name only means that nothing is swept
	}
	for _, dir := range dirs {
		if info, err := os.Lstat(dir); err == nil && info.IsDir() && ours(info) && abandoned(dir, info) {
			_ = os.RemoveAll(dir) // the next sweep tries again
		}
	}
}

func abandoned(dir string, info os.FileInfo) bool {
	f, err := os.OpenFile(filepath.Join(dir, lockName), os.O_RDWR, 0)
	if os.IsNotExist(err) {
		return time.Since(info.ModTime()) > youth
	}
	if err != nil {
		return false
	}
	defer f.Close()
	if free, err := tryLock(f); err != nil || !free {
		return false
	}
	held, err := f.Stat()
	return err == nil && (held.Size() > 0 || time.Since(info.ModTime()) > youth)
}
