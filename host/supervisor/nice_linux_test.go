package supervisor

import (
	"syscall"
	"testing"
)

func TestNice(t *testing.T) {
	own, err := syscall.Getpriority(syscall.PRIO_PROCESS, 0)
	if err != nil {
		t.Fatal(err)
	}
	h := start(t, newSupervisor(t, Options{Nice: 3}), "reward/echo", nil)
	got, err := syscall.Getpriority(syscall.PRIO_PROCESS, h.PID())
	if err != nil {
		t.Fatal(err)
	}
	if want := max(own-3, 1); got != want {
		t.Errorf("priority %d, want %d", got, want)
	}
	if now, err := syscall.Getpriority(syscall.PRIO_PROCESS, 0); err != nil || now != own {
		t.Errorf("the host's own priority is %d now, not %d: %v", now, own, err)
	}
}
