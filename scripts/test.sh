#!/bin/sh
# What `make test` runs: everything on the embedded default, then what needs PostgreSQL, Redis and Elasticsearch where
# they can be started. CI runs every test that asks the database a second time on them, because production does, save
# those of single pages in the browser; the main job is walked on both. Arguments go to pytest, which then runs once:
# make test ARGS="tests/core -k merge".
set -eu
cd "$(dirname "$0")/.."

if [ $# -gt 0 ]; then exec .venv/bin/pytest "$@"; fi

.venv/bin/pytest -n auto

installed() { ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null; }

on_services="tests/services/with_postgres.sh tests/services/with_redis.sh"
on_elasticsearch=".venv/bin/python -m tests.elasticsearch"
if [ "${CI:-}" = true ]; then
    run="$on_services $on_elasticsearch"
    selection="database and not browser or journey or postgres or redis or elasticsearch"
else
    run="" selection=""
    if installed && command -v redis-server >/dev/null; then
        run=$on_services selection="postgres or redis"
    else
        echo "Not run here: tests that need PostgreSQL and Redis (apt-get install postgresql redis-server)"
    fi
    if missing=$($on_elasticsearch 2>&1); then
        run="$run $on_elasticsearch" selection="${selection:+$selection or }elasticsearch"
    else
        echo "Not run here: tests that need Elasticsearch. $missing"
    fi
    [ -n "$selection" ] || exit 0
fi
echo
echo "On the services of production: $selection"
exec $run .venv/bin/pytest -n auto -m "$selection"
