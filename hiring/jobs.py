"""The long work of hiring: mails to people outside, copies of their data, and letting them go."""

from typing import Any

from salesmgmt.events.domain.running import RunningJob
from salesmgmt.events.registry import job_handler


@job_handler("hiring.mail_candidate", max_attempts=20, title="Mail to a candidate")
def mail_candidate(job: RunningJob) -> dict[str, Any]:
    from hiring.domain.invitations import send_mail

    return send_mail(mail_id=job.params["mail_id"])


@job_handler("hiring.ask_about_themselves", max_attempts=20, title="Voluntary question to a candidate")
def ask_about_themselves(job: RunningJob) -> dict[str, Any]:
    from hiring.domain.self_identification import send_question

    return send_question(candidate_id=job.params["candidate_id"])


@job_handler("hiring.write_to_candidate", max_attempts=20, title="Letter to a candidate")
def write_to_candidate(job: RunningJob) -> dict[str, Any]:
    from hiring.domain.letters import send_letter

    return send_letter(mail_id=job.params["mail_id"])


@job_handler("hiring.data_copy", max_attempts=5, title="A candidate's copy of their data")
def data_copy(job: RunningJob) -> dict[str, Any]:
    from hiring.domain.data_copies import make_data_copy

    return make_data_copy(job)


@job_handler("hiring.retention_night", max_attempts=5, title="Let go of candidates whose time is over")
def retention_night(job: RunningJob) -> dict[str, Any]:
    from hiring.domain.retention_night import run_night

    return run_night(job)
