#!/usr/bin/env bash
# Remakes the pictures in this folder from the real program, run in a real
# terminal (tmux) on --demo. Needs go and tmux; the pictures are drawn by
# github.com/charmbracelet/freeze, which go run fetches.
#
#   screenshots/make.sh [NAME …]     all of them, or those named
set -euo pipefail
cd "$(dirname "$0")/.."

freeze=(go run github.com/charmbracelet/freeze@v0.2.2)
work=$(mktemp -d)
socket=tolokadash-screenshots-$$
in_tmux() { tmux -L "$socket" "$@"; }
trap 'tmux -L "$socket" kill-server 2>/dev/null || true; rm -rf "$work"' EXIT
go build -o "$work/tolokadash" .

# start SIZE opens the demo in a terminal of SIZE cells, with an empty home.
start() {
	in_tmux kill-server 2>/dev/null || true
	in_tmux -f /dev/null new-session -d -x "${1%x*}" -y "${1#*x}" \
		"env HOME=$work XDG_CONFIG_HOME=$work COLORTERM=truecolor LC_ALL=C.UTF-8 $work/tolokadash --demo"
	in_tmux set -g default-terminal tmux-256color
	in_tmux set -ag terminal-overrides ',*:RGB'
	in_tmux set -s escape-time 0
	shows OPEN
}

# shows waits, up to 15 s, until the screen shows a text.
shows() {
	for _ in $(seq 150); do
		if in_tmux capture-pane -p | grep -qE -- "$1"; then return; fi
		sleep 0.1
	done
	printf 'the screen never showed %s:\n' "$1" >&2
	in_tmux capture-pane -p >&2
	exit 1
}

# press sends keys one after the other, as a hand would.
press() {
	for key in "$@"; do
		in_tmux send-keys -- "$key"
		sleep 0.25
	done
}

# picture NAME saves the screen.
picture() {
	in_tmux capture-pane -e -p >"$work/screen.ansi"
	"${freeze[@]}" "$work/screen.ansi" --language ansi --padding 12 --output "screenshots/$1.png" >/dev/null
	echo "screenshots/$1.png"
}

list() {
	start 110x32
	shows 'Acme Data'
	press j j
	picture list
}

confirm() {
	start 110x32
	press Space j Space j Space c
	shows 'Close 3 pools'
	sleep 0.4
	picture confirm
}

operations() {
	start 110x32
	press Space j Space j Space j j Space j Space c
	shows 'Close 5 pools'
	sleep 0.4
	press y
	shows 'FAIL'
	picture operations
}

small() {
	start 80x24
	press c
	shows 'Close'
	sleep 0.4
	press y
	shows 'RUNNING'
	sleep 2
	picture small
}

for name in "${@:-list}"; do
	if [ $# -eq 0 ]; then
		for each in list confirm operations small; do "$each"; done
		break
	fi
	"$name"
done
