//go:build unix

package supervisor

import (
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// Supervisors that begin at the same moment sweep each other's folders, which
// they have not occupied yet.
func TestManyBeginAtOnce(t *testing.T) {
	temp := shortTemp(t)
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			for range 50 {
				d, err := newSocketDir(temp)
				if err != nil {
					t.Error(err)
					return
				}
				if err := os.Mkdir(filepath.Join(d.path, "p1"), 0o700); err != nil {
					t.Error(err)
				}
				if err := d.remove(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
}
