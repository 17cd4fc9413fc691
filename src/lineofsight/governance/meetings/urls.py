"""Addresses of meetings (`meetings:`), of decisions (`decisions:`) and of groups (`groups:`)."""

from django.urls import path

from lineofsight.governance.meetings.views import (
    agenda,
    before,
    decisions,
    feeds,
    forward,
    groups,
    holding,
    item,
    listing,
    meeting,
    minutes,
    packs,
    planning,
)

app_name = "meetings"
urlpatterns = [
    path("", listing.listing, name="list"),
    path("new/", planning.plan, name="plan"),
    path("year/", planning.year, name="year"),
    path("attendance/", listing.attendance, name="attendance"),
    path("forward/", forward.plan, name="forward"),
    path("forward/add/", forward.add, name="add-planned"),
    path("forward/<uuid:planned>/", forward.edit, name="edit-planned"),
    path("forward/<uuid:planned>/remove/", forward.remove, name="remove-planned"),
    path("calendar/", feeds.calendar, name="calendar"),
    path("calendar/<str:secret>/line-of-sight.ics", feeds.feed, name="feed"),
    path("<uuid:meeting>/", meeting.meeting, name="meeting"),
    path("<uuid:meeting>/change/", planning.edit, name="edit"),
    path("<uuid:meeting>/cancel/", planning.cancel, name="cancel"),
    path("<uuid:meeting>/meeting.ics", meeting.calendar_file, name="calendar-file"),
    path("<uuid:meeting>/yours/", meeting.yours, name="yours"),
    path("<uuid:meeting>/build/", agenda.build, name="build"),
    path("<uuid:meeting>/add/", agenda.add, name="add-item"),
    path("<uuid:meeting>/send/", agenda.send, name="send"),
    path("<uuid:meeting>/coming/", before.coming, name="coming"),
    path("<uuid:meeting>/came/", before.came, name="came"),
    path("<uuid:meeting>/hold/", holding.hold, name="hold"),
    path("<uuid:meeting>/minutes/", minutes.minutes, name="minutes"),
    path("<uuid:meeting>/minutes/draft/", minutes.draft, name="draft-minutes"),
    path("<uuid:meeting>/minutes/edit/", minutes.write, name="edit-minutes"),
    path("<uuid:meeting>/minutes/send/", minutes.send, name="send-minutes"),
    path("<uuid:meeting>/minutes/agree/", minutes.agree, name="agree-minutes"),
    path("<uuid:meeting>/pack/", packs.ask, name="ask-pack"),
    path("<uuid:meeting>/pack/<uuid:pack>/", packs.pack, name="pack"),
    path("<uuid:meeting>/pack/<uuid:pack>/file/", packs.download, name="pack-file"),
    path("<uuid:meeting>/items/<uuid:item>/", item.item, name="item"),
    path("<uuid:meeting>/items/<uuid:item>/change/", agenda.edit, name="edit-item"),
    path("<uuid:meeting>/items/<uuid:item>/move/", agenda.move, name="move-item"),
    path("<uuid:meeting>/items/<uuid:item>/remove/", agenda.remove, name="remove-item"),
    path("<uuid:meeting>/items/<uuid:item>/say/", before.say, name="say"),
    path("<uuid:meeting>/items/<uuid:item>/paper/", before.paper, name="paper"),
    path("<uuid:meeting>/items/<uuid:item>/note/", holding.note, name="note"),
    path("<uuid:meeting>/items/<uuid:item>/decide/", holding.decide, name="decide"),
    path("<uuid:meeting>/items/<uuid:item>/action/", holding.action, name="action"),
    path("<uuid:meeting>/items/<uuid:item>/challenge/", holding.challenge, name="challenge"),
]

decision_patterns = [
    path("", decisions.log, name="log"),
    path("record/", decisions.record, name="record"),
    path("<uuid:decision>/", decisions.decision, name="decision"),
    path("<uuid:decision>/confirm/", decisions.confirm, name="confirm"),
    path("<uuid:decision>/withdraw/", decisions.withdraw, name="withdraw"),
]

group_patterns = [
    path("", groups.groups, name="list"),
    path("<slug:group>/", groups.group, name="group"),
]
