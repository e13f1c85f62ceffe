#!/usr/bin/env bash
# Runs a command beside a MariaDB of its own. RabbitMQ and PostgreSQL are started by the proof itself where none answers.
set -euo pipefail
PATH=$PATH:/usr/sbin # where Debian keeps MariaDB
set -m # what starts in the background of a script is deaf to SIGINT otherwise

data=$(mktemp -d)
mariadb-install-db --no-defaults --datadir="$data/base" --auth-root-authentication-method=normal --skip-test-db >/dev/null
mariadbd --no-defaults --datadir="$data/base" --bind-address=127.0.0.1 --socket="$data/socket" --pid-file="$data/pid" \
    >"$data/log" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null || cat "$data/log"; wait; rm -rf "$data"' EXIT
sed -n 's/^PRETTY_NAME=//p' /etc/os-release
python3 -VV
"$@"
