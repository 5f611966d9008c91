package judge

import (
	"fmt"
	"sync"

	"github.com/metaspatial/metaspatial/sdk/verdict"
)

// budget bounds what the judge may take. A limit of 0 is none.
//
// Calls are bounded exactly. What tokens and money a call takes is known only
// after it, so that those limits end the asking with the call that passes them;
// the calls then under way are still paid.
type budget struct {
	calls, tokens int64
	cost          float64

	mu    sync.Mutex
	spent verdict.Usage
	open  int64 // calls under way
}

// take allows one more call, or says which limit is reached. Whoever took it
// must [budget.pay].
func (b *budget) take() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case b.calls > 0 && int64(b.spent.Calls)+b.open >= b.calls:
		return used(fmt.Sprintf("%d calls", b.calls))
	case b.tokens > 0 && b.spent.Tokens() >= b.tokens:
		return used(fmt.Sprintf("%d tokens", b.tokens))
	case b.cost > 0 && b.spent.Cost >= b.cost:
		return used(fmt.Sprintf("%g in money", b.cost))
	}
	b.open++
	return nil
}

// used is the end of a budget.
func used(budget string) error {
	return stop{why: "its budget of " + budget + " is used up"}
}

// pay closes a call that was taken.
func (b *budget) pay(u verdict.Usage) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.open--
	b.spent.Add(u)
}

// owe counts what was spent before, as a record tells it.
func (b *budget) owe(u verdict.Usage) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.spent.Add(u)
}
