package client

import (
	"context"
	"fmt"
	"slices"
	"strings"

	goplugin "github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"

	"github.com/metaspatial/metaspatial/sdk/internal/rpc"
)

// Protocol is one version of the contract, as a host speaks it. A host may
// speak several, so that plugins of an older contract go on working beside those
// of a newer one; each plugin is spoken to in the newest that both know.
type Protocol struct {
	// Version is the number that host and plugin agree on before anything else.
	Version int
	// Connect makes a plugin of a connection, as [New] does for the first version.
	Connect func(ctx context.Context, id string, conn grpc.ClientConnInterface) (Plugin, error)
}

// Protocols are the versions of the contract that this host speaks, oldest
// first.
func Protocols() []Protocol { return []Protocol{{Version: ProtocolVersion, Connect: New}} }

// Versions are the numbers of [Protocols].
func Versions() []int { return versions(Protocols()) }

func versions(ps []Protocol) []int {
	out := make([]int, len(ps))
	for i, p := range ps {
		out[i] = p.Version
	}
	return out
}

// PluginSets returns the plugin sets to dispense from, by protocol version. What
// is dispensed is a grpc.ClientConnInterface for [Protocol.Connect].
func PluginSets(ps []Protocol) map[int]goplugin.PluginSet {
	through := rpc.Plugins(nil)[ProtocolVersion] // hands the connection on, whatever is spoken on it
	out := make(map[int]goplugin.PluginSet, len(ps))
	for _, p := range ps {
		out[p.Version] = through
	}
	return out
}

// Mismatch says in words that plugin and host share no version of the contract,
// and which of the two to update.
func Mismatch(plugin []int, host []Protocol) string {
	theirs, ours := slices.Sorted(slices.Values(plugin)), slices.Sorted(slices.Values(versions(host)))
	remedy := "update the plugin: build it again with the SDK of this host's release"
	if len(theirs) > 0 && len(ours) > 0 && theirs[0] > ours[len(ours)-1] {
		remedy = "update this program, or take an older release of the plugin"
	}
	return fmt.Sprintf("it speaks protocol %s; this host speaks %s; %s", enumerate(theirs), enumerate(ours), remedy)
}

// enumerate writes 1, 2 and 3.
func enumerate(ns []int) string {
	words := make([]string, len(ns))
	for i, n := range ns {
		words[i] = fmt.Sprint(n)
	}
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}
