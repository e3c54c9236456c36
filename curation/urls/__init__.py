"""Addresses of flags, the desk, practices and job aids."""

from curation.urls.candidates import urlpatterns as candidate_urls
from curation.urls.desk import urlpatterns as desk_urls
from curation.urls.flags import urlpatterns as flag_urls
from curation.urls.job_aids import urlpatterns as job_aid_urls
from curation.urls.practices import urlpatterns as practice_urls
from curation.urls.requests import urlpatterns as request_urls
from curation.urls.upkeep import urlpatterns as upkeep_urls

app_name = "curation"
urlpatterns = [
    *flag_urls,
    *desk_urls,
    *candidate_urls,
    *practice_urls,
    *job_aid_urls,
    *request_urls,
    *upkeep_urls,
]
