"""Places that were flagged before the desk counted people together and when each was flagged first."""

from typing import Any

from django.db import migrations
from django.db.models import F, Min, OuterRef, Subquery


def count(apps: Any, schema_editor: Any) -> None:
    places = apps.get_model("curation", "FlaggedPlace").objects
    flags = apps.get_model("curation", "Flag").objects.filter(place=OuterRef("pk")).order_by()
    first = flags.values("place").annotate(first=Min("created_at")).values("first")
    places.filter(people_together__lt=F("people_count")).update(people_together=F("people_count"))
    places.filter(first_at=None).update(first_at=Subquery(first))

    of_practice = (
        apps.get_model("curation", "FlaggedPlace").objects.filter(practice=OuterRef("pk")).order_by()
    )
    earliest = of_practice.values("practice").annotate(first=Min("first_at")).values("first")
    practices = apps.get_model("curation", "Practice").objects
    practices.filter(first_flag_at=None).update(first_flag_at=Subquery(earliest))


class Migration(migrations.Migration):
    dependencies = [("curation", "0006_candidates_desk_review_and_upkeep")]

    operations = [migrations.RunPython(count, migrations.RunPython.noop)]
