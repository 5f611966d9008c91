package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/metaspatial/metaspatial/scenes/roomgen"
)

// choices are the values of flags that have few, wherever a command has the flag.
func choices() map[string][]string {
	var policies []string
	for _, id := range builtinIDs() {
		if strings.HasPrefix(id, "policy/") {
			policies = append(policies, id)
		}
	}
	return map[string][]string{
		"policy":  policies,
		"suite":   roomgen.Suites(),
		"quality": {"preview", "train", "beauty"},
		"mode":    {"default", "reference"},
	}
}

// complete adds the completion command and what completes beside names of files.
func complete(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	values := choices()
	var walk func(*cobra.Command)
	walk = func(c *cobra.Command) {
		for name, all := range values {
			if c.LocalFlags().Lookup(name) != nil {
				_ = c.RegisterFlagCompletionFunc(name, cobra.FixedCompletions(all, cobra.ShellCompDirectiveDefault)) // fails for a second one only
			}
		}
		if c.Name() == "completion" {
			group(c)
		}
		if c.Name() == "completion" || c.Parent() != nil && c.Parent().Name() == "completion" {
			c.Example = completionExample(c)
		}
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	walk(root)
}

func completionExample(c *cobra.Command) string {
	switch c.Name() {
	case "bash":
		return "  source <(metaspatial completion bash)"
	case "zsh":
		return `  metaspatial completion zsh > "${fpath[1]}/_metaspatial"`
	case "fish":
		return "  metaspatial completion fish > ~/.config/fish/completions/metaspatial.fish"
	case "powershell":
		return "  metaspatial completion powershell | Out-String | Invoke-Expression"
	}
	return "  source <(metaspatial completion bash)"
}
