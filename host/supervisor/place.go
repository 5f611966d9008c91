package supervisor

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/metaspatial/metaspatial/host/catalog"
)

// temporary are the names of the variables that say where temporary files go.
var temporary = []string{"TMPDIR", "TEMP", "TMP"}

// inside is the environment of a process whose own folder is dir.
func inside(dir string) []string {
	env := make([]string, len(temporary))
	for i, name := range temporary {
		env[i] = name + "=" + dir
	}
	return env
}

// place is the private folder of one process of a plugin. It goes when the
// process has ended.
type place struct {
	dir string
	// work is the working directory of the process, where its temporary files go
	// as well; program is what is started.
	work, program string
	group         *cgroup
}

func (p *place) remove() {
	if p == nil {
		return
	}
	p.group.remove()
	_ = os.RemoveAll(p.dir) // the supervisor removes what is left
}

// newPlace makes the folder of a process that is to run e, with a checked copy
// of the plugin's files in it.
func (s *Supervisor) newPlace(e catalog.Entry) (*place, error) {
	fail := func(err error) (*place, error) {
		return nil, fmt.Errorf("plugin %s: make its own folder: %w", e.ID, err)
	}
	n := strconv.FormatInt(s.places.Add(1), 10)
	p := &place{dir: filepath.Join(s.sockets.path, "p"+n)}
	p.work = filepath.Join(p.dir, "w")
	copies := filepath.Join(p.dir, "x")
	for _, dir := range []string{p.dir, p.work, copies} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			p.remove()
			return fail(err)
		}
	}
	var err error
	if p.program, err = e.Stage(copies); err != nil {
		p.remove()
		return nil, err
	}
	limits := s.options.Limits.of(e.ID)
	if p.group, err = s.groups.make(n, limits); err != nil {
		p.remove()
		return fail(err)
	}
	return p, nil
}

// leavePlace removes the process's folder once it has ended, which it has or is
// about to.
func (i *instance) leavePlace() {
	if i.process.pid() != 0 {
		select {
		case <-i.process.done:
		case <-time.After(notice):
		}
	}
	i.place.remove()
}
