"""What a deal that enters a stage gets to do, and what stages do by themselves: asked at once, with every move."""

from dataclasses import dataclass

from django.db import connection

_WORK = """
SELECT EXISTS (
           SELECT FROM pipeline_playbookstep step JOIN pipeline_stage stage ON stage.id = step.stage_id
           WHERE stage.process_version_id = (SELECT process_version_id FROM pipeline_stage WHERE id = %(entered)s)
       ),
       ARRAY(SELECT ARRAY[id, due_days] FROM pipeline_playbookstep WHERE stage_id = %(entered)s ORDER BY id),
       ARRAY(
           SELECT id FROM pipeline_stageaction
           WHERE (stage_id = %(entered)s AND moment = 'ENTER') OR (stage_id = %(left)s AND moment = 'LEAVE')
           ORDER BY moment DESC, position, id
       )
"""


@dataclass(frozen=True, slots=True)
class StageWork:
    """Whether any stage of the process version has steps; those of the stage that was entered, as pairs of number and
    due days; and the numbers of the actions of both stages, in their order."""

    has_playbook: bool
    steps: list[tuple[int, int]]
    actions: list[int]


def work_between(*, left: int | None, entered: int) -> StageWork:
    """Of a deal that has left one stage (None: it is new) and entered another."""
    with connection.cursor() as cursor:
        cursor.execute(_WORK, {"entered": entered, "left": left})
        return StageWork(*cursor.fetchone())
