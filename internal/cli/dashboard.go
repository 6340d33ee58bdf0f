package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/pkg/browser"
	"github.com/spf13/cobra"

	"tolokadash/internal/config"
	"tolokadash/internal/fleet"
	"tolokadash/internal/runner"
	"tolokadash/internal/wording"
	"tolokadash/tolokaapi"
	"tolokadash/ui"
	"tolokadash/ui/theme"
)

// dashboard checks what can be checked, opens the screen, and afterwards says
// what was done.
func (o *options) dashboard(ctx context.Context, cmd *cobra.Command) error {
	if o.demo && (o.apiURL != "" || o.profile != "") {
		return &failure{exitUsage, "--demo is an account of its own: leave out --api-url and --profile, or leave out --demo"}
	}
	c, err := o.load(cmd)
	if err != nil {
		return err
	}
	stderr := cmd.ErrOrStderr()
	warn(stderr, c.Warnings...)
	log, file, err := o.openLog(stderr, c.Files(o.flags())...)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	p, err := o.target(ctx, c, log)
	if err != nil {
		return err
	}
	if err := checkTerminal(); err != nil {
		return err
	}
	f := fleet.New(fleetConfig(c), rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64())))
	if err := connect(ctx, f, p.runner.Do, p.environment.Host, stderr); err != nil {
		return p.otherScheme(err)
	}
	return show(ctx, c, f, p, log, stderr)
}

// fleetConfig is what of the configuration the fleet goes by.
func fleetConfig(c *config.Config) fleet.Config {
	return fleet.Config{Limits: c.Limits, Refresh: c.Refresh, Figures: c.Figures, ReadOnly: c.ReadOnly}
}

// A target is the server the dashboard is about.
type target struct {
	environment ui.Environment
	runner      *runner.Runner
	secret      func() string // the token, to be kept out of a crash report; nil if there is none
	scheme      tolokaapi.Scheme
	onlyScheme  bool // the server takes no other
}

// tokenRefused is the failure of a token that the server does not accept.
type tokenRefused struct{ *failure }

// Unwrap is the failure without its kind.
func (t tokenRefused) Unwrap() error { return t.failure }

// otherScheme adds to the refusal of a token that it may be one for the other
// scheme.
func (p target) otherScheme(err error) error {
	var refused tokenRefused
	if !errors.As(err, &refused) {
		return err
	}
	other := tolokaapi.OAuth
	if p.scheme == tolokaapi.OAuth {
		other = tolokaapi.APIKey
	}
	said := fmt.Sprintf("; it was sent as %s: if it is one for %s, write scheme = %q in the profile", p.scheme, other, other)
	if p.onlyScheme {
		said = fmt.Sprintf("; it was sent as %s, the only scheme there", p.scheme)
	}
	return &failure{refused.code, refused.sentence + said}
}

// target is the configured server, or the simulated one of --demo.
func (o *options) target(ctx context.Context, c *config.Config, log *slog.Logger) (target, error) {
	if o.demo {
		return demoTarget(c, log)
	}
	token, err := c.Token(ctx)
	if err != nil {
		return target{}, err
	}
	options := append(c.Options(token), tolokaapi.WithUserAgent("tolokadash"), tolokaapi.WithObserver(exchanges(log)))
	if o.process.transport != nil {
		options = append(options, tolokaapi.WithTransport(o.process.transport))
	}
	client, err := tolokaapi.New(options...)
	if err != nil {
		return target{}, &failure{exitUsage, err.Error()}
	}
	known, _ := client.Environment()
	return target{
		environment: environmentOf(client), runner: runner.New(client, c.Limits.RequestTimeout), secret: token.Reveal,
		scheme: client.Scheme(), onlyScheme: known.Scheme != "",
	}, nil
}

// environmentOf names the server as the screen shows it: a known environment by
// its name, any other by its host.
func environmentOf(client *tolokaapi.Client) ui.Environment {
	known, ok := client.Environment()
	e := ui.Environment{Name: client.Host(), Kind: ui.Other, Host: client.Host(), Loopback: client.Loopback(), Currency: known.Currency}
	if !ok {
		return e
	}
	e.Name = strings.ToUpper(known.Name)
	e.Kind = ui.Production
	if known.PlayMoney {
		e.Kind = ui.Sandbox
	}
	e.WebURL = func(p tolokaapi.Pool) string { return known.Link(p.Ref, p.ProjectID) }
	return e
}

// profileShown is the name of the profile where there are several; "" where the
// environment beside it is called the same.
func profileShown(c *config.Config, e ui.Environment) string {
	if !c.SeveralProfiles || strings.EqualFold(c.Profile, e.Name) {
		return ""
	}
	return c.Profile
}

// notice is what is said on the screen to begin with: stderr is out of sight.
func notice(c *config.Config, g theme.Glyphs, more ...config.Notice) wording.Message {
	var said []wording.Message
	for _, n := range slices.Concat(c.Warnings, []config.Notice{c.Hint}, more) {
		said = append(said, wording.Message(n))
	}
	return wording.Together(g.Dot, said...)
}

// show runs the screen until it ends and turns the way it ended into an error.
func show(ctx context.Context, c *config.Config, f *fleet.Fleet, p target, log *slog.Logger, stderr io.Writer) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // requests that are still out are not waited for
	glyphs := theme.Unicode()
	if c.ASCII {
		glyphs = theme.ASCII()
	}
	sc := &screen{log: log, noColor: c.NoColor, plain: c.Plain, secret: p.secret}
	recorder := newRecorder(c, p, sc.journalChanged(c.Journal.Required))
	sc.observe = func() { recorder.Observe(f) }
	model := ui.New(ui.Options{
		Context:     ctx,
		Fleet:       f,
		Carry:       recorder.Carry(p.runner.Do),
		Keys:        c.Keys,
		Environment: p.environment,
		Profile:     profileShown(c, p.environment),
		NoColor:     c.NoColor,
		Now:         func() time.Time { return time.Now().Round(0) },
		Location:    c.Location,
		Glyphs:      glyphs,
		Theme:       c.UI.Theme,
		Confirm:     c.Confirm,
		Account:     c.Balance,
		ReadOnly:    c.ReadOnly,
		OpenURL:     browser.OpenURL,
		CopyText:    copyText,
		NoShell:     !shellToGoTo(),
		Recorder:    recorder,

		InputWaiting: sc.inputWaiting,
		Notice:       notice(c, glyphs, unrecorded(recorder.Err(), c.Journal.Required)),
	})
	sc.model = model
	sc.printReceipt = func(w io.Writer) {
		var text bytes.Buffer
		writeReceipt(&text, f, p.environment, glyphs, c.Location)
		if c.Plain {
			w = asciiWriter{w}
		}
		_, _ = w.Write(text.Bytes())
	}
	err := sc.run(ctx)
	recorder.Observe(f)
	recorder.Close(graceWait)
	if p.environment.Kind != ui.Demo && c.Journal.Enabled {
		rememberListed(f, p.environment.Host)
	}
	if said := unrecorded(recorder.Err(), c.Journal.Required); said.Text != "" {
		inGrace(func() { warn(stderr, said) })
	}
	if err == nil && model.Exit() == ui.Interrupted {
		return exitStatus(exitBreak)
	}
	return withinGrace(err, stderr)
}
