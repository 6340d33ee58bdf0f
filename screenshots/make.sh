#!/usr/bin/env bash
# Remakes the pictures in this folder from the real program, run in a real
# terminal on --demo. Needs, besides go, the Debian packages tmux,
# librsvg2-bin, fonts-dejavu-core, fonts-noto-cjk and fonts-noto-color-emoji.
#
#   screenshots/make.sh [NAME …]     all of them, or those named
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
socket=tolokadash-screenshots-$$
in_tmux() { tmux -f /dev/null -L "$socket" "$@"; }
trap 'in_tmux kill-server 2>/dev/null || true; rm -rf "$work"' EXIT
mkdir "$work/home"
go build -o "$work/tolokadash" .
go build -o "$work/draw" ./screenshots/draw

# start SIZE opens the demo in a terminal of SIZE cells, with an empty home.
start() {
	size=$1
	in_tmux kill-session -t demo 2>/dev/null || true
	in_tmux new-session -d -s keeper 2>/dev/null || true # keeps the server while sessions come and go
	in_tmux set -g default-terminal tmux-256color
	in_tmux set -g terminal-overrides ',*:RGB'
	in_tmux set -s escape-time 0
	in_tmux set -g status off
	in_tmux new-session -d -s demo -x "${size%x*}" -y "${size#*x}" \
		"env HOME=$work/home XDG_CONFIG_HOME=$work/home COLORTERM=truecolor LC_ALL=C.UTF-8 $work/tolokadash --demo"
	shows ' OPEN '
}

# shows waits, up to 20 s, until the screen shows a text.
shows() {
	for _ in $(seq 200); do
		if in_tmux capture-pane -t demo -p 2>/dev/null | grep -qE -- "$1"; then return; fi
		sleep 0.1
	done
	printf 'the screen never showed %s:\n' "$1" >&2
	in_tmux capture-pane -t demo -p >&2
	exit 1
}

# press sends keys one after the other, as a hand would.
press() {
	for key in "$@"; do
		in_tmux send-keys -t demo -- "$key"
		sleep 0.3
	done
}

# picture NAME saves the screen.
picture() {
	in_tmux capture-pane -t demo -e -p | "$work/draw" -size "$size" >"$work/$1.svg"
	rsvg-convert "$work/$1.svg" -o "screenshots/$1.png"
	echo "screenshots/$1.png"
}

# figures waits until the figures of the last row in sight are known.
figures() {
	for _ in $(seq 400); do
		if in_tmux capture-pane -t demo -p | grep -E '^│' | tail -1 | grep -q ' %  '; then return; fi
		sleep 0.1
	done
	echo 'the figures never came' >&2
	exit 1
}

list() {
	start 120x32
	shows 'Acme Data'
	press j j
	figures
	picture list
}

details() {
	start 120x32
	press j j j j Enter
	shows 'awaiting review'
	picture details
}

wide() {
	start 160x36
	figures
	press j j j j j Enter
	shows 'awaiting review'
	picture wide
}

confirm() {
	start 120x32
	figures
	press Space j Space j Space c
	shows 'Close 3 pools'
	shows 'suites in work can'
	picture confirm
}

operations() {
	start 120x32
	figures
	press j c # the one that will fail, so that others are still on their way when it does
	shows 'Close 1 pool'
	sleep 0.5
	press y k Space j j Space j Space j j Space j Space c
	shows 'Close 5 pools'
	sleep 0.5
	press y
	shows 'FAIL'
	picture operations
}

small() {
	start 80x24
	press c
	shows 'Close 1 pool'
	sleep 0.5
	press y
	shows 'RUNNING .* [3-9][0-9] %'
	picture small
}

for name in "${@:-list details wide confirm operations small}"; do
	for each in $name; do "$each"; done
done
