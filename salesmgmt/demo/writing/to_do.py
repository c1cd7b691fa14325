"""What the sample company's people wrote down to do: for deals, accounts, leads and for themselves."""

from django.db import connection

from salesmgmt.demo.writing.book import ZONE, Book

_WRITTEN = """
INSERT INTO pipeline_task (title, details, {subject}_id, user_id, due_date, due_time, state, closed_by_id, closed_at,
    note, made_by_id, made_at, version)
SELECT said.title, said.details, row.id, {holder}, days.due, CASE WHEN row.id %% 4 = 1 THEN time '15:00' END,
       CASE WHEN is_done THEN 'DONE' ELSE 'OPEN' END, CASE WHEN is_done THEN row.owner_id END,
       CASE WHEN is_done THEN least((days.due + time '11:20') AT TIME ZONE %(zone)s, %(now)s) END,
       CASE WHEN is_done THEN said.result ELSE '' END, row.owner_id, %(now)s - interval '6 days', 1
FROM pipeline_{subject} AS row
CROSS JOIN LATERAL (SELECT (%(now)s AT TIME ZONE %(zone)s)::date - 2 + (row.id / {every} %% 9)::int AS due) AS days
CROSS JOIN LATERAL (SELECT days.due < (%(now)s AT TIME ZONE %(zone)s)::date AND row.id / {every} %% 3 > 0 AS is_done)
       AS did
JOIN unnest(%(titles)s::text[], %(details)s::text[], %(results)s::text[]) WITH ORDINALITY
       AS said(title, details, result, place) ON said.place = 1 + row.id / {every} %% {count}
WHERE row.id %% {every} = {which} AND {kept}
ORDER BY row.id
"""
_FOR = {
    "deal": (
        6, "row.state = 'OPEN'", "NULL",
        (
            ("Send the reference list", "The three plants of their size; not the pilot.", "They know two of them."),
            ("Get our security sheet signed", "Their IT asks for the 2026 one.", "Signed and sent."),
            ("Book the room for the demo", "", "Room 4, from nine on."),
            ("Ask for last year's scrap figures", "Without them the case is a guess.", "By line, as a table."),
        ),
    ),
    "account": (
        9, "row.owner_id IS NOT NULL", "row.owner_id",
        (
            ("Send the new price list", "", "Sent to purchasing."),
            ("Ask for a reference visit", "Their Lyon plant is the one to see.", "In spring, they say."),
        ),
    ),
    "lead": (
        5, "row.state IN ('WORKING', 'ACCEPTED')", "row.owner_id",
        (
            ("Send the case study", "", "Sent."),
            ("Find out who else looks at it", "Two of their buyers were at the fair.", "Two, from purchasing."),
        ),
    ),
}  # fmt: skip
_OWN = """
INSERT INTO pipeline_task (title, details, user_id, due_date, state, note, made_by_id, made_at, version)
SELECT 'Prepare the weekly review', 'Commit first, then what slipped.', owner_id,
       (%(now)s AT TIME ZONE %(zone)s)::date + 1, 'OPEN', '', owner_id, %(now)s - interval '2 days', 1
FROM (SELECT DISTINCT owner_id FROM pipeline_deal WHERE state = 'OPEN') AS sellers
ORDER BY owner_id
"""


def write_tasks(book: Book) -> None:
    """A sixth of the open deals have one, which is their owner's; some are done, some late."""
    said = {"zone": ZONE, "now": book.today_at}
    with connection.cursor() as cursor:
        for subject, (every, kept, holder, words) in _FOR.items():
            places = {"subject": subject, "every": every, "kept": kept, "holder": holder, "count": len(words)}
            titles, details, results = (list(each) for each in zip(*words, strict=True))
            lists = {"titles": titles, "details": details, "results": results}
            cursor.execute(_WRITTEN.format(**places, which=every // 2), said | lists)
        cursor.execute(_OWN, said)
