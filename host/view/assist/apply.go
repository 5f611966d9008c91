package assist

import (
	"fmt"
	"slices"

	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/scenes"
)

// Change takes an alternative into a document as one step: title says what it
// was, such as "Generate bedroom". Now is how the room is: what it has got since
// it was asked about stays where it is.
func (n *Answer) Change(title string, alternative int, now *scenes.Layout) document.Change {
	l := n.Alternatives[alternative].Layout
	task := n.Ask.Task
	out := &scenes.Layout{Placements: slices.Clone(l.Placements)}
	for _, p := range now.Placements {
		if o, _ := task.Find(p.ID); o == nil {
			out.Placements = append(out.Placements, p)
		}
	}
	return document.SetLayout(title, task.ID, out)
}

// Furnished takes a proposal and what was made of it into a document as one
// step.
func (p *Proposal) Furnished(n *Answer, alternative int) document.Change {
	return document.SetRoom("Furnish "+p.Task.ID, p.Task.ID, p.Task, n.Alternatives[alternative].Layout)
}

// Change takes the best alternative of every room into a document as one step.
// Rooms are how those of the document are, in the order of the answers.
func Change(title string, answers []Answer, rooms []*scenes.LevelRoom) document.Change {
	changes := make([]document.Change, len(answers))
	for i := range answers {
		changes[i] = answers[i].Change(title, 0, rooms[i].Layout)
	}
	return document.Batch(title, changes...)
}

// Change takes a level into a document as one step.
func (n *LevelAnswer) Change() document.Change {
	return document.SetLevel(fmt.Sprintf("Plan %d rooms", len(n.Level.Rooms)), n.Level)
}
