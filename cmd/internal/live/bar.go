package live

import (
	"fmt"
	"strings"
	"sync"

	"github.com/charmbracelet/x/ansi"
)

// Bar is how far something is, with a note behind it.
type Bar struct {
	mu       sync.Mutex
	what     string
	note     string
	fraction float64
}

// NewBar returns a bar of what is being done.
func NewBar(what string) *Bar { return &Bar{what: what} }

// Set sets the fraction done and a note such as the name of a file.
func (b *Bar) Set(fraction float64, note string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.fraction, b.note = fraction, note
}

// View draws one line.
func (b *Bar) View(width, _ int) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return ansi.Truncate(b.what+"  "+meter(b.fraction, min(40, width/2))+"  "+b.note, width, "…")
}

// meter draws a fraction in so many columns, with the percentage.
func meter(fraction float64, width int) string {
	if !(fraction > 0) { // also what is no number
		fraction = 0
	}
	fraction = min(1, fraction)
	percent := fmt.Sprintf("%5.1f %%", 100*fraction)
	width = max(0, width-len(percent)-1)
	full := int(fraction * float64(width))
	return blue.Render(strings.Repeat("━", full)) + faint.Render(strings.Repeat("─", width-full)) + " " + percent
}
