// Package ui is the viewer's widget kit: what is drawn is written down anew in
// every frame, between [UI.Begin] and [UI.End], by calls that also answer what
// the person did ("if u.Button(…)"). State that outlives a frame belongs to the
// caller; the kit keeps only what a widget needs to be one, such as the caret
// of a text field, under the id that the caller gives it.
//
// Places are [Rect]s in units: one unit is one pixel of a display with scale 1.
// A frame is a list of shapes; [UI.Paint] draws the tiles of it that differ
// from the last frame into a picture, in pure Go. So a window that nobody
// touches costs nothing, the same frame gives the same pixels on every machine,
// and all of it is tested without a display. The window itself shows the
// picture and is no business of this package.
//
// Letters are shaped by go-text/typesetting, which knows the scripts of the
// world, and drawn from embedded outline fonts.
package ui
