// Command screen measures what the program costs on a terminal: the time to
// the first rows, the bytes written while bars move and while nothing does, and
// CPU and memory at rest. It runs the real binary in a pseudo-terminal, beside a
// bare static Bubble Tea program in the same run.
// Run it with: make bench-screen.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
)

// How long each thing is watched, and how often starting is.
const (
	startRuns = 7
	idleFor   = 20 * time.Second
	barsFor   = 5 * time.Second
	bars      = 25
)

func main() {
	binary := flag.String("binary", "./tolokadash", "the program")
	asBare := flag.Bool("bare", false, "be the bare program that is measured beside it")
	flag.Parse()
	run := measure
	if *asBare {
		run = func(string) error { return bare() }
	}
	if err := run(*binary); err != nil {
		fmt.Fprintln(os.Stderr, "bench-screen:", err)
		os.Exit(1)
	}
}

func measure(binary string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	demo, beside := []string{binary, "--demo"}, []string{self, "-bare"}
	if err := starting(demo, beside); err != nil {
		return err
	}
	url, stop, err := simulate(binary)
	if err != nil {
		return err
	}
	defer func() { stop() }()
	if err := os.Setenv("TOLOKA_TOKEN", "bench"); err != nil {
		return err
	}
	ours := []string{binary, "--api-url", url}
	if err := moving(ours, "Latin names only", "/batch\r"); err != nil {
		return err
	}
	if err := moving(ours, "one name in five Chinese, Japanese or Korean", ""); err != nil {
		return err
	}
	stop()
	if url, stop, err = simulate(binary); err != nil {
		return err
	}
	return resting([]string{binary, "--api-url", url}, beside)
}

// starting prints the time from exec to the first rows.
func starting(demo, beside []string) error {
	for _, c := range []struct {
		name    string
		command []string
		replies bool
	}{
		{"tolokadash --demo", demo, false},
		{"tolokadash --demo, in a terminal that answers queries", demo, true},
		{"bare program", beside, false},
		{"bare program, in a terminal that answers queries", beside, true},
	} {
		var took []time.Duration
		for range startRuns {
			s, err := openIn(c.command, c.replies)
			if err != nil {
				return err
			}
			at, err := s.waitFor("OPEN", 10*time.Second)
			s.close()
			if err != nil {
				return err
			}
			took = append(took, at)
		}
		slices.Sort(took)
		fmt.Printf("first rows, %s: median %v of %d starts (%v to %v)\n", c.name,
			took[startRuns/2].Round(time.Millisecond), startRuns, took[0].Round(time.Millisecond), took[startRuns-1].Round(time.Millisecond))
	}
	return nil
}

// moving closes 25 pools and prints what their bars cost, moving once a second. Bubble Tea
// paints every line with a wide character anew in every frame it writes, so it
// is measured with such lines and without: a filter keeps them off the screen.
func moving(command []string, names, filter string) error {
	s, err := open(command)
	if err != nil {
		return err
	}
	defer s.close()
	if _, err := s.waitFor("OPEN", 10*time.Second); err != nil {
		return err
	}
	time.Sleep(3 * time.Second) // the lists are in
	s.typeKeys("f")             // OPEN only
	s.typeKeys(filter)
	for range bars {
		s.typeKeys(" j")
	}
	s.typeKeys("c")
	time.Sleep(500 * time.Millisecond)
	s.typeKeys(strconv.Itoa(bars) + "\r")
	time.Sleep(time.Second)
	before := s.written()
	time.Sleep(barsFor)
	if !strings.Contains(s.text(), "RUNNING") {
		return errors.New("no operation ever ran")
	}
	fmt.Printf("%d operations running, 200×60, %s: %d bytes a second\n", bars, names, (s.written()-before)/int(barsFor/time.Second))
	return nil
}

// resting prints what both programs cost while nothing happens; ours with
// 10,000 pools.
func resting(ours, beside []string) error {
	for _, tc := range []struct {
		name    string
		command []string
	}{{"tolokadash, 10,000 pools", ours}, {"bare program", beside}} {
		s, err := open(tc.command)
		if err != nil {
			return err
		}
		if _, err := s.waitFor("OPEN", 10*time.Second); err != nil {
			s.close()
			return err
		}
		time.Sleep(12 * time.Second) // every list is in
		cpu, bytes := s.cpu(), s.written()
		time.Sleep(idleFor)
		fmt.Printf("at rest, %s: %.2f %% CPU, %d bytes in %v, %d MB resident\n", tc.name,
			100*(s.cpu()-cpu).Seconds()/idleFor.Seconds(), s.written()-bytes, idleFor, s.resident()>>20)
		s.close()
	}
	return nil
}
