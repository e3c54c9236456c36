from __future__ import annotations

from django.db import models


class AddressChange(models.Model):
    """That what stood at one place of the tree, with all below it, has another address since: kept for ever.

    Words and not keys: what moved on, or went, still says where the pages went that once stood below it.
    """

    old_path = models.TextField(help_text="As Page.url_path: /home/communities/ward/wiki/scanning/")
    new_path = models.TextField()
    changed_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        indexes = [models.Index(fields=["old_path", "id"], name="communities_old_address")]

    def __str__(self) -> str:
        return f"{self.old_path} is {self.new_path}"
