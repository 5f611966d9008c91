// Command viewspeed measures the viewer as a person meets it: the real program on
// a virtual display with software OpenGL, steered by pointer and keys, judged by
// the pixels that the display shows. It needs Xvfb and xdotool.
//
//	go build -o metaspatial ./cmd/metaspatial
//	go run ./cmd/internal/viewspeed -stage 300,100,600,500 -- ./metaspatial view room.json
//
// The window has the size and place that it was left with, and the rectangles are
// those of the display. So XDG_CONFIG_HOME should name a new folder for each
// measurement, with a metaspatial/viewer.json such as {"Width":960,"Height":540},
// and -screen the same size.
//
// It prints one line per figure: start to the first frame with a room in it,
// frames per second while orbiting and, with -scroll, while the wheel turns over a
// list, the processor's share while nobody touches anything, and, for each -key,
// the time from the key to the first change in a rectangle:
// "Delete@900,500,300,200" for the findings after an edit. Figures include what
// xdotool and the reading of the screen take, about 2 ms.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"image"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// options are the command line.
type options struct {
	display int
	size    [2]int
	stage   image.Rectangle
	list    image.Rectangle
	button  int
	seconds float64
	keys    []keyed
	command []string
}

// keyed is a key and where its effect is seen.
type keyed struct {
	key   string
	click image.Point // where to click before, if anywhere
	where image.Rectangle
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "viewspeed:", err)
		os.Exit(1)
	}
}

func parse(args []string) (options, error) {
	o := options{}
	f := flag.NewFlagSet("viewspeed", flag.ContinueOnError)
	f.IntVar(&o.display, "display", 97, "number of the virtual display")
	f.Func("screen", "its size, as 1280x800", func(s string) error {
		_, err := fmt.Sscanf(s, "%dx%d", &o.size[0], &o.size[1])
		return err
	})
	f.Func("stage", "x,y,width,height of the room in the window", func(s string) (err error) {
		o.stage, err = rectangle(s)
		return err
	})
	f.Func("scroll", "x,y,width,height of a list in the window, to scroll through it", func(s string) (err error) {
		o.list, err = rectangle(s)
		return err
	})
	f.IntVar(&o.button, "button", 2, "the button that orbits: 1 left, 2 middle, 3 right")
	f.Float64Var(&o.seconds, "seconds", 5, "how long to orbit and to stay idle")
	f.Func("key", "key@x,y,width,height: time from the key to a change there; [x,y]key@… clicks before; may be repeated", func(s string) error {
		k, err := key(s)
		o.keys = append(o.keys, k)
		return err
	})
	if err := f.Parse(args); err != nil {
		return o, err
	}
	if o.command = f.Args(); len(o.command) == 0 {
		return o, errors.New("name the program and its arguments after --, as in: viewspeed -- ./metaspatial view room.json")
	}
	if o.size == [2]int{} {
		o.size = [2]int{1280, 800}
	}
	if o.stage.Empty() {
		o.stage = image.Rect(o.size[0]/4, o.size[1]/5, o.size[0]*3/5, o.size[1]*3/5)
	}
	return o, nil
}

func rectangle(s string) (image.Rectangle, error) {
	var x, y, w, h int
	if n, err := fmt.Sscanf(s, "%d,%d,%d,%d", &x, &y, &w, &h); n != 4 || w < 1 || h < 1 {
		return image.Rectangle{}, fmt.Errorf("%q is no rectangle; write x,y,width,height: %w", s, errors.Join(err))
	}
	return image.Rect(x, y, x+w, y+h), nil
}

func key(s string) (k keyed, err error) {
	if rest, ok := strings.CutPrefix(s, "["); ok {
		at, after, _ := strings.Cut(rest, "]")
		if n, err := fmt.Sscanf(at, "%d,%d", &k.click.X, &k.click.Y); n != 2 {
			return k, fmt.Errorf("%q begins with no place; write [x,y]key@x,y,width,height: %w", s, errors.Join(err))
		}
		s = after
	}
	name, where, ok := strings.Cut(s, "@")
	if !ok || name == "" {
		return k, fmt.Errorf("%q names no key and place; write key@x,y,width,height", s)
	}
	k.key = name
	k.where, err = rectangle(where)
	return k, err
}

