package cli

import (
	"bytes"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

// piped is an output whose terminal is a pipe that holds 64 kB or so and is read
// when the test does. woken gets what it wakes the program with.
func piped(t *testing.T) (o *terminalOutput, terminal *os.File, woken chan bool) {
	t.Helper()
	terminal, end, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	woken = make(chan bool, 10)
	o = newTerminalOutput(end, func(all bool) { woken <- all })
	t.Cleanup(func() {
		_ = o.Close()
		_ = terminal.Close() // ends a write that waits
		_ = end.Close()
	})
	return o, terminal, woken
}

func TestTerminalOutput_NeverWaitsAndKeepsOrder(t *testing.T) {
	o, terminal, woken := piped(t)
	var want bytes.Buffer
	for i := range 50 {
		frame := strings.Repeat(string(rune('a'+i%26)), 10_000)
		want.WriteString(frame)
		if n, err := io.WriteString(o, frame); n != len(frame) || err != nil {
			t.Fatal(n, err)
		}
	}
	if !o.hold() {
		t.Error("another frame is drawn while the terminal takes nothing")
	}
	got := make([]byte, want.Len())
	if _, err := io.ReadFull(terminal, got); err != nil || !bytes.Equal(got, want.Bytes()) {
		t.Errorf("%v, or not what was written", err)
	}
	<-woken
	if o.hold() {
		t.Error("the terminal took everything, and no frame is drawn")
	}
}

// TestTerminalOutput_Bounded writes more than may wait. What does not fit is
// dropped as a whole, and the screen drawn anew.
func TestTerminalOutput_Bounded(t *testing.T) {
	o, terminal, woken := piped(t)
	const frame = "\x1b[Hframe, "
	block := strings.Repeat(frame, 10_000)
	for range 3 * outputLimit / len(block) {
		if _, err := io.WriteString(o, block); err != nil {
			t.Fatal(err)
		}
	}
	o.mu.Lock()
	waiting := o.pending()
	o.mu.Unlock()
	if waiting > outputLimit {
		t.Errorf("%d bytes wait", waiting)
	}
	var got bytes.Buffer
	read := make(chan struct{})
	go func() {
		defer close(read)
		_, _ = io.Copy(&got, terminal)
	}()
	if all := <-woken; !all {
		t.Error("the screen is not drawn anew")
	}
	_ = o.file.Close()
	<-read
	if got.Len()%len(block) != 0 || strings.ReplaceAll(got.String(), frame, "") != "" {
		t.Errorf("%d bytes were written, not whole blocks of %d", got.Len(), len(block))
	}
}

func TestTerminalOutput_TerminalGone(t *testing.T) {
	o, terminal, _ := piped(t)
	_ = terminal.Close()
	for _, err := io.WriteString(o, "frame"); err == nil; _, err = io.WriteString(o, "frame") {
		<-time.After(time.Millisecond)
	}
	if o.hold() {
		t.Error("something waits for a terminal that is gone")
	}
	o.finish(time.Hour)
	_, _ = io.WriteString(o, "the end") // does not wait
}

func TestFramePacer_DrawsOncePerFrame(t *testing.T) {
	o, terminal, _ := piped(t)
	sent := make(chan tea.Msg, 1000)
	f := &framePacer{output: o, send: func(msg tea.Msg) { sent <- msg }}
	drawn := 0
	draw := func() tea.View { drawn++; return tea.NewView("frame") }
	start := time.Now()
	for range 100_000 {
		f.frame(draw)
	}
	if most := int(time.Since(start)/frameEvery) + 1; drawn > most {
		t.Errorf("drawn %d times, want %d at most", drawn, most)
	}
	if msg := <-sent; msg != (redrawMsg{}) {
		t.Errorf("%T is sent for the frame that was withheld", msg)
	}
	_, _ = io.WriteString(o, strings.Repeat("x", 200_000))
	before := drawn
	for range 10 {
		<-time.After(frameEvery)
		f.frame(draw)
	}
	if drawn != before {
		t.Error("the model is drawn while the terminal takes nothing")
	}
	_, _ = io.CopyN(io.Discard, terminal, 200_000)
}
