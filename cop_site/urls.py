"""Every address of the site. The apps' own modules hold the rest of each path."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from cop_site import views
from core.stylesheet import stylesheet

handler400 = views.unreadable

urlpatterns = [
    path("", views.home, name="home"),
    path("looks/<slug:version>.css", stylesheet, name="stylesheet"),
    path("accounts/", include("allauth.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("", include("search.urls")),
    path("", include("notifications.urls")),
    path("", include("curation.urls")),
    path("", include("screencasts.urls")),
    path("", include("communities.urls")),
    path("", include("people.urls")),
    # Last, so that Wagtail can reverse and preview a page's address; its `serve` answers none of ours.
    path("", include(wagtail_urls)),
]
