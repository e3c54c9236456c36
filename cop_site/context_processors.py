from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, str]:
    """What the frame of every page says of the site."""
    return {"site_name": settings.SITE_NAME}
