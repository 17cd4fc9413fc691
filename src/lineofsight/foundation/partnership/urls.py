"""Addresses of people in a partnership (`people:`), and of the ways in that belong to none (`entry:`)."""

from django.urls import path

from lineofsight.foundation.partnership.views import areas, bodies, entry, invitations, people

app_name = "people"
urlpatterns = [
    path("", people.people, name="list"),
    path("welcome/", people.welcome, name="welcome"),
    path("pass-on/", invitations.pass_on, name="pass-on"),
    path("person/<uuid:person>/", people.person, name="person"),
    path("person/<uuid:person>/hand-over/", people.hand_over, name="hand-over"),
    path("person/<uuid:person>/second-step/", people.reset_second_step, name="reset-second-step"),
    path("waiting/", people.waiting, name="waiting"),
    path("waiting/<uuid:membership>/confirm/", people.confirm, name="confirm"),
    path("waiting/<uuid:membership>/refuse/", people.refuse, name="refuse"),
    path("invitations/", invitations.invitations, name="invitations"),
    path("invitations/new/", invitations.invite, name="invite"),
    path("invitations/<uuid:invitation>/", invitations.invitation, name="invitation"),
    path("invitations/<uuid:invitation>/again/", invitations.send_again, name="send-again"),
    path("invitations/<uuid:invitation>/withdraw/", invitations.withdraw, name="withdraw"),
    path("roles/", bodies.seats, name="seats"),
    path("roles/new/", bodies.add_seat, name="add-seat"),
    path("roles/<uuid:seat>/", bodies.seat, name="seat"),
    path("roles/<uuid:seat>/change/", bodies.edit_seat, name="edit-seat"),
    path("organisations/", bodies.organisations, name="organisations"),
    path("organisations/new/", bodies.add_organisation, name="add-organisation"),
    path("organisations/<uuid:organisation>/change/", bodies.edit_organisation, name="edit-organisation"),
    path("groups/", bodies.groups, name="groups"),
    path("groups/new/", bodies.add_group, name="add-group"),
    path("groups/<uuid:group>/", bodies.group, name="group"),
    path("groups/<uuid:group>/change/", bodies.edit_group, name="edit-group"),
    path("areas/", areas.areas, name="areas"),
    path("areas/new/", areas.add_areas, name="add-areas"),
    path("areas/<int:area>/change/", areas.edit_area, name="edit-area"),
    path("emails/", people.emails, name="emails"),
    path("emails/<uuid:email>/", people.email, name="email"),
]

entry_patterns = [
    path("invitation/<str:secret>/", entry.invitation, name="invitation"),
    path("invitation/<str:secret>/take/", entry.take, name="take"),
    path("invitation/<str:secret>/again/", entry.ask_again, name="ask-again"),
    path("invitation/<str:secret>/pass-on/", entry.pass_on, name="pass-on"),
    path("account/waiting/", entry.waiting, name="waiting"),
    path("account/roles/", entry.roles, name="roles"),
    path("demo/", entry.demo, name="demo"),
]
