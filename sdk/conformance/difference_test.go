package conformance_test

import (
	"math"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/sdk/conformance"
	"github.com/metaspatial/metaspatial/sdk/reward"
)

func TestDifference(t *testing.T) {
	result := func(v ...float64) any { return reward.Result{Value: v[0], Objects: v[1:]} }
	for _, c := range []struct {
		a, b any
		want string
	}{
		{result(1, 2), result(1, 2), ""},
		{result(math.NaN()), result(math.NaN()), ""},
		{result(1, 2, 3), result(1, 2, 4), "Objects[1] is 3, then 4"},
		{result(1, 2, 3), result(1, 2), "Objects[1] is 3, then missing"},
		{[]any{result(1), result(2)}, []any{result(1), result(5)}, "Value of part 1 is 2, then 5"},
		{[]any{result(1)}, []any{}, "part 0 is {Value:1"},
		{reward.Result{Reason: "a"}, reward.Result{Reason: "b"}, `Reason is "a", then "b"`},
		{"a\nb", "c", `it is "a\nb", then "c"`},
	} {
		got := conformance.Difference(c.a, c.b)
		if c.want == "" && got != "" || !strings.HasPrefix(got, c.want) || strings.Contains(got, "\n") {
			t.Errorf("%v and %v: %q, want %q", c.a, c.b, got, c.want)
		}
	}
}
