from django.urls import URLPattern

app_name = "screencasts"
urlpatterns: list[URLPattern] = []
