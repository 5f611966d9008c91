package assist

import (
	"fmt"

	"github.com/metaspatial/metaspatial/host/view/document"
)

// Change takes an alternative into a document as one step: title says what it
// was, such as "Generate bedroom". The room of the answer must still be there.
func (n *Answer) Change(title string, alternative int) document.Change {
	a := n.Alternatives[alternative]
	return document.SetLayout(title, n.Ask.Task.ID, a.Layout)
}

// Furnished takes a proposal and what was made of it into a document as one
// step.
func (p *Proposal) Furnished(n *Answer, alternative int) document.Change {
	return document.SetRoom("Furnish "+p.Task.ID, p.Task.ID, p.Task, n.Alternatives[alternative].Layout)
}

// Change takes the best alternative of every room into a document as one step.
func Change(title string, answers []Answer) document.Change {
	if len(answers) == 1 {
		return answers[0].Change(title, 0)
	}
	changes := make([]document.Change, len(answers))
	for i := range answers {
		changes[i] = answers[i].Change(title, 0)
	}
	return document.Batch(title, changes...)
}

// Change takes a level into a document as one step.
func (n *LevelAnswer) Change() document.Change {
	return document.SetLevel(fmt.Sprintf("Plan %d rooms", len(n.Level.Rooms)), n.Level)
}
