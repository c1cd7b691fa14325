"""Addresses of the founding page and the settings."""

from django.urls import path

from salesmgmt.console.views import calendars, company, founding, jobs, own, people, profiles, teams

app_name = "console"
urlpatterns = [
    path("found/", founding.found, name="found"),
    path("settings/", own.settings, name="settings"),
    path("settings/me/", own.me, name="me"),
    path("settings/me/tokens/", own.token_new, name="token-new"),
    path("settings/me/tokens/<str:token_id>/revoke/", own.token_revoke, name="token-revoke"),
    path("settings/company/", company.company, name="company"),
    path("settings/periods/", company.periods, name="periods"),
    path("settings/periods/open/", company.open_year, name="open-year"),
    path("settings/rates/", company.rates, name="rates"),
    path("settings/offices/", calendars.offices, name="offices"),
    path("settings/offices/new/", calendars.office_new, name="office-new"),
    path("settings/offices/<int:pk>/", calendars.office, name="office"),
    path("settings/calendars/new/", calendars.calendar_new, name="calendar-new"),
    path("settings/calendars/<int:pk>/", calendars.calendar, name="calendar"),
    path("settings/holidays/<int:pk>/remove/", calendars.holiday_remove, name="holiday-remove"),
    path("settings/teams/", teams.teams, name="teams"),
    path("settings/teams/new/", teams.team_new, name="team-new"),
    path("settings/teams/<int:pk>/", teams.team, name="team"),
    path("settings/people/", people.people, name="people"),
    path("settings/people/new/", people.person_new, name="person-new"),
    path("settings/people/<int:pk>/", people.person, name="person"),
    path("settings/people/<int:pk>/edit/", people.person_edit, name="person-edit"),
    path("settings/people/<int:pk>/move/", people.person_move, name="person-move"),
    path("settings/people/<int:pk>/leave/", people.person_leave, name="person-leave"),
    path("settings/people/<int:pk>/password-link/", people.password_link, name="password-link"),
    path("settings/roles/<int:pk>/revoke/", people.grant_revoke, name="grant-revoke"),
    path("settings/profiles/", profiles.profiles, name="profiles"),
    path("settings/profiles/new/", profiles.profile_new, name="profile-new"),
    path("settings/profiles/<int:pk>/", profiles.profile, name="profile"),
    path("settings/profiles/<int:pk>/rename/", profiles.profile_rename, name="profile-rename"),
    path("settings/competencies/new/", profiles.competency_new, name="competency-new"),
    path("settings/competencies/<int:pk>/", profiles.competency, name="competency"),
    path("settings/jobs/", jobs.jobs, name="jobs"),
    path("settings/jobs/<int:pk>/cancel/", jobs.job_cancel, name="job-cancel"),
    path("settings/jobs/<int:pk>/retry/", jobs.job_retry, name="job-retry"),
    path("settings/system/", jobs.health, name="health"),
]
