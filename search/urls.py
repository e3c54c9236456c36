from django.urls import path

from search.views import results

app_name = "search"
urlpatterns = [
    path("search/", results.search, name="search"),
    path("search/suggest/", results.suggest, name="suggest"),
]
