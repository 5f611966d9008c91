package catalog

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// quarantined reports a program that macOS has marked as downloaded. A copy
// would not have the mark, so to run one would be to take it off.
func quarantined(path string) error {
	if n, err := unix.Getxattr(path, "com.apple.quarantine", nil); err == nil && n > 0 {
		return fmt.Errorf("macOS has quarantined the plugin %s; if you trust it, run: xattr -d com.apple.quarantine %s", path, quote(path))
	}
	return nil
}
