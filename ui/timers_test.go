package ui

import (
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
)

func never() bool { return false }

func TestTimers_WakeAtTheEarlierTime(t *testing.T) {
	t.Parallel()
	var timers timers
	now := time.Unix(1000, 0)
	if timers.wakeAt(now, time.Time{}) != nil || timers.wakeAt(now, now.Add(2*time.Second)) == nil {
		t.Fatal("a timer is set for no time, or none for one")
	}
	if timers.wakeAt(now, now.Add(3*time.Second)) != nil {
		t.Error("a second tick is set, though one comes earlier")
	}
	old := timers.wake.Message()
	if timers.wakeAt(now, now.Add(time.Second)) == nil {
		t.Fatal("the earlier time is not kept")
	}
	if what, _ := timers.fired(old, now, never); what != dueNothing {
		t.Error("the tick of an earlier setting counts")
	}
	if what, _ := timers.fired(timers.wake.Message(), now, never); what != dueDispatch {
		t.Error("the core is not asked")
	}
	if timers.wakeAt(now, now.Add(time.Second)) == nil || timers.wakeAt(now.Add(time.Hour), now.Add(time.Hour+time.Minute)) == nil {
		t.Error("a tick that never came is waited for")
	}
}

func TestTimers_CountDownBySeconds(t *testing.T) {
	t.Parallel()
	var timers timers
	now := time.Unix(1000, 0)
	timers.countDown(now, now.Add(2500*time.Millisecond))
	if at := timers.countdown.At(); at != now.Add(500*time.Millisecond) {
		t.Errorf("the first step is %v", at.Sub(now))
	}
	timers.countDown(now, time.Time{})
	if timers.countdown.Running() {
		t.Error("it goes on with no countdown in sight")
	}
}

func TestTimers_KeysDropped(t *testing.T) {
	t.Parallel()
	now := time.Unix(1000, 0)
	for _, pasted := range []bool{false, true} {
		timers := timers{wait: time.Second}
		if pasted {
			timers.dropKeysAfterPaste(now)
		} else {
			timers.dropKeys(now)
		}
		tick := timers.inputCooldown.Message()
		timers.keyDropped(now.Add(900 * time.Millisecond))
		timers.fired(tick, now.Add(time.Second), never)
		if timers.inputCooldown.Running() != pasted {
			t.Errorf("pasted %v: a key that was dropped postpones the end: %v", pasted, !pasted)
		}
	}
}

func TestTimers_ConfirmationArmed(t *testing.T) {
	t.Parallel()
	timers := timers{wait: time.Second}
	now := time.Unix(1000, 0)
	timers.arm(now)
	if what, _ := timers.fired(timers.arming.Message(), now.Add(time.Second), never); what != dueArmed {
		t.Errorf("due is %d", what)
	}
}

func TestTimers_MachineSlept(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		s := newStage(t, w, Options{}, 120, 30)
		s.wait(3 * time.Second)
		s.m.wake.Set(s.m.now, s.m.wake.At()) // its tick never fires
		asked := len(w.sent)
		s.wait(2 * time.Minute)
		if len(w.sent) != asked {
			t.Fatal("something else asks: this test sees nothing")
		}
		s.send(tea.ResumeMsg{})
		s.wait(time.Minute)
		if len(w.sent) == asked {
			t.Error("nothing is asked for after the sleep")
		}
	})
}
