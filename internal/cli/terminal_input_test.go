//go:build unix

package cli

import (
	"strings"
	"testing"
	"time"
)

// A burst is bytes that are read at once, some time after the ones before.
type burst struct {
	after time.Duration
	text  string
}

// passed is what the gate passes on of bursts.
func passed(bursts ...burst) string {
	var (
		g    floodGate
		all  strings.Builder
		now  = time.Unix(0, 0)
		page = make([]byte, 4096)
	)
	for _, b := range bursts {
		now = now.Add(b.after)
		n := copy(page, b.text)
		all.Write(page[:g.pass(page, n, now)])
	}
	return all.String()
}

func TestFloodGate_WhatCounts(t *testing.T) {
	const mark = pasteStart + pasteEnd
	flood := burst{time.Millisecond, strings.Repeat("y", 4000)}
	text := pasteStart + strings.Repeat("y", 3000)
	for name, tc := range map[string]struct {
		bursts []burst
		want   string
	}{
		"typing":              {[]burst{{time.Second, "c"}, {80 * time.Millisecond, "y"}}, "cy"},
		"a few typed ahead":   {[]burst{{time.Second, "c" + strings.Repeat("y", 100)}}, "c" + strings.Repeat("y", 100)},
		"a flood":             {[]burst{flood, flood, flood}, mark + mark + mark},
		"the end of a flood":  {[]burst{flood, {time.Millisecond, "cy"}}, mark + mark},
		"a key after a while": {[]burst{flood, {floodWindow, "cy"}}, mark + "cy"},
		"pasted text":         {[]burst{{time.Second, text}, flood, {time.Millisecond, "y" + pasteEnd}}, text + flood.text + "y" + pasteEnd},
		"a mark in two parts": {[]burst{{time.Second, text[:3]}, {time.Millisecond, text[3:]}, {time.Millisecond, pasteEnd[:2]}, {time.Millisecond, pasteEnd[2:]}, flood}, text + pasteEnd + mark},
		"a mark in a flood":   {[]burst{flood, {time.Millisecond, text}, {time.Millisecond, pasteEnd}}, mark + text + pasteEnd},
		"behind a paste":      {[]burst{{time.Second, text + pasteEnd}, flood}, text + pasteEnd + mark},
	} {
		t.Run(name, func(t *testing.T) {
			if got := passed(tc.bursts...); got != tc.want {
				t.Errorf("%.80q (%d bytes) is passed on, want %.80q (%d bytes)", got, len(got), tc.want, len(tc.want))
			}
		})
	}
}

// TestFloodGate_WorkOfLargeText counts what the event loop has to do for 100 kB
// that are not marked as pasted, in reads of any size: each byte that is passed
// on may be a key.
func TestFloodGate_WorkOfLargeText(t *testing.T) {
	for _, size := range []int{1, 16, 100, 1000, 1025, 4096} {
		var bursts []burst
		for sent := 0; sent < 100_000; sent += size {
			bursts = append(bursts, burst{10 * time.Microsecond, strings.Repeat("y", size)})
		}
		if keys := strings.Count(passed(bursts...), "y"); keys > floodBytes {
			t.Errorf("%d keys in reads of %d bytes, want at most %d", keys, size, floodBytes)
		}
	}
}

// TestTerminalInput_FloodOfText types 100 kB at once into the real program, which
// has to take a key behind it, and to have sent nothing.
func TestTerminalInput_FloodOfText(t *testing.T) {
	t.Parallel()
	sim, url := served(t)
	x := dashboard(t, url)
	x.press(strings.Repeat("c"+strings.Repeat("y", 99), 1000))
	for !x.showsWithin("─ Keys", floodWindow) {
		x.press("?")
	}
	x.press("\x1b")
	x.quit()
	if n := sim.Count("POST", "/api/v1/"); n != 0 {
		t.Errorf("%d POSTs", n)
	}
}
