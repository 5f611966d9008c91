package view

import (
	"errors"
	"fmt"
	"runtime/debug"

	"github.com/hajimehoshi/ebiten/v2"
)

// play runs a game until it ends; tests put another in its place.
var play = func(g ebiten.Game) error {
	return ebiten.RunGameWithOptions(g, &ebiten.RunGameOptions{X11ClassName: "metaspatial", X11InstanceName: "metaspatial"})
}

// brokenError is a mistake of this program, with where it happened.
type brokenError struct {
	what  any
	stack []byte
}

func (e *brokenError) Error() string { return fmt.Sprintf("by a mistake of this program: %v", e.what) }

// mend makes an error of a panic, so that the window ends in good order with the
// next frame, which it asks for.
func (g *game) mend(err *error) {
	if what := recover(); what != nil {
		*err = &brokenError{what, debug.Stack()}
		g.shell.poke()
	}
}

// run shows the window until it is closed. When it ends by itself, because the
// graphics fail or by a mistake of this program, the error says where the
// unsaved work is.
func (g *game) run() error {
	err := func() (err error) {
		defer g.mend(&err)
		return play(g)
	}()
	if errors.Is(err, ebiten.Termination) {
		err = nil
	}
	copied, failed := g.shell.endKeeping(err == nil && g.shell.quit)
	if err == nil {
		if failed != nil && g.shell.doc.Changed() {
			return fmt.Errorf("view: %w", failed)
		}
		return nil
	}
	text := "the window ended " + because(err)
	var mistake *brokenError
	if errors.As(err, &mistake) && copied != "" {
		// Who looks for the mistake finds it beside the work.
		if g.opts.Files.Write(copied+".txt", fmt.Appendf(nil, "%v\n\n%s", mistake.what, mistake.stack)) == nil {
			text += " (" + copied + ".txt says where)"
		}
	}
	switch {
	case copied != "":
		text += "; the unsaved work is in " + copied + ", and metaspatial view offers it when it is opened again"
	case failed != nil:
		text += "; the unsaved work could not be kept: " + failed.Error()
	}
	return errors.New("view: " + text)
}

// because says why a window ended.
func because(err error) string {
	var mistake *brokenError
	if errors.As(err, &mistake) {
		return mistake.Error()
	}
	return fmt.Sprintf("because its graphics failed: %v; metaspatial render draws rooms into pictures without a window", err)
}
