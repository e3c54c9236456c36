#!/bin/sh
# What `make test` runs: everything on the embedded default, then what needs PostgreSQL and Redis where they are
# installed. CI runs every test that asks the database a second time on them, because production does, save those of
# single pages in the browser; the main job is walked on both. Arguments go to pytest, which then runs once:
# make test ARGS="tests/core -k merge".
set -eu
cd "$(dirname "$0")/.."

if [ $# -gt 0 ]; then exec .venv/bin/pytest "$@"; fi

.venv/bin/pytest -n auto

installed() { ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null; }

if [ "${CI:-}" = true ]; then
    selection="database and not browser or journey or postgres or redis"
elif installed && command -v redis-server >/dev/null; then
    selection="postgres or redis"
else
    echo "Not run here: tests that need PostgreSQL and Redis (apt-get install postgresql redis-server)"
    exit 0
fi
echo
echo "On PostgreSQL and Redis: $selection"
exec tests/services/with_postgres.sh tests/services/with_redis.sh .venv/bin/pytest -n auto -m "$selection"
