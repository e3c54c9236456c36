"""Wagtail finds the children of a page by walking all that stands below it; with this index it reads the children alone."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("communities", "0005_threads_in_order")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX communities_page_depth_path ON wagtailcore_page (depth, path)",
            "DROP INDEX communities_page_depth_path",
        )
    ]
