from django.urls import URLPattern, path

from people import views

app_name = "people"
urlpatterns: list[URLPattern] = [
    path("people/", views.directory, name="directory"),
    path("people/me/edit/", views.edit, name="edit"),
    path("people/me/admin/", views.sign_in_to_admin, name="sign_in_to_admin"),
    path("people/<str:handle>/", views.person, name="person"),
]
