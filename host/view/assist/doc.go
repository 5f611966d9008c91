// Package assist is the policy at a designer's hand: it furnishes a room from a
// sentence, generates and refines layouts of rooms or of a selection, says why
// things stand where they do, and what is wrong with a layout while it is being
// edited.
//
// An [Assistant] asks a [session.Client], which is a run, or a host of the
// program's own. What takes time is a [Job]: it goes on beside the window, can
// be cancelled, and changes nothing; the window takes its result into the
// document as one step that can be undone. The package opens no window and
// starts no process.
package assist
