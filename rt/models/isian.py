import uuid

from django.db import models


class Isian(models.Model):
    """What a person types into a form and may still change.

    `token` travels in the form: the same form sent twice finds the row of the first time.
    `versi` too: a form opened before somebody else's change is refused, not merged.
    """

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    versi = models.PositiveIntegerField(default=0, editable=False)
    diubah_pada = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True
