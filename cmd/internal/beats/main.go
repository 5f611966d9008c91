// Command beats checks the last line of metaspatial demo --json: the trained
// policy must be better than the untrained one in every respect that training
// is for. It exits with 1 and says why when it is not.
package main

import (
	"encoding/json"
	"fmt"
	"os"
)

type shares struct {
	FullyValid    float64 `json:"fully_valid"`
	CollisionFree float64 `json:"collision_free"`
	Violating2cm  float64 `json:"violating_2cm"`
}

func main() {
	if err := check(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "beats:", err)
		os.Exit(1)
	}
}

func check(args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("name the file with the demo's JSON line")
	}
	data, err := os.ReadFile(args[0])
	if err != nil {
		return err
	}
	var d struct{ Before, After *shares }
	if err := json.Unmarshal(data, &d); err != nil {
		return fmt.Errorf("%s: %w", args[0], err)
	}
	if d.Before == nil || d.After == nil {
		return fmt.Errorf("%s has no before and after", args[0])
	}
	fmt.Printf("before %+v\nafter  %+v\n", *d.Before, *d.After)
	switch b, a := d.Before, d.After; {
	case a.FullyValid <= b.FullyValid:
		return fmt.Errorf("fully valid rooms did not become more")
	case a.CollisionFree <= b.CollisionFree:
		return fmt.Errorf("collision-free rooms did not become more")
	case a.Violating2cm >= b.Violating2cm:
		return fmt.Errorf("violating objects did not become fewer")
	}
	return nil
}
