// Package sdk makes a plugin of a type that implements a reward term, a policy
// or a renderer.
//
// A plugin is a program whose main function does nothing but call [Main]:
//
//	func main() { sdk.Main(&clearance{}) }
//
// The type implements [base.Plugin] and the methods of its kind: reward.Term,
// policy.Policy or policy.Trainer, or render.Renderer. The SDK serves it to the
// host, fills in the defaults of its settings, turns panics into errors that
// name the plugin, and ends the process when the host is gone.
package sdk

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/internal/rpc"
)

// Version is the version of the SDK that a plugin reports.
const Version = "0.1.0"

// Main is the whole main function of a plugin's program. Started by the host
// it serves p; started by hand it says what the program is, prints p's
// description with --describe, or its settings with --help, and with --debug
// serves any host that is told of it, so that a debugger can hold it. These are
// the last argument, after those of plugin.json.
func Main(p base.Plugin) {
	if len(os.Args) > 1 && os.Getenv(rpc.CookieKey) == "" && os.Getenv(rpc.DescribeKey) == "" {
		os.Exit(manual(p, os.Args[len(os.Args)-1], os.Stdout, os.Stderr))
	}
	serve(p, notice)
}

func manual(p base.Plugin, arg string, stdout, stderr io.Writer) int {
	d, err := rpc.Describe(p, Version)
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	switch arg {
	case "--describe", "-describe", "describe":
		err = WriteDescription(stdout, p)
	case "--debug", "-debug", "debug":
		err = debug(p, stdout)
	case "--help", "-help", "-h", "help":
		err = writeHelp(stdout, d)
	default:
		fmt.Fprintf(stderr, "unknown argument %q; use --describe, --debug or --help\n", arg)
		return 2
	}
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	return 0
}

// WriteDescription writes p's description as indented JSON.
func WriteDescription(w io.Writer, p base.Plugin) error {
	d, err := rpc.Describe(p, Version)
	if err != nil {
		return err
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(d)
}

func writeHelp(w io.Writer, d base.Description) error {
	_, err := fmt.Fprintf(w, "%s %s: %s\n"+notice, d.ID, d.Version, d.Summary, d.ID)
	for i, a := range d.Schema {
		if i == 0 && err == nil {
			_, err = fmt.Fprintln(w, "\nSettings:")
		}
		if err == nil {
			_, err = fmt.Fprintf(w, "  %-16s %s, %s. %s\n", a.Name, a.Type, initially(a.Default), a.Doc)
		}
	}
	return err
}

func initially(v any) string {
	if v == nil {
		return "required"
	}
	return fmt.Sprintf("default %v", v)
}

// notice is what someone reads who starts a plugin's program by hand.
const notice = "This is the metaspatial plugin %s. It does nothing by itself: name this file in a run file,\n" +
	"and run \"metaspatial plugin trust\" on it once, to put it to work.\n"
