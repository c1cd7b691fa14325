"""What the sample company knew of its stages, quarter by quarter, as its own counts would have said it then; and of
some open deals, what their owners say of them."""

from django.db import connection

from pipeline.choices import ActivityKind, StageKind
from pipeline.domain.activities import log_mentioning
from pipeline.domain.hand_over import Handing, hand_over
from pipeline.domain.stage_odds import count_odds
from pipeline.queries.hand_over import givers_for, open_deals_of
from salesmgmt.accounts.models import User
from salesmgmt.common.period import add_months, day_start, quarter_of
from salesmgmt.demo.world.staff import MANAGER_OF
from salesmgmt.demo.writing.book import ZONE, Book

QUARTERS = 8
_SAID = """
INSERT INTO pipeline_probabilityoverride (deal_id, stage_id, probability, reason, by_id, at, ended_how)
SELECT deal.id, deal.stage_id, (ARRAY[0.8, 0.25, 0.6])[1 + deal.id %% 3],
       (ARRAY['Their board said yes, the contract is missing', 'Their budget was cut by half',
       'We are the only ones left in the race'])[1 + deal.id %% 3],
       deal.owner_id, least(deal.stage_entered_at + interval '2 days', %(now)s), ''
FROM pipeline_deal AS deal WHERE deal.state = 'OPEN' AND deal.id %% 9 = 0 ORDER BY deal.id
"""


def write_words(book: Book) -> None:
    """A rep's two largest deals went to a colleague lately, and their manager is mentioned on another."""
    for number in MANAGER_OF.values():
        manager = User.objects.get(pk=book.user(number))
        reps = list(givers_for(manager).exclude(pk=manager.pk).filter(deals__state=StageKind.OPEN).distinct()[:2])
        if len(reps) == 2:
            break
    else:
        return
    giver, receiver = reps
    deals = list(open_deals_of(giver)[:3])
    going = [Handing(deal, receiver, expected_version=deal.version) for deal in deals[:2]]
    words = "The plant lead knows you from the fair; call before the end of the week."
    hand_over(giver=giver, deals=going, note=words, by=manager, at=book.today_at)
    for deal in deals[2:]:
        said = f"@{manager.name}, may we go below list?"
        facts = {"kind": ActivityKind.NOTE, "happened_at": book.today_at, "note": said}
        log_mentioning(deal=deal, mentions=(), by=giver, at=book.today_at, **facts)


def write_odds(book: Book) -> None:
    """Counted at the beginning of each of the last quarters, and now."""
    this = quarter_of(book.world.arguments.end).start
    starts = [add_months(this, -3 * back) for back in reversed(range(QUARTERS))]
    for day in starts:
        if book.first_day < day < book.world.arguments.end:
            count_odds(at=day_start(day, ZONE))
    count_odds(at=book.today_at)
    with connection.cursor() as cursor:
        cursor.execute(_SAID, {"now": book.today_at})
