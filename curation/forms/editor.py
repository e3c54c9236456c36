"""The form of a job aid in Wagtail's admin: what a step shows is of its own community."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks import StreamBlockValidationError, StructBlockValidationError

from communities.models import Attachment
from screencasts.models import Screencast

_FILE = re.compile(r"/files/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/")

NO_PICTURE = "There is no such picture in this community. Put it on a wiki page, then copy its address here."
NO_CLIP = "There is no such recording in this community. Its number stands in its address."


class JobAidEditorForm(WagtailAdminPageForm):
    def clean(self) -> dict[str, Any]:
        data = super().clean()
        steps = data.get("steps") or ()
        pictures, clips = self._pictures(steps), self._clips(steps)
        wrong = {}
        for number, block in enumerate(steps):
            errors: dict[str, Any] = {}
            address = _address(block)
            if address and _file_of(address) not in pictures:
                errors["picture"] = StructBlockValidationError({"address": ValidationError(NO_PICTURE)})
            if _clip(block) and _clip(block) not in clips:
                errors["clip"] = StructBlockValidationError({"screencast": ValidationError(NO_CLIP)})
            if errors:
                wrong[number] = StructBlockValidationError(errors)
        if wrong:
            self.add_error("steps", StreamBlockValidationError(block_errors=wrong))
        return data

    def _pictures(self, steps: Iterable[Any]) -> set[UUID]:
        named = {file for block in steps if (file := _file_of(_address(block))) is not None}
        rows = Attachment.objects.filter(pk__in=named, community=self.instance.community, width__isnull=False)
        return set(rows.values_list("pk", flat=True)) if named else set()

    def _clips(self, steps: Iterable[Any]) -> set[int]:
        named = {_clip(block) for block in steps} - {None}
        rows = Screencast.objects.in_community(self.instance.community).filter(pk__in=named)
        return set(rows.values_list("pk", flat=True)) if named else set()


def _address(block: Any) -> str:
    return (block.value.get("picture") or {}).get("address") or ""


def _clip(block: Any) -> int | None:
    return (block.value.get("clip") or {}).get("screencast")


def _file_of(address: str) -> UUID | None:
    """The file that an address names, if it names one of ours."""
    found = _FILE.match(address)
    return UUID(found[1]) if found else None
