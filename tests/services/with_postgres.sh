#!/bin/sh
# Runs a command with DATABASE_URL naming a new, empty PostgreSQL of its own, and ends that server afterwards.
#   tests/services/with_postgres.sh COMMAND [ARGUMENT…]
# A DATABASE_URL that is already set is used as it is. PostgreSQL refuses to run as root, so root lends it nobody's name.
set -eu

[ -z "${DATABASE_URL:-}" ] || exec "$@"

# Debian keeps the server's programs off the PATH, one folder a version.
initdb=$(ls /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -n 1)
programs=$(dirname "$(readlink -f "${initdb:-$(command -v initdb || true)}")")
[ -x "$programs/initdb" ] || { echo "PostgreSQL's server is not here: apt-get install postgresql" >&2; exit 2; }

folder=$(mktemp -d "${TMPDIR:-/tmp}/commonplace-postgres.XXXXXX")
as_owner=""
if [ "$(id -u)" = 0 ]; then
    chown nobody "$folder"
    as_owner="setpriv --reuid=nobody --regid=nogroup --clear-groups"
fi
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')

$as_owner "$programs/initdb" --pgdata "$folder/data" --username commonplace --auth trust --encoding UTF8 \
    --locale C.UTF-8 --no-sync >"$folder/initdb.log" 2>&1 || { cat "$folder/initdb.log" >&2; exit 1; }

# Nothing in it outlives the run, so it need not survive a crash.
cd "$folder"
$as_owner "$programs/postgres" -D "$folder/data" -p "$port" -k "$folder" -c listen_addresses=127.0.0.1 \
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off >"$folder/server.log" 2>&1 &
server=$!
cd "$OLDPWD"

end() {
    kill -INT "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
    rm -rf "$folder"
}
trap end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

tries=0
until "$programs/pg_isready" --quiet --host 127.0.0.1 --port "$port" 2>/dev/null; do
    tries=$((tries + 1))
    if [ "$tries" -gt 150 ] || ! kill -0 "$server" 2>/dev/null; then
        echo "PostgreSQL did not start:" >&2
        cat "$folder/server.log" >&2
        exit 1
    fi
    sleep 0.2
done

DATABASE_URL="postgres://commonplace@127.0.0.1:$port/postgres" "$@"
