package run

import (
	"github.com/metaspatial/metaspatial/host/env"
	"github.com/metaspatial/metaspatial/host/eval"
	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/host/train"
	"github.com/metaspatial/metaspatial/sdk/policy"
)

// MaxLayouts is how many alternatives may be asked for at once.
const MaxLayouts = train.MaxLayouts

// serviceTemperature makes alternatives differ without making them careless.
const serviceTemperature = 0.5

// Service answers requests with a policy outside any run, scoring by the rules
// of scenes/measure. Episodes have the given number of turns. Several
// alternatives come best first: best-of-n is chosen by the host, never inside
// the policy.
func Service(p policy.Policy, turns int) (session.Service, error) {
	e, err := env.New(env.Options{Scorer: eval.Rules{}, Turns: max(1, turns)})
	if err != nil {
		return nil, err
	}
	return train.NewService(p, e, serviceTemperature, nil), nil
}
