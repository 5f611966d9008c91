package catalog

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/sdk/client"
)

func TestAttach(t *testing.T) {
	c, _ := newCatalog(t)
	path := write(t, "clearance", "a program")
	plugins, err := ParseAttachments(`{
		"reward/clearance": {"network":"unix","address":"/run/c","program":"/elsewhere/__debug_bin","pid":7,"protocol":1},
		"reward/daylight": {"network":"tcp","address":"127.0.0.1:4711","protocol":1}}`)
	if err != nil {
		t.Fatal(err)
	}
	c.Attach(plugins)
	folder := makePlugin(t, t.TempDir(), "reward/clearance")
	want := client.Attachment{Network: "unix", Address: "/run/c", Program: "/elsewhere/__debug_bin", PID: 7, Protocol: 1}
	for name, id := range map[string]string{
		"reward/clearance": "reward/clearance",
		path:               "reward/clearance", // the program that is debugged is another one of that name
		folder:             "reward/clearance", // whatever the folder is called
		"./daylight.py":    "reward/daylight",
	} {
		e, err := c.Lookup(name, false)
		if err != nil || e.ID != id || e.Attach == nil {
			t.Fatalf("%s: %+v, %v", name, e, err)
		}
		if diff := cmp.Diff(want, *e.Attach); id == "reward/clearance" && diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if e, err := c.Lookup("reward/test", false); err != nil || e.Attach != nil {
		t.Errorf("a built-in: %+v, %v", e, err)
	}
}

func TestAttachErrors(t *testing.T) {
	for text, want := range map[string]string{
		"reward/clearance":                              "paste the line",
		`{"reward/clearance": {}}`:                      "reward/clearance has no address",
		`{"reward/x": {"network":"udp","address":"1"}}`: "no address of a unix or tcp socket",
	} {
		if _, err := ParseAttachments(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v lacks %q", text, err, want)
		}
	}
	if got, err := ParseAttachments(" \n"); err != nil || got != nil {
		t.Errorf("an empty text: %v, %v", got, err)
	}
}
