"""The files that exports link: their maker's, until they expire."""

from django.db.models.functions import Now

from salesmgmt.files.linking import FileLink, register_link
from salesmgmt.web.models import Export

register_link(
    FileLink(
        Export,
        visible=lambda user: Export.objects.visible_to(user).filter(file__keep_until__gt=Now()),
        field="file",
        opened="export.opened",
    )
)
