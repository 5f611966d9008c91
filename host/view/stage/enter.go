package stage

// Enter looks into the active room as [ViewHome] does, but at once: as when
// another room takes the place of the one that was shown, and there is nothing
// to glide from.
func (s *Stage) Enter() {
	s.leave()
	s.home()
}
