"""The one workflow that job aids go through; administrators see it in Wagtail's admin."""

from django.db import migrations

NAME = "Job aid review"


def plant(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    task_type, _ = ContentType.objects.get_or_create(app_label="curation", model="reviewtask")
    workflow = apps.get_model("wagtailcore", "Workflow").objects.create(name=NAME, active=True)
    task = apps.get_model("curation", "ReviewTask").objects.create(
        name=NAME, active=True, content_type=task_type
    )
    apps.get_model("wagtailcore", "WorkflowTask").objects.create(
        workflow=workflow, task_id=task.task_ptr_id, sort_order=0
    )
    shelf = apps.get_model("communities", "CommunitiesPage").objects.get()
    apps.get_model("wagtailcore", "WorkflowPage").objects.create(workflow=workflow, page_id=shelf.pk)


def uproot(apps, schema_editor):
    apps.get_model("curation", "ReviewTask").objects.filter(name=NAME).delete()
    apps.get_model("wagtailcore", "Workflow").objects.filter(name=NAME).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("curation", "0002_review_and_versions"),
        ("communities", "0002_site_tree"),
        ("wagtailcore", "0095_groupsitepermission"),
    ]

    operations = [migrations.RunPython(plant, uproot)]
