package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/metaspatial/metaspatial/sdk/schema"
)

// oneArg takes exactly one argument, which what names.
func oneArg(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) == 0:
			return usage("name %s; see %s --help", what, cmd.CommandPath())
		case len(args) > 1:
			return usage("%q is one argument too many; see %s --help", args[1], cmd.CommandPath())
		}
		return nil
	}
}

// someArgs takes one argument or more, which what names.
func someArgs(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return usage("name %s; see %s --help", what, cmd.CommandPath())
		}
		return nil
	}
}

// noArgs takes flags only.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usage("unexpected argument %q; see %s --help", args[0], cmd.CommandPath())
	}
	return nil
}

// group makes a command that only holds others: by itself it shows its help,
// and a name that it does not hold is a misuse.
func group(cmd *cobra.Command) *cobra.Command {
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return nil
		}
		var names []string
		for _, sub := range cmd.Commands() {
			if sub.IsAvailableCommand() {
				names = append(names, sub.Name())
			}
		}
		if near := schema.Nearest(args[0], names); near != "" {
			return usage("there is no command %q; did you mean %q?", cmd.CommandPath()+" "+args[0], cmd.CommandPath()+" "+near)
		}
		return usage("there is no command %q; see %s --help", cmd.CommandPath()+" "+args[0], cmd.CommandPath())
	}
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
	return cmd
}

// flagError words what is wrong with a flag.
func flagError(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var value *pflag.InvalidValueError
	var missing *pflag.ValueRequiredError
	see := fmt.Sprintf("see %s --help", cmd.CommandPath())
	switch {
	case errors.As(err, &unknown) && len(unknown.GetSpecifiedName()) > 1:
		var names []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
		if near := schema.Nearest(unknown.GetSpecifiedName(), names); near != "" {
			return usage("unknown flag --%s; did you mean --%s?", unknown.GetSpecifiedName(), near)
		}
		return usage("unknown flag --%s; %s", unknown.GetSpecifiedName(), see)
	case errors.As(err, &value):
		f := value.GetFlag()
		return usage("--%s %q: give %s; %s", f.Name, value.GetValue(), wanted(f.Value.Type()), see)
	case errors.As(err, &missing):
		return usage("--%s needs a value; %s", missing.GetSpecifiedName(), see)
	}
	return usage("%s; %s", strings.TrimSuffix(err.Error(), "."), see)
}

// wanted names the values of a flag's type.
func wanted(kind string) string {
	switch kind {
	case "float64":
		return "a number"
	case "int":
		return "a whole number"
	case "uint64":
		return "a whole number from 0 on"
	case "uintSlice":
		return "whole numbers from 0 on with commas between them"
	case "bool":
		return "true or false"
	}
	return "a " + kind
}
