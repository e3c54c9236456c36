#!/bin/sh
# What `make check` and the pre-commit hooks run. Every check runs, so that one pass shows all that is wrong.
set -u
cd "$(dirname "$0")/.."
PATH="$PWD/.venv/bin:$PATH"
failed=""

step() {
    name=$1; shift
    if output=$("$@" 2>&1); then
        echo "ok      $name"
    else
        printf 'FAILED  %s\n%s\n\n' "$name" "$output"
        failed="$failed, $name"
    fi
}

templates() { git ls-files -z 'templates/*.html' | xargs -0 -r djade --check --target-version 5.2; }

migrations_named() {
    unnamed=$(git ls-files '*/migrations/*_auto_*.py')
    [ -z "$unnamed" ] || { echo "Name these after their purpose: $unnamed"; return 1; }
}

# A complete production environment of made-up values: the settings must have nothing to say about it.
production_settings() {
    env DJANGO_SETTINGS_MODULE=cop_site.settings.production \
        SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(60))')" \
        ALLOWED_HOSTS=commonplace.example SITE_URL=https://commonplace.example \
        EMAIL_URL=smtp+tls://post:office@mail.example:587 MAIL_FROM=commonplace@commonplace.example \
        DATABASE_URL=postgres://commonplace:commonplace@localhost/commonplace \
        REDIS_URL=redis://localhost:6379/0 PROXY_COUNT=1 COMMONPLACE_DATA="${TMPDIR:-/tmp}" \
        python manage.py check --deploy --fail-level WARNING
}

editor() {
    cd cop_site/editor
    [ -d node_modules ] && [ ! package-lock.json -nt node_modules ] || npm ci --no-audit --no-fund || return 1
    npm run --silent check
}

step "format (ruff; make format mends it)" ruff format --check --quiet .
step "lint (ruff)" ruff check --quiet .
step "types (mypy)" mypy
step "templates (djade; make format mends it)" templates
step "imports (import-linter)" lint-imports --no-cache
step "migrations complete" python manage.py makemigrations --check --dry-run --settings cop_site.settings.test
step "migrations named" migrations_named
step "production settings" production_settings
if command -v npm >/dev/null; then
    step "editor bundle is what its source builds" editor
elif [ "${CI:-}" = true ]; then
    failed="$failed, editor bundle (CI needs node)"
else
    echo "skipped editor bundle: needs node 20 or later"
fi

[ -z "$failed" ] || { echo "Not in order: ${failed#, }"; exit 1; }
