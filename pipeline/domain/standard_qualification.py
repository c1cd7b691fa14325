"""What a new process wants to know of its deals, until an admin says otherwise in a draft: the field's seven."""

from pipeline.models import ProcessVersion, QualificationItem

SEVEN = (
    ("metrics", "Metrics", "What will it bring them, in their own numbers?"),
    ("economic-buyer", "Economic buyer", "Who can say yes and sign for the money, and have we met them?"),
    ("decision-criteria", "Decision criteria", "By what will they choose, and who wrote that down?"),
    ("decision-process", "Decision process", "Which steps lead to the signature, and by when?"),
    ("identify-pain", "Identify pain", "What does it cost them to leave things as they are?"),
    ("champion", "Champion", "Who sells it inside when we are not in the room?"),
    ("competition", "Competition", "Against whom, and against doing nothing, do we stand?"),
)


def add_standard_items(version: ProcessVersion) -> None:
    QualificationItem.objects.bulk_create(
        QualificationItem(process_version=version, position=place, code=code, name=name, question=question)
        for place, (code, name, question) in enumerate(SEVEN, 1)
    )
