package timer

import (
	"testing"
	"testing/synctest"
	"time"
)

func TestTimer_TickOfAnEarlierSetting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var timer, other Timer
		now := time.Now()
		first := timer.Set(now, now.Add(time.Second))
		second := timer.Set(now, now.Add(2*time.Second))
		for _, c := range []struct {
			what string
			msg  Fired
			want bool
		}{
			{"the tick that was replaced", first().(Fired), false},
			{"a tick of another timer", Fired{&other, timer.tag}, false},
			{"the tick that counts", second().(Fired), true},
			{"the same again", timer.Message(), false},
		} {
			if got := timer.Fired(c.msg); got != c.want {
				t.Errorf("%s: %v, want %v", c.what, got, c.want)
			}
		}
		if timer.Running() {
			t.Error("it runs after it fired")
		}
	})
}

func TestTimer_Stop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var timer Timer
		tick := timer.Set(time.Now(), time.Now().Add(-time.Hour)) // over already: fires at once
		timer.Stop()
		if timer.Fired(tick().(Fired)) || timer.Running() {
			t.Error("a timer that was stopped fires")
		}
	})
}
