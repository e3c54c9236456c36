from django.urls import URLPattern, path

from communities.views import about, community, members

urlpatterns: list[URLPattern] = [
    path("communities/", community.directory, name="directory"),
    path("communities/new/", community.create, name="new"),
    path("communities/<slug:slug>/", community.home, name="home"),
    path("communities/<slug:slug>/about/", about.about, name="about"),
    path("communities/<slug:slug>/edit/", community.edit, name="edit"),
    path("communities/<slug:slug>/join/", community.join, name="join"),
    path("communities/<slug:slug>/leave/", community.leave, name="leave"),
    path("communities/<slug:slug>/members/", members.members, name="members"),
    path("communities/<slug:slug>/add-member/", members.add, name="member_add"),
    path("communities/<slug:slug>/members/<str:handle>/", members.member, name="member"),
    path("communities/<slug:slug>/members/<str:handle>/approve/", members.approve, name="approve"),
    path("communities/<slug:slug>/members/<str:handle>/decline/", members.decline, name="decline"),
    path("communities/<slug:slug>/members/<str:handle>/remove/", members.remove, name="remove"),
]
