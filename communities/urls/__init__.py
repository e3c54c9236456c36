"""Addresses below /communities/ and /files/ that this app answers."""

from communities.urls.community import urlpatterns as community_urls
from communities.urls.threads import urlpatterns as thread_urls
from communities.urls.wiki import urlpatterns as wiki_urls

app_name = "communities"
urlpatterns = [*community_urls, *thread_urls, *wiki_urls]
