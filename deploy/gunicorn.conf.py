"""The web server of a container. Threads, because a page mostly waits for the database."""

import os

bind = os.environ.get("BIND", "0.0.0.0:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "8"))
timeout = 120
graceful_timeout = 30
# A worker is replaced now and then, so that a slow leak never becomes an outage.
max_requests = 5000
max_requests_jitter = 500
forwarded_allow_ips = "*"  # only the proxy can reach this port
control_socket_disable = True
loglevel = "warning"
