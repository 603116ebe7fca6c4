"""Records that are known by a name."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from xcms.models import RegisterRecord
from xcms.search.names import search_text
from xcms.text import clean_text, name_key, pinyin


class NamedRecord(RegisterRecord):
    """A record with a name, the key under which spellings compare, its pinyin and its search text.

    The three derived columns are kept on every save; bulk writers call ``derive()`` themselves.
    """

    name = models.CharField(_("name"), max_length=100)
    name_key = models.CharField(max_length=100, editable=False)
    pinyin = models.CharField(
        _("pinyin"),
        max_length=400,
        blank=True,
        db_index=True,
        help_text=_(
            "For A–Z order. Filled in from the name; correct it where the reading is wrong."
        ),
    )
    search_text = models.TextField(editable=False, default="")

    class Meta:
        abstract = True
        ordering: ClassVar = ["pinyin"]

    def __str__(self) -> str:
        return self.name

    def search_names(self) -> list[str]:
        """What the record is called: found as written and by pinyin."""
        return [self.name]

    def search_parts(self) -> list[str]:
        """What else a search for this record may look into, as written."""
        return []

    def derive(self) -> None:
        self.name = clean_text(self.name)
        key = name_key(self.name)
        if not self.pinyin or (self.name_key and self.name_key != key):
            self.pinyin = pinyin(self.name)
        self.name_key = key
        self.search_text = search_text(
            self.search_parts(), self.search_names(), [(self.name, self.pinyin)]
        )

    def clean(self) -> None:
        super().clean()
        self.derive()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive()
        update_fields = kwargs.get("update_fields")
        if update_fields is not None:
            kwargs["update_fields"] = {*update_fields, "name_key", "pinyin", "search_text"}
        super().save(*args, **kwargs)

    def refresh_search_text(self) -> None:
        """After something that the search text draws on (an alias, the owner's name) has changed."""
        self.save(update_fields=["search_text"])
