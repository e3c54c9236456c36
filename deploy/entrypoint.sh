#!/bin/sh
# What a container does: web | worker [QUEUE] | scheduler | any management command, such as prepare.
set -eu
cd "$(dirname "$0")/.."

case "${1:-web}" in
web)
    python manage.py check --deploy --fail-level ERROR
    exec gunicorn --config deploy/gunicorn.conf.py cop_site.wsgi:application
    ;;
worker) exec python manage.py db_worker --queue-name "${2:-*}" --no-reload ;;
scheduler) exec python manage.py tick --forever --verbosity 0 ;;
*) exec python manage.py "$@" ;;
esac
