// Package intake takes models into the library of a window while it is open:
// files, folders and archives that were dropped on it, or the folder in which
// missing models were found.
package intake
