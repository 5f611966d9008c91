// Package view is the viewer's window: the room in the middle, the library on
// the left, what is chosen and what is wrong on the right, the policy at hand
// and, attached to a run, its curves and its layouts as they come.
//
// [Run] opens it. Behind the window is a shell that knows no display: it takes
// a [ui.Input] per frame and gives a picture, so that whole sessions are tested
// to the pixel. Ebitengine shows the picture and says what the person does.
//
// The parts are packages of their own: what is edited in document, the room's
// picture and the camera in stage, the policy in assist, runs in live, the
// widgets in ui and the actions in command. Closing or crashing the window
// never touches a run.
package view
