#!/usr/bin/env python3
"""Run a management command; the embedded default settings unless DJANGO_SETTINGS_MODULE says otherwise."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cop_site.settings.dev")
    execute_from_command_line(sys.argv)