// bench is the program on its display.
type bench struct {
	options
	screen *screen
	// pointer is the standard input of an xdotool that does what it is told.
	pointer io.Writer
	pid     int
	dead    <-chan error
}

func run(ctx context.Context, args []string, out io.Writer) error {
	o, err := parse(args)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	dir, err := os.MkdirTemp("", "viewspeed")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	b := &bench{options: o}
	name := fmt.Sprintf(":%d", o.display)
	display := exec.CommandContext(ctx, "Xvfb", name, "-screen", "0", fmt.Sprintf("%dx%dx24", o.size[0], o.size[1]), "-fbdir", dir, "-nolisten", "tcp")
	if err := display.Start(); err != nil {
		return fmt.Errorf("start Xvfb: %w", err)
	}
	defer func() { cancel(); display.Wait() }()
	if err := until(ctx, 10*time.Second, func() bool { b.screen, err = open(dir); return err == nil && ready(o.display) }); err != nil {
		return fmt.Errorf("the display %s does not start: %w", name, errors.Join(err))
	}
	defer b.screen.file.Close()
	env := append(os.Environ(), "DISPLAY="+name, "LIBGL_ALWAYS_SOFTWARE=1")
	steer := exec.CommandContext(ctx, "xdotool", "-")
	steer.Env = env
	in, err := steer.StdinPipe()
	if err != nil {
		return err
	}
	b.pointer = in
	if err := steer.Start(); err != nil {
		return fmt.Errorf("start xdotool: %w", err)
	}
	defer func() { in.Close(); steer.Wait() }()
	return b.measure(ctx, env, out)
}

// ready reports whether a display takes clients.
func ready(display int) bool {
	_, err := os.Stat(fmt.Sprintf("/tmp/.X11-unix/X%d", display))
	return err == nil
}

// until asks again and again, at most for a time.
func until(ctx context.Context, most time.Duration, ok func() bool) error {
	end := time.Now().Add(most)
	for !ok() {
		if time.Now().After(end) {
			return fmt.Errorf("nothing within %v", most)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(2 * time.Millisecond):
		}
	}
	return nil
}

