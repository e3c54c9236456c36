"""Wagtail keeps a page's address in `url_path` without an index; our views find pages by it."""

from django.db import migrations

NAME = "communities_page_url_path"


def make_index(apps, schema_editor):
    # A hash index on PostgreSQL: it takes addresses of any length, and only equality is asked.
    using = "USING hash" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"CREATE INDEX {NAME} ON wagtailcore_page {using} (url_path)")


def drop_index(apps, schema_editor):
    schema_editor.execute(f"DROP INDEX {NAME}")


class Migration(migrations.Migration):
    dependencies = [("communities", "0002_site_tree")]

    operations = [migrations.RunPython(make_index, drop_index)]
