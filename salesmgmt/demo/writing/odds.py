"""What the sample company knew of its stages, quarter by quarter, as its own counts would have said it then; and of
some open deals, what their owners say of them."""

from django.db import connection

from pipeline.domain.stage_odds import count_odds
from salesmgmt.common.period import add_months, day_start, quarter_of
from salesmgmt.demo.writing.book import ZONE, Book

QUARTERS = 8
_SAID = """
INSERT INTO pipeline_probabilityoverride (deal_id, stage_id, probability, reason, by_id, at, ended_how)
SELECT deal.id, deal.stage_id, (ARRAY[0.8, 0.25, 0.6])[1 + deal.id %% 3],
       (ARRAY['Their board said yes, the contract is missing', 'Their budget was cut by half',
       'We are the only ones left in the race'])[1 + deal.id %% 3],
       deal.owner_id, least(deal.stage_entered_at + interval '2 days', %(now)s)
FROM pipeline_deal AS deal WHERE deal.state = 'OPEN' AND deal.id %% 9 = 0 ORDER BY deal.id
"""


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
