package checkpoint

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/host/internal/durable"
)

const (
	prefix = "step-"
	// unfinished marks a folder that is being written.
	unfinished = ".partial-"
	// aside ends the name of a checkpoint that a newer one of the same iteration
	// is about to replace.
	aside = ".old"
	// gone ends the name of one that is being removed: who is interrupted in the
	// middle of that must not leave half of it under its name.
	gone       = ".gone"
	latestFile = "latest"
)

// Mark names a checkpoint for what it is kept for.
type Mark string

// The marks of a store. Each is a file that holds the name of one checkpoint.
const (
	// Best is the checkpoint of the highest [Rank].
	Best Mark = "best"
	// Good is the one that a diverging run goes back to.
	Good Mark = "good"
)

// marks are all of them.
var marks = []Mark{Best, Good}

// Store is the folder that holds a run's checkpoints.
type Store struct {
	// Dir is the folder; it is made when the first checkpoint is saved.
	Dir string
	// Keep is the number of newest checkpoints that stay; 0 means 1. Marked ones
	// always stay.
	Keep int
}

// Save writes a checkpoint: write must write the policy's stream. It becomes
// the latest; older ones are removed.
func (s *Store) Save(state State, write func(io.Writer) error) (*Checkpoint, error) {
	name := fmt.Sprintf("%s%06d", prefix, state.Iteration)
	c := &Checkpoint{Dir: filepath.Join(s.Dir, name), State: state}
	tmp := filepath.Join(s.Dir, unfinished+name)
	if err := os.RemoveAll(tmp); err != nil {
		return nil, fmt.Errorf("cannot save checkpoint %s: %w", name, err)
	}
	if err := os.MkdirAll(tmp, 0o755); err != nil {
		return nil, fmt.Errorf("cannot save checkpoint %s: %w", name, durable.Explain(err, tmp))
	}
	if err := c.write(tmp, write); err != nil {
		os.RemoveAll(tmp)
		return nil, fmt.Errorf("cannot save checkpoint %s: %w", name, err)
	}
	if err := replaceDir(tmp, c.Dir); err != nil {
		return nil, fmt.Errorf("cannot save checkpoint %s: %w", name, durable.Explain(err, c.Dir))
	}
	if err := s.point(latestFile, name); err != nil {
		return nil, err
	}
	return c, s.prune()
}

// Mark gives a checkpoint of the store a mark, which another one then loses.
func (s *Store) Mark(m Mark, c *Checkpoint) error {
	if err := s.point(string(m), filepath.Base(c.Dir)); err != nil {
		return err
	}
	return s.prune()
}

// write fills the unfinished folder.
func (c *Checkpoint) write(tmp string, write func(io.Writer) error) error {
	sum := sha256.New()
	n := &counter{}
	err := durable.Write(filepath.Join(tmp, PolicyFile), 0o644, func(w io.Writer) error {
		return write(io.MultiWriter(w, sum, n))
	})
	if err != nil {
		return err
	}
	c.State.Version = Version
	c.State.Size, c.State.SHA256 = n.n, hex.EncodeToString(sum.Sum(nil))
	data, err := json.MarshalIndent(c.State, "", "  ")
	if err != nil {
		return err
	}
	return durable.WriteFile(filepath.Join(tmp, StateFile), append(data, '\n'), 0o644)
}

// replaceDir renames tmp to dir. A folder cannot be renamed over a full one,
// so one of that name (a checkpoint of the same iteration, saved again after a
// resume) steps aside first.
func replaceDir(tmp, dir string) error {
	old := tmp + aside
	err := durable.Rename(dir, old)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := durable.Rename(tmp, dir); err != nil {
		return err
	}
	if err := os.RemoveAll(old); err != nil {
		return err
	}
	return durable.SyncDir(filepath.Dir(dir))
}

func (s *Store) point(file, name string) error {
	return durable.WriteFile(filepath.Join(s.Dir, file), []byte(name+"\n"), 0o644)
}

// prune removes all but the newest and the marked, and what interrupted saves
// have left behind.
func (s *Store) prune() error {
	names, err := s.names()
	if err != nil {
		return err
	}
	var marked []string
	for _, m := range marks {
		name, _ := s.pointed(string(m))
		marked = append(marked, name)
	}
	for _, name := range names[:max(0, len(names)-max(1, s.Keep))] {
		if slices.Contains(marked, name) {
			continue
		}
		going := filepath.Join(s.Dir, unfinished+name+gone)
		err := os.RemoveAll(going) // of an interrupted removal
		if err == nil {
			err = durable.Rename(filepath.Join(s.Dir, name), going)
		}
		if err != nil {
			return fmt.Errorf("cannot remove the old checkpoint %s: %w", name, err)
		}
	}
	leftovers, _ := filepath.Glob(filepath.Join(s.Dir, unfinished+"*"))
	for _, dir := range leftovers {
		os.RemoveAll(dir)
	}
	return nil
}

