package serve

import "github.com/metaspatial/metaspatial/host/reward"

// Reward returns what makes a score of the manager into the reward that clients
// get, for data that must agree with it. See [Range]; given are the ranges of
// terms that are not known here.
func Reward(m *reward.Manager, given map[string]Range) (func(*reward.Score) float64, error) {
	s, err := newScale(m, given)
	if err != nil {
		return nil, err
	}
	return s.reward, nil
}
