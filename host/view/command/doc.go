// Package command is the list of everything a person can do in the viewer.
//
// An [Action] has a name, a title, keys and a function. Panels register theirs
// in one [Registry]; the menus, the toolbar, the palette and the page of keys
// all read it, so that nothing can be done that cannot be found, and every
// action is on a key that F1 shows.
//
// The package knows no window: keys are names, and the shell says which were
// pressed.
package command
