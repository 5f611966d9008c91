package supervisor

import (
	"fmt"
	"regexp"
	"strings"
	"sync"

	"github.com/metaspatial/metaspatial/sdk/diag"
)

// maxWarned is how many warnings of one plugin are shown.
const maxWarned = 100

// warned are the warnings of a plugin that have been shown.
type warned struct {
	mu   sync.Mutex
	seen map[string]bool
}

// numbered is a place in a list, which says nothing of what is wrong.
var numbered = regexp.MustCompile(`\[\d+\]`)

// isNew reports whether a warning has yet to be shown. The same one about another
// element of a list, such as the next candidate, is no new one.
func (w *warned) isNew(d diag.Diagnostic) (yes, last bool) {
	d.Path = numbered.ReplaceAllString(d.Path, "")
	key := d.String()
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.seen[key] || len(w.seen) == maxWarned {
		return false, false
	}
	if w.seen == nil {
		w.seen = make(map[string]bool)
	}
	w.seen[key] = true
	return true, len(w.seen) == maxWarned
}

// warn shows the plugin's warnings where its own lines go, each once.
func (h *Handle) warn(ds diag.Diagnostics) {
	for _, d := range ds {
		if d.Severity != diag.Warning {
			continue
		}
		yes, last := h.warned.isNew(d)
		if !yes {
			continue
		}
		line := strings.Join(strings.Fields(strings.ToValidUTF8(d.String(), "?")), " ")
		if len(line) > maxLine {
			line = strings.ToValidUTF8(line[:maxLine], "") + "…"
		}
		// A host that cannot show a line has nobody to tell about it.
		fmt.Fprintf(h.supervisor.options.Output, "[%s] warning: %s\n", h.name(), line)
		if last {
			fmt.Fprintf(h.supervisor.options.Output, "[%s] further warnings are not shown\n", h.name())
		}
	}
}
