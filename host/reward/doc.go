// Package reward runs the reward terms of a run and weighs what they say.
//
// A [Manager] holds the active [Term]s. For every group of candidates it asks
// each term once, all terms at the same time, and folds the raw values into
// one [Score] per candidate. Terms return raw values; weights live here only.
package reward
