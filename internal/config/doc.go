// Package config turns the configuration file, the environment and the flags
// into one validated [Config], and knows where the token comes from.
//
// Precedence is flag, environment, file, default, with one exception: where a
// profile has a token source of its own, TOLOKA_TOKEN is not looked at, so that
// no token travels to a host it was not meant for. The token itself is neither
// in the Config nor in anything this package prints; it is fetched by one
// explicit call, [Config.Token].
//
// The fields of package settings and of a profile (options.go) are behind
// everything: the defaults, the check of what users write, the commented
// example, and the report of what is in force.
package config
