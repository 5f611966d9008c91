package trace

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"sync"
	"time"
)

// MaxBytes is how large a trace gets unless its options say otherwise: some
// thousands of training steps, and about what a browser can show.
const MaxBytes = 64 << 20

// Options of a writer. The zero value is good.
type Options struct {
	// MaxBytes ends the trace, and not what is traced; 0 means [MaxBytes].
	MaxBytes int64
	// Now is the time since any fixed moment; nil means the system's clock.
	Now func() time.Duration
	// Full is called once when the trace has reached its size; may be nil.
	Full func()
}

// Writer writes spans. Its methods may be called from several goroutines.
type Writer struct {
	o   Options
	now func() time.Duration

	mu    sync.Mutex
	out   *bufio.Writer
	size  int64
	ended bool
	err   error
	// lanes are all lanes, their ids counted from 1; busy are those with a span.
	lanes []string
	busy  []bool
}

// New begins a trace.
func New(w io.Writer, o Options) *Writer {
	if o.MaxBytes == 0 {
		o.MaxBytes = MaxBytes
	}
	if o.Now == nil {
		begun := time.Now()
		o.Now = func() time.Duration { return time.Since(begun) }
	}
	t := &Writer{o: o, now: o.Now, out: bufio.NewWriter(w)}
	t.event(event{Name: "process_name", Phase: "M", Args: map[string]any{"name": "metaspatial"}})
	return t
}

// event is one line of the file.
type event struct {
	Name  string `json:"name"`
	Phase string `json:"ph"`
	// Time and Duration are in microseconds.
	Time     float64        `json:"ts"`
	Duration float64        `json:"dur,omitempty"`
	Process  int            `json:"pid"`
	Lane     int            `json:"tid"`
	Args     map[string]any `json:"args,omitempty"`
}

// take returns a free lane of the name.
func (w *Writer) take(name string) int {
	w.mu.Lock()
	n := 1
	for i, l := range w.lanes {
		if l != name {
			continue
		}
		if !w.busy[i] {
			w.busy[i] = true
			w.mu.Unlock()
			return i + 1
		}
		n++
	}
	w.lanes, w.busy = append(w.lanes, name), append(w.busy, true)
	id := len(w.lanes)
	w.mu.Unlock()
	if n > 1 {
		name = fmt.Sprintf("%s %d", name, n)
	}
	w.event(event{Name: "thread_name", Phase: "M", Lane: id, Args: map[string]any{"name": name}})
	w.event(event{Name: "thread_sort_index", Phase: "M", Lane: id, Args: map[string]any{"sort_index": id}})
	return id
}

// free ends a lane's span. When nothing is under way, as after each step, what was
// recorded goes into the file: that of a program that is killed lacks one step at most.
func (w *Writer) free(id int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.busy[id-1] = false
	if !slices.Contains(w.busy, true) {
		w.flush()
	}
}

// complete writes a span that ends now.
func (w *Writer) complete(name string, lane int, begun time.Duration, args []slog.Attr) {
	e := event{Name: name, Phase: "X", Time: micros(begun), Duration: micros(w.now() - begun), Lane: lane}
	if len(args) > 0 {
		e.Args = make(map[string]any, len(args))
		for _, a := range args {
			e.Args[a.Key] = a.Value.Resolve().Any()
		}
	}
	w.event(e)
}

func micros(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1e3 }

func (w *Writer) event(e event) {
	e.Process = 1
	data, err := json.Marshal(e)
	if err != nil { // an argument that is no number
		e.Args = map[string]any{"unwritten": err.Error()}
		data, _ = json.Marshal(e)
	}
	w.mu.Lock()
	if w.ended {
		w.mu.Unlock()
		return
	}
	begin := ",\n"
	if w.size == 0 {
		begin = "[\n"
	}
	full := w.size+int64(len(begin)+len(data)) > w.o.MaxBytes
	if full {
		w.end()
	} else {
		w.write(begin)
		w.write(string(data))
	}
	w.mu.Unlock()
	if full && w.o.Full != nil {
		w.o.Full()
	}
}

// write keeps the first error, which [Writer.Close] returns: a run does not end
// because its trace cannot be written.
func (w *Writer) write(s string) {
	n, err := w.out.WriteString(s)
	w.size += int64(n)
	if w.err == nil {
		w.err = err
	}
}

func (w *Writer) end() {
	w.ended = true
	w.write("\n]\n")
	w.flush()
}

func (w *Writer) flush() {
	if err := w.out.Flush(); w.err == nil {
		w.err = err
	}
}

// Close ends the trace. Spans that end later are not recorded.
func (w *Writer) Close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.ended {
		w.end()
	}
	return w.err
}
