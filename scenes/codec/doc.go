// Package codec turns text into layouts and back: the answers of policies, the
// layout JSON of exports, and the scene graphs and rooms of I-Design and
// MetaSpatial.
//
// Readers are strict about meaning and never panic. [ParseResponse] forgives
// white space, code fences and trailing commas, and nothing else; every fault
// it finds is one sentence.
package codec
