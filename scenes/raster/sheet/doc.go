// Package sheet puts pictures together: contact sheets, pairs of before and
// after, and turntables as animated GIF or PNG. Everything is decided by the
// pictures and the options, to the byte.
package sheet
