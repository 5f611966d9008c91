// Package preference reads what a designer writes into specs that can be
// checked.
package preference
