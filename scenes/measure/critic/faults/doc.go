// Package faults makes the labelled pairs that the critic is judged by: a good
// room, and the same room with exactly one fault.
//
// Good rooms are the witness layouts of package roomgen, which are fully valid;
// half of them are furnished from the starter kit, half with boxes of the
// taxonomy's sizes. A fault moves or turns one object and is only made in rooms
// where it makes sense. After the change the default checks of package measure
// must find nothing beyond the fault itself and what follows from it: the moved
// object's own relations and facing. Lengths are metres, headings compass
// degrees. The same seed gives the same pairs on every machine.
//
// A good room may have weak points of its own, such as a cupboard that is hard
// to reach; a pair only says that the fault makes the same room worse.
package faults
