"""Experts agree, then a curator approves: the second task of the workflow."""

from typing import Any

WORKFLOW = "Job aid review"
EXPERTS = "Expert review"
APPROVAL = "Approval by a curator"


def plant(apps: Any, schema_editor: Any) -> None:
    apps.get_model("curation", "ReviewTask").objects.filter(name=WORKFLOW).update(name=EXPERTS)
    ContentType = apps.get_model("contenttypes", "ContentType")
    task_type, _ = ContentType.objects.get_or_create(app_label="curation", model="approvaltask")
    task = apps.get_model("curation", "ApprovalTask").objects.create(
        name=APPROVAL, active=True, content_type=task_type
    )
    workflow = apps.get_model("wagtailcore", "Workflow").objects.get(name=WORKFLOW)
    apps.get_model("wagtailcore", "WorkflowTask").objects.create(
        workflow=workflow, task_id=task.task_ptr_id, sort_order=1
    )


def uproot(apps: Any, schema_editor: Any) -> None:
    """The task stays, for the reviews that went through it; the workflow no longer leads to it."""
    apps.get_model("wagtailcore", "WorkflowTask").objects.filter(task__name=APPROVAL).delete()
    apps.get_model("wagtailcore", "Task").objects.filter(name=APPROVAL).update(active=False)
    apps.get_model("curation", "ReviewTask").objects.filter(name=EXPERTS).update(name=WORKFLOW)


def place_reviews(apps: Any, schema_editor: Any) -> None:
    """Of the reviews that are there already; until now each was decided by one person who also published."""
    JobAidPage = apps.get_model("curation", "JobAidPage")
    known = set(JobAidPage.objects.values_list("pk", flat=True))
    for state in apps.get_model("curation", "ReviewState").objects.select_related("revision"):
        if int(state.revision.object_id) in known:
            state.job_aid_id = int(state.revision.object_id)
            state.stage = "experts" if state.status == "in_progress" else "approval"
            state.save(update_fields=["job_aid", "stage"])
