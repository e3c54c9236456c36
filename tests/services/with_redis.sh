#!/bin/sh
# Runs a command with REDIS_URL naming a new, empty Redis of its own, and ends that server afterwards.
#   tests/services/with_redis.sh COMMAND [ARGUMENT…]
# A REDIS_URL that is already set is used as it is.
set -eu

[ -z "${REDIS_URL:-}" ] || exec "$@"

command -v redis-server >/dev/null || { echo "Redis is not here: apt-get install redis-server" >&2; exit 2; }

folder=$(mktemp -d "${TMPDIR:-/tmp}/commonplace-redis.XXXXXX")
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
redis-server --port "$port" --bind 127.0.0.1 --save "" --appendonly no --dir "$folder" --databases 64 \
    >"$folder/server.log" 2>&1 &
server=$!

end() {
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
    rm -rf "$folder"
}
trap end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

tries=0
until [ "$(redis-cli -p "$port" ping 2>/dev/null)" = PONG ]; do
    tries=$((tries + 1))
    if [ "$tries" -gt 100 ] || ! kill -0 "$server" 2>/dev/null; then
        echo "Redis did not start:" >&2
        cat "$folder/server.log" >&2
        exit 1
    fi
    sleep 0.1
done

REDIS_URL="redis://127.0.0.1:$port/0" "$@"
