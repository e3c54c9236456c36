from django.urls import URLPattern, path

from communities.views import about, bulk, community, invitations, joining, members, start

urlpatterns: list[URLPattern] = [
    path("communities/", community.directory, name="directory"),
    path("communities/new/", community.create, name="new"),
    path("communities/<slug:slug>/", community.home, name="home"),
    path("communities/<slug:slug>/about/", about.about, name="about"),
    path("communities/<slug:slug>/edit/", community.edit, name="edit"),
    path("communities/<slug:slug>/join/", community.join, name="join"),
    path("communities/<slug:slug>/leave/", community.leave, name="leave"),
    path("communities/<slug:slug>/start/", start.edit_start, name="start"),
    path("communities/<slug:slug>/start/add/", start.add_start, name="start_add"),
    path("communities/<slug:slug>/start/<int:pk>/", start.change_start, name="start_change"),
    path("communities/<slug:slug>/welcomed/", start.welcomed, name="welcomed"),
    path("communities/<slug:slug>/add-many/", bulk.bulk_join, name="bulk_join"),
    path("communities/<slug:slug>/invitations/", invitations.invitations, name="invitations"),
    path(
        "communities/<slug:slug>/invitations/<int:pk>/revoke/", invitations.revoke, name="invitation_revoke"
    ),
    path("invitations/", invitations.kept_invitation, name="invitation_kept"),
    path("invitations/mine/<int:pk>/", invitations.my_invitation, name="invitation_mine"),
    path("invitations/by/<str:token>/", invitations.invitation, name="invitation"),
    path("communities/<slug:slug>/members/", members.members, name="members"),
    path("communities/<slug:slug>/add-member/", members.add, name="member_add"),
    path("communities/<slug:slug>/members/<str:handle>/", members.member, name="member"),
    path("communities/<slug:slug>/members/<str:handle>/approve/", joining.approve, name="approve"),
    path("communities/<slug:slug>/members/<str:handle>/decline/", joining.decline, name="decline"),
    path("communities/<slug:slug>/members/<str:handle>/remove/", members.remove, name="remove"),
]
