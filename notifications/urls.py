from django.urls import URLPattern, path

from notifications import views

app_name = "notifications"
urlpatterns: list[URLPattern] = [
    path("notifications/", views.notices, name="list"),
    path("notifications/read/", views.read_all, name="read_all"),
    path("notifications/<int:pk>/", views.open_notice, name="open"),
    path("notifications/<int:pk>/read/", views.read, name="read"),
    path("settings/notifications/", views.choices, name="choices"),
]
