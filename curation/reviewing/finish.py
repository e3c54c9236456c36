"""What Wagtail calls when a workflow ends (WAGTAIL_FINISH_WORKFLOW_ACTION)."""

from __future__ import annotations

from typing import Any

from django.utils.module_loading import import_string


def publish_approved(workflow_state: Any, user: Any = None) -> None:
    """Publish what was approved. Looked up when called: Wagtail reads this module before there are models."""
    import_string("curation.reviewing.workflow.publish_approved")(workflow_state, user=user)
