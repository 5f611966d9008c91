package view

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/host/view/assist"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// Taken is what became of models that were taken into the library.
type Taken struct {
	// Library has everything that was in it, and what is new.
	Library *assets.Library
	// New are the ids of the assets of the models that were taken.
	New []string
	// Refused says of each file that was not taken why, in one sentence.
	Refused []string
}

// readModel reads a model of the present library, on any goroutine.
func (s *shell) readModel(id string) (*mesh.Model, error) {
	lib := s.library.Load()
	if lib == nil {
		return nil, errors.New("there is no library")
	}
	return lib.Read(id)
}

// useLibrary furnishes from another library from now on.
func (s *shell) useLibrary(lib *assets.Library) {
	old := s.opts.Stock.Library
	s.opts.Stock.Library = lib
	s.library.Store(lib)
	for _, a := range lib.Assets() {
		if old == nil {
			s.models.Forget(a.ID)
		} else if _, known := old.Find(a.ID); !known {
			s.models.Forget(a.ID)
		}
	}
	if s.helper != nil {
		s.helper.Close()
		s.openHelper()
	}
	s.listAssets(s.browser.query)
	s.fresh, s.busy = true, true
}

// openHelper puts the policy at hand.
func (s *shell) openHelper() {
	if s.opts.Policy != nil {
		s.helper = assist.New(assist.Options{Client: s.opts.Policy, Stock: s.opts.Stock, Changed: s.poke})
	}
}

func (s *shell) noTaking() string {
	if s.opts.Take == nil {
		return "this window cannot import models"
	}
	return ""
}

// takeIn imports models into the library and goes on with the ids of those that
// are new.
func (s *shell) takeIn(paths []string, after func(fresh []string)) {
	if why := s.noTaking(); why != "" {
		s.toast(warning, capital(why))
		return
	}
	s.send("Importing models", func(ctx context.Context, e *errand) func() {
		taken, err := s.opts.Take(ctx, paths, func(done, total int, file string) {
			e.report(float64(done)/float64(max(1, total)), file)
		})
		return func() {
			if err != nil {
				s.tell("Nothing was imported", strings.Split(err.Error(), "\n"))
				return
			}
			s.useLibrary(taken.Library)
			s.browser.fresh = taken.New
			s.listAssets("")
			after(taken.New)
			if len(taken.Refused) > 0 {
				s.tell(fmt.Sprintf("%s imported, %d not", things(len(taken.New), "model"), len(taken.Refused)), taken.Refused)
			}
		}
	})
}

// welcome says which models are new.
func (s *shell) welcome(fresh []string) {
	var names []string
	for _, id := range fresh {
		if a, ok := s.opts.Stock.Library.Find(id); ok {
			names = append(names, plain(a.Name))
		}
	}
	s.toast(success, fmt.Sprintf("%s imported: %s. Drag them into the room; they come first in the library.", things(len(names), "model"), some(names)))
}

// things counts in words.
func things(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// some names the first few.
func some(names []string) string {
	const most = 4
	if len(names) > most {
		names = append(slices.Clone(names[:most-1]), fmt.Sprintf("%d more", len(names)-most+1))
	}
	return strings.Join(names, ", ")
}
