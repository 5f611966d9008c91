// Package live follows a training run from the window: its metrics, the layouts
// of several tasks as they are made, and the way back over iterations and turns;
// it pauses, resumes and stops the run and changes the weights of its terms.
//
// A [Feed] holds a [session.Client]: a run on this machine or another, one that
// has ended, or a server that an external engine trains against. The run never
// waits for it, and closing it never touches the run. When the run dies, what
// was seen stays, and [State.Notice] says what has happened. The package opens
// no window and starts no process.
package live
