"""/pipeline/: pages."""

from django.urls import path

from pipeline.views import accounts, acts, board, deals, orders, parts, record, setup, targets, today
from salesmgmt.duplicates.pages import pages_of

app_name = "pipeline"
urlpatterns = [
    path("", board.board, name="board"),
    path("board/columns/", board.columns, name="columns"),
    path("board/<int:pk>/more/", board.more_cards, name="more-cards"),
    path("deals/", deals.deal_list, name="deals"),
    path("deals/new/", deals.new_deal, name="new-deal"),
    path("deals/<int:pk>/", record.record, name="deal"),
    path("deals/<int:pk>/panel/", record.panel, name="panel"),
    path("deals/<int:pk>/timeline/", record.timeline, name="timeline"),
    path("deals/<int:pk>/move/", acts.move, name="move"),
    path("deals/<int:pk>/next-step/", acts.next_step, name="next-step"),
    path("deals/<int:pk>/pause/", acts.pause, name="pause"),
    path("deals/<int:pk>/win/", acts.win, name="win"),
    path("deals/<int:pk>/lose/", acts.lose, name="lose"),
    path("deals/<int:pk>/reopen/", acts.reopen, name="reopen"),
    path("deals/<int:pk>/give/", acts.give, name="give"),
    path("deals/<int:pk>/order/", acts.place_order, name="place-order"),
    path("deals/<int:pk>/log/", acts.log, name="log"),
    path("deals/<int:pk>/facts/<slug:fact>/", parts.fact, name="fact"),
    path("deals/<int:pk>/lines/", parts.lines, name="lines"),
    path("deals/<int:pk>/shares/", parts.shares, name="shares"),
    path("orders/<int:pk>/", orders.order, name="order"),
    path("orders/<int:pk>/repeat/", orders.repeat, name="repeat-order"),
    path("accounts/", accounts.account_list, name="accounts"),
    *pages_of("pipeline.account", under="accounts", noun="account"),
    *pages_of("pipeline.contact", under="contacts", noun="contact"),
    path("accounts/new/", accounts.new_account, name="new-account"),
    path("accounts/options/", accounts.options, name="account-options"),
    path("accounts/<int:pk>/", accounts.account, name="account"),
    path("accounts/<int:pk>/facts/<slug:fact>/", accounts.fact, name="account-fact"),
    path("accounts/<int:pk>/contacts/", accounts.new_contact, name="new-contact"),
    path("settings/", setup.settings, name="settings"),
    path("settings/processes/", setup.new_process, name="new-process"),
    path("settings/processes/<int:pk>/stages/", setup.new_stage, name="new-stage"),
    path("settings/stages/<int:pk>/", setup.stage, name="stage"),
    path("settings/products/", setup.new_product, name="new-product"),
    path("settings/products/<int:pk>/price/", setup.price, name="price"),
    path("settings/products/<int:pk>/offer/", setup.offer_product, name="offer-product"),
    path("settings/sources/", setup.new_source, name="new-source"),
    path("settings/reasons/", setup.new_reason, name="new-reason"),
    path("settings/reasons/<int:pk>/offer/", setup.offer_reason, name="offer-reason"),
    path("today/quarter/", today.quarter_card, name="quarter-card"),
    path("targets/", targets.targets, name="targets"),
    path("targets/set/", targets.set_quota, name="set-quota"),
]
