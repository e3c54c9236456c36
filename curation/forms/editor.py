"""The form of a job aid in Wagtail's admin: what it shows and whom it names is of its own community."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks import StreamBlockValidationError, StructBlockValidationError
from wagtail.blocks.list_block import ListBlockValidationError

from communities.models import Attachment
from curation.job_aids import choosing
from curation.job_aids.blocks import branches_of
from curation.models.system import System
from screencasts.models import Screencast
from screencasts.times import format_time

_FILE = re.compile(r"/files/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/")

NO_PICTURE = "There is no such picture in this community. Choose another, or upload it."
NO_CLIP = "There is no such recording in this community. Choose another."
NO_STEP = "That step is gone. Choose the step to go to, or remove this line."
NO_PERSON = "Choose a member of this community"
NO_SYSTEM = "Choose among the systems of this community"

BlockErrors = dict[str, ValidationError]


class JobAidEditorForm(WagtailAdminPageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        community = self.instance.community
        if "systems" in self.fields:
            systems: Any = self.fields["systems"]
            systems.queryset = System.objects.filter(community=community)
            systems.error_messages["invalid_choice"] = systems.error_messages["invalid_pk_value"] = NO_SYSTEM
        for form in getattr(self.formsets.get("contacts"), "forms", ()):
            form.fields["user"].queryset = choosing.people(community)
            form.fields["user"].error_messages["invalid_choice"] = NO_PERSON
            form.fields["user"].error_messages["required"] = NO_PERSON

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        steps = data.get("steps") or ()
        pictures, clips = self._pictures(steps), self._clips(steps)
        ids = {str(block.id) for block in steps}
        wrong = {}
        for number, block in enumerate(steps):
            errors = (
                _picture_errors(block, pictures) | _clip_errors(block, clips) | _branch_errors(block, ids)
            )
            if errors:
                wrong[number] = StructBlockValidationError(errors)
        if wrong:
            self.add_error("steps", StreamBlockValidationError(block_errors=wrong))
        return data

    def _pictures(self, steps: Iterable[Any]) -> set[UUID]:
        named = {file for block in steps if (file := _file_of(_address(block))) is not None}
        rows = Attachment.objects.filter(pk__in=named, community=self.instance.community, width__isnull=False)
        return set(rows.values_list("pk", flat=True)) if named else set()

    def _clips(self, steps: Iterable[Any]) -> dict[int, float]:
        """How long each recording is that the steps name, as far as it stands in this community."""
        named = {_clip(block).get("screencast") for block in steps} - {None}
        rows = Screencast.objects.in_community(self.instance.community).filter(pk__in=named)
        return dict(rows.values_list("pk", "duration")) if named else {}


def _picture_errors(block: Any, pictures: set[UUID]) -> BlockErrors:
    address = _address(block)
    if not address or _file_of(address) in pictures:
        return {}
    return {"picture": StructBlockValidationError({"address": ValidationError(NO_PICTURE)})}


def _clip_errors(block: Any, lengths: dict[int, float]) -> BlockErrors:
    clip = _clip(block)
    recording, start, end = clip.get("screencast"), clip.get("start"), clip.get("end")
    errors = {}
    if recording is None:
        if start is not None or end is not None:
            errors["screencast"] = ValidationError("Choose the screencast, or clear the times")
    elif recording not in lengths:
        errors["screencast"] = ValidationError(NO_CLIP)
    elif start is not None and end is not None and end <= start:
        errors["end"] = ValidationError("The end comes after the start")
    elif lengths[recording] and (start or 0) >= lengths[recording]:
        errors["start"] = ValidationError(f"The recording ends at {format_time(lengths[recording])}")
    return {"clip": StructBlockValidationError(errors)} if errors else {}


def _branch_errors(block: Any, ids: set[str]) -> BlockErrors:
    wrong = {
        number: StructBlockValidationError({"go_to": ValidationError(NO_STEP)})
        for number, (_, target) in enumerate(branches_of(block))
        if target and target not in ids
    }
    return {"branches": ListBlockValidationError(block_errors=wrong)} if wrong else {}


def _address(block: Any) -> str:
    return (block.value.get("picture") or {}).get("address") or ""


def _clip(block: Any) -> Any:
    return block.value.get("clip") or {}


def _file_of(address: str) -> UUID | None:
    """The file that an address names, if it names one of ours."""
    found = _FILE.match(address)
    return UUID(found[1]) if found else None
