# Two images from one file: `app` (web, worker, scheduler) and `proxy` (nginx with the static files inside).

FROM python:3.11-slim AS packages
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY requirements.txt .
RUN python -m venv /venv && /venv/bin/pip install --quiet -r requirements.txt

FROM python:3.11-slim AS app
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=cop_site.settings.production \
    COMMONPLACE_DATA=/data
RUN groupadd --system --gid 10001 commonplace \
    && useradd --system --uid 10001 --gid 10001 --home-dir /data --shell /usr/sbin/nologin commonplace \
    && install -d -o commonplace -g commonplace -m 0755 /data /data/media
COPY --from=packages /venv /venv
WORKDIR /app
COPY . .
# The settings want a whole environment; collecting files needs none of these values, and none is kept.
RUN SECRET_KEY=only-while-building ALLOWED_HOSTS=localhost SITE_URL=https://localhost EMAIL_URL=consolemail:// \
    python manage.py collectstatic --noinput --verbosity 0
USER commonplace
VOLUME /data
EXPOSE 8000
ENTRYPOINT ["deploy/entrypoint.sh"]
CMD ["web"]

FROM nginx:1.28-alpine AS proxy
# Media files are readable by the group of the site's user, and by nobody else.
RUN addgroup -g 10001 commonplace && addgroup nginx commonplace
COPY deploy/nginx.conf /etc/nginx/templates/default.conf.template
COPY --from=app /app/static-collected /srv/static

FROM app
