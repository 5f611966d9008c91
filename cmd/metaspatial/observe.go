package main

import (
	"errors"
	"fmt"
	"log/slog"
	"os"

	"github.com/spf13/cobra"

	"github.com/metaspatial/metaspatial/cmd/internal/logs"
	"github.com/metaspatial/metaspatial/cmd/internal/profile"
	"github.com/metaspatial/metaspatial/host/trace"
)

// logger is what everything goes through that people are told beside the answer.
var logger = early(nil)

// early is the logger until the command line is understood, so that what is wrong
// with it is told as it asks for, too.
func early(args []string) *slog.Logger {
	format := logs.Text
	for i, a := range args {
		if a == "--" {
			break
		}
		if a == "--log-format="+logs.JSON || a == "--log-format" && i+1 < len(args) && args[i+1] == logs.JSON {
			format = logs.JSON
		}
	}
	l, _ := logs.New(stderr, format, slog.LevelInfo) // which knows both
	return l
}

// observed is how a command line is looked at while it runs.
type observed struct {
	level, format, trace string
	pprof                int
	ends                 []func() error
}

// running are the commands that start plugins; their time can be looked into.
var running = map[string]bool{"demo": true, "train": true, "serve": true, "dataset": true, "sweep": true, "eval": true, "generate": true}

// observe adds to a root command what looks at it. The function it returns ends
// that, when the command is through.
func observe(root *cobra.Command) (end func() error) {
	o := &observed{}
	f := root.PersistentFlags()
	f.StringVar(&o.level, "log-level", "info", "least level that is told: debug, info, warn or error")
	f.StringVar(&o.format, "log-format", logs.Text, "text for people, or json: one object a line")
	for name, values := range map[string][]string{"log-level": logs.Levels(), "log-format": {logs.Text, logs.JSON}} {
		_ = root.RegisterFlagCompletionFunc(name, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp)) // fails for a second one only
	}
	for _, cmd := range root.Commands() {
		if running[cmd.Name()] {
			f := cmd.PersistentFlags()
			f.StringVar(&o.trace, "trace", "", "write where the time goes to this file, for ui.perfetto.dev")
			f.IntVar(&o.pprof, "pprof", 0, "serve profiles at this port of this machine, 0 a free one; for go tool pprof")
		}
	}
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error { return o.begin(cmd) }
	return o.end
}

func (o *observed) begin(cmd *cobra.Command) error {
	level, err := logs.ParseLevel(o.level)
	if err != nil {
		return usage("--log-level: %s", err)
	}
	l, err := logs.New(stderr, o.format, level)
	if err != nil {
		return usage("--log-format: %s", err)
	}
	logger = l
	if o.format == logs.JSON || level > slog.LevelInfo {
		stderr.Plain()
	}
	if o.trace != "" {
		if err := o.beginTrace(cmd); err != nil {
			return err
		}
	}
	if f := cmd.Flags().Lookup("pprof"); f != nil && f.Changed {
		if o.pprof < 0 || o.pprof > 65535 {
			return usage("--pprof must be from 0 to 65535, not %d", o.pprof)
		}
		s, err := profile.Listen(o.pprof)
		if err != nil {
			return badInput(err)
		}
		o.ends = append(o.ends, s.Close)
		logger.Info("profiles are at "+s.URL, "url", s.URL)
	}
	return nil
}

func (o *observed) beginTrace(cmd *cobra.Command) error {
	f, err := os.Create(o.trace)
	if err != nil {
		return badInput(fmt.Errorf("write the trace: %w", err))
	}
	w := trace.New(f, trace.Options{Full: func() {
		logger.Warn(fmt.Sprintf("the trace %s has reached its size; what comes now is not in it", o.trace), "file", o.trace)
	}})
	cmd.SetContext(trace.With(cmd.Context(), w))
	o.ends = append(o.ends, func() error {
		if err := errors.Join(w.Close(), f.Close()); err != nil {
			return fmt.Errorf("write the trace: %w", err)
		}
		say("trace written to %s; open it at https://ui.perfetto.dev", o.trace)
		return nil
	})
	return nil
}

// end ends what begin has begun, the last first.
func (o *observed) end() error {
	var errs []error
	for len(o.ends) > 0 {
		last := len(o.ends) - 1
		errs = append(errs, o.ends[last]())
		o.ends = o.ends[:last]
	}
	return errors.Join(errs...)
}
