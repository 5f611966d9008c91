// Package run puts together what a run file names: the plugins with their
// settings, the library of assets, the tasks to train on and those held out.
// The command line, the demo and the viewer's local host all start here.
package run