// names lists the finished checkpoints, oldest first.
func (s *Store) names() ([]string, error) {
	entries, err := os.ReadDir(s.Dir)
	if err != nil {
		return nil, fmt.Errorf("cannot list the checkpoints: %w", err)
	}
	var names []string
	for _, e := range entries {
		if e.IsDir() && strings.HasPrefix(e.Name(), prefix) {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	return names, nil
}

func (s *Store) pointed(file string) (string, error) {
	data, err := os.ReadFile(filepath.Join(s.Dir, file))
	return strings.TrimSpace(string(data)), err
}

// Latest reads the newest checkpoint, or returns nil when there is none.
func (s *Store) Latest() (*Checkpoint, error) {
	name, err := s.pointed(latestFile)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("cannot find the latest checkpoint: %w", err)
	}
	if _, err := os.Stat(filepath.Join(s.Dir, name)); errors.Is(err, os.ErrNotExist) {
		// Interrupted while it was being replaced; the one before is whole.
		names, err := s.names()
		if err != nil || len(names) == 0 {
			return nil, err
		}
		name = names[len(names)-1]
	}
	return Read(filepath.Join(s.Dir, name))
}

// Usable reads the newest checkpoint of at most the given iteration that is
// whole, or returns nil when there is none. Those newer that are damaged, by a
// failing disk or by hand, it passes over and returns too. It is for
// the run that owns the store: what an interrupted save had put aside it puts
// back.
func (s *Store) Usable(iteration int) (*Checkpoint, []*DamagedError, error) {
	if _, err := os.Stat(s.Dir); errors.Is(err, os.ErrNotExist) {
		return nil, nil, nil
	}
	if err := s.putBack(); err != nil {
		return nil, nil, err
	}
	names, err := s.names()
	if err != nil {
		return nil, nil, err
	}
	var damaged []*DamagedError
	for _, name := range slices.Backward(names) {
		c, err := Read(filepath.Join(s.Dir, name))
		var broken *DamagedError
		switch {
		case errors.Is(err, errNoState):
			damaged = append(damaged, &DamagedError{filepath.Join(s.Dir, name), errNoState})
		case errors.As(err, &broken):
			damaged = append(damaged, broken)
		case err != nil:
			return nil, damaged, err
		case c.State.Iteration <= iteration:
			return c, damaged, nil
		default:
			damaged = append(damaged, &DamagedError{c.Dir, fmt.Errorf("it is of iteration %d, and the record of the run ends before that, with %d", c.State.Iteration, iteration)})
		}
	}
	return nil, damaged, nil
}

// putBack gives checkpoints their names back that had stepped aside for a new
// one that never came.
func (s *Store) putBack() error {
	olds, err := filepath.Glob(filepath.Join(s.Dir, unfinished+"*"+aside))
	if err != nil {
		return fmt.Errorf("cannot list the checkpoints: %w", err)
	}
	for _, old := range olds {
		name := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(old), unfinished), aside)
		dir := filepath.Join(s.Dir, name)
		if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err := durable.Rename(old, dir); err != nil {
			return fmt.Errorf("cannot put checkpoint %s back: %w", name, err)
		}
	}
	return nil
}

// Marked reads the checkpoint that has a mark, or returns nil when none has, or
// its folder was removed.
func (s *Store) Marked(m Mark) (*Checkpoint, error) {
	name, err := s.pointed(string(m))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("cannot find the checkpoint marked %q: %w", m, err)
	}
	dir := filepath.Join(s.Dir, name)
	if _, err := os.Stat(dir); name == "" || errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	return Read(dir)
}

// Export copies a checkpoint to a folder of its own, whole or not at all; what
// was there is replaced.
func Export(c *Checkpoint, dir string) error {
	tmp := dir + ".partial"
	err := os.RemoveAll(tmp)
	if err == nil {
		err = os.MkdirAll(tmp, 0o755)
	}
	for _, name := range []string{PolicyFile, StateFile} {
		if err == nil {
			err = copyFile(filepath.Join(c.Dir, name), filepath.Join(tmp, name))
		}
	}
	if err == nil {
		err = replaceDir(tmp, dir)
	}
	if err != nil {
		os.RemoveAll(tmp)
		return fmt.Errorf("cannot export checkpoint %s: %w", c.Dir, durable.Explain(err, dir))
	}
	return nil
}

func copyFile(from, to string) error {
	src, err := os.Open(from)
	if err != nil {
		return err
	}
	defer src.Close()
	return durable.Write(to, 0o644, func(w io.Writer) error {
		_, err := io.Copy(w, src)
		return err
	})
}

func hashFile(path string) (int64, string, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, "", err
	}
	defer f.Close()
	sum := sha256.New()
	n, err := io.Copy(sum, f)
	return n, hex.EncodeToString(sum.Sum(nil)), err
}

type counter struct{ n int64 }

func (c *counter) Write(p []byte) (int, error) {
	c.n += int64(len(p))
	return len(p), nil
}
