from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from communities.permissions import standing as standing_of


def standing(request: HttpRequest) -> dict[str, object]:
    """The person's communities for the rail and the menus; read only when a template asks."""
    return {"standing": SimpleLazyObject(lambda: standing_of(request.user))}