// measure runs the program and takes every figure.
func (b *bench) measure(ctx context.Context, env []string, out io.Writer) error {
	program := exec.CommandContext(ctx, b.command[0], b.command[1:]...)
	program.Env = env
	var said bytes.Buffer
	program.Stdout, program.Stderr = &said, &said
	program.Cancel = func() error { return program.Process.Signal(os.Interrupt) }
	program.WaitDelay = 5 * time.Second
	start := time.Now()
	if err := program.Start(); err != nil {
		return err
	}
	dead := make(chan error, 1)
	go func() { dead <- program.Wait() }()
	b.pid, b.dead = program.Process.Pid, dead
	defer func() { program.Process.Signal(os.Interrupt); <-dead }()
	// A room has many colours, an empty panel has a few.
	const many = 150
	err := until(ctx, 30*time.Second, func() bool { n, _ := b.screen.colours(b.stage); return n > many })
	if err != nil {
		return fmt.Errorf("no room is seen: %w\n%s", err, said.String())
	}
	fmt.Fprintf(out, "start to first frame  %5.0f ms\n", ms(time.Since(start)))
	for _, m := range []func(context.Context, io.Writer) error{b.orbit, b.idle, b.scroll, b.latencies} {
		if err := m(ctx, out); err != nil {
			return fmt.Errorf("%w\n%s", err, said.String())
		}
	}
	return nil
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// tell gives xdotool a line.
func (b *bench) tell(format string, args ...any) error {
	_, err := fmt.Fprintf(b.pointer, format+"\n", args...)
	return err
}

// orbit drags and counts the pictures that differ.
func (b *bench) orbit(ctx context.Context, out io.Writer) error {
	time.Sleep(time.Second)
	mid := b.stage.Min.Add(b.stage.Max).Div(2)
	if err := b.tell("mousemove %d %d\nmousedown %d", mid.X, mid.Y, b.button); err != nil {
		return err
	}
	used, err := ticks(b.pid)
	if err != nil {
		return err
	}
	start := time.Now()
	frames, last := 0, uint64(0)
	for i := 0; time.Since(start).Seconds() < b.seconds && ctx.Err() == nil; i++ {
		if i%3 == 0 {
			// A wide circle, so that no two pictures are the same.
			if err := b.tell("mousemove_relative -- %d %d", 3, (i/90)%2*2-1); err != nil {
				return err
			}
			if i/3%40 == 39 {
				b.tell("mouseup %d\nmousemove %d %d\nmousedown %d", b.button, mid.X, mid.Y, b.button)
			}
		}
		sum, err := b.screen.sum(b.stage)
		if err != nil {
			return err
		}
		if sum != last {
			frames++
			last = sum
		}
		time.Sleep(3 * time.Millisecond)
	}
	took := time.Since(start)
	after, err := ticks(b.pid)
	b.tell("mouseup %d", b.button)
	fmt.Fprintf(out, "orbiting              %5.1f frames/s, %3.0f %% of a core\n", float64(frames)/took.Seconds(), share(after-used, took))
	return err
}

// scroll turns the wheel over the list, to its end and back, 30 notches a second,
// and counts the pictures that differ.
func (b *bench) scroll(ctx context.Context, out io.Writer) error {
	if b.list.Empty() {
		return nil
	}
	time.Sleep(time.Second)
	mid := b.list.Min.Add(b.list.Max).Div(2)
	if err := b.tell("mousemove %d %d", mid.X, mid.Y); err != nil {
		return err
	}
	start := time.Now()
	frames, notches, last, longest := 0, 0, uint64(0), time.Duration(0)
	changed := start
	for time.Since(start).Seconds() < b.seconds && ctx.Err() == nil {
		for notches < int(30*time.Since(start).Seconds()) {
			button := 5
			if time.Since(start).Seconds() > 0.8*b.seconds {
				button = 4
			}
			if err := b.tell("click %d", button); err != nil {
				return err
			}
			notches++
		}
		sum, err := b.screen.sum(b.list)
		if err != nil {
			return err
		}
		if now := time.Now(); sum != last {
			longest = max(longest, now.Sub(changed))
			changed, last = now, sum
			frames++
		}
		time.Sleep(3 * time.Millisecond)
	}
	fmt.Fprintf(out, "scrolling             %5.1f frames/s of %d notches/s, the longest %.0f ms\n", float64(frames)/time.Since(start).Seconds(), 30, ms(longest))
	return nil
}

// idle leaves the program alone.
func (b *bench) idle(ctx context.Context, out io.Writer) error {
	time.Sleep(2 * time.Second)
	used, err := ticks(b.pid)
	if err != nil {
		return err
	}
	start := time.Now()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(time.Duration(b.seconds * float64(time.Second))):
	}
	after, err := ticks(b.pid)
	fmt.Fprintf(out, "idle                  %5.1f %% of a core\n", share(after-used, time.Since(start)))
	return err
}

// latencies presses keys and waits for their effects.
func (b *bench) latencies(ctx context.Context, out io.Writer) error {
	for _, k := range b.keys {
		if k.click != (image.Point{}) {
			if err := b.tell("mousemove %d %d\nclick 1", k.click.X, k.click.Y); err != nil {
				return err
			}
			time.Sleep(700 * time.Millisecond)
		}
		was, err := b.screen.sum(k.where)
		if err != nil {
			return err
		}
		start := time.Now()
		if err := b.tell("key %s", k.key); err != nil {
			return err
		}
		err = until(ctx, 10*time.Second, func() bool { now, err := b.screen.sum(k.where); return err != nil || now != was })
		if err != nil {
			return fmt.Errorf("the key %s changes nothing: %w", k.key, err)
		}
		fmt.Fprintf(out, "%-21s %5.0f ms\n", k.key, ms(time.Since(start)))
		time.Sleep(time.Second)
	}
	return nil
}

// perSecond is the unit of /proc's times, which Linux fixes at 100 for programs.
const perSecond = 100

// ticks is the processor time that a process has used, in 1/100 s.
func ticks(pid int) (int, error) {
	data, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "stat"))
	if err != nil {
		return 0, err
	}
	// The name, in brackets, may hold anything.
	fields := strings.Fields(string(data[bytes.LastIndexByte(data, ')')+1:]))
	if len(fields) < 13 {
		return 0, fmt.Errorf("process %d: its times cannot be read", pid)
	}
	user, err1 := strconv.Atoi(fields[11])
	system, err2 := strconv.Atoi(fields[12])
	return user + system, errors.Join(err1, err2)
}

func share(used int, took time.Duration) float64 {
	return 100 * float64(used) / perSecond / took.Seconds()
}
