"""What Celery calls for the pipeline."""

from celery import shared_task
from django.utils import timezone


@shared_task(name="pipeline.score_leads")
def score_leads() -> None:
    from pipeline.domain.scoring import ask_for_scores

    ask_for_scores(at=timezone.now())


@shared_task(name="pipeline.open_renewals")
def open_renewals() -> None:
    from pipeline.domain.renewals import ask_for_renewals

    ask_for_renewals(at=timezone.now())


@shared_task(name="pipeline.count_odds")
def count_odds() -> None:
    from pipeline.domain.stage_odds import ask_for_odds

    ask_for_odds(at=timezone.now())
