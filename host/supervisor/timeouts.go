package supervisor

import (
	"time"

	"github.com/metaspatial/metaspatial/sdk/base"
)

// Timeouts bound every call of a plugin. A plugin that has not answered by then
// counts as hung: its process is ended and started again. The zero value is
// good.
type Timeouts struct {
	// Call is for terms and renderers; 0 means 10 minutes. At half of it another
	// process of the same plugin is asked as well, and the first answer counts.
	Call time.Duration
	// Policy is for policies, whose updates are long; 0 means an hour.
	Policy time.Duration
}

func (t Timeouts) of(kind base.Kind) time.Duration {
	limit, otherwise := t.Call, 10*time.Minute
	if kind == base.Policy {
		limit, otherwise = t.Policy, time.Hour
	}
	if limit <= 0 {
		return otherwise
	}
	return limit
}
