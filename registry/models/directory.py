"""The directory: offices and QQ groups."""

from typing import ClassVar

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.documents import get_document_model_string
from wagtail.models import Orderable

from registry.enums import ContactKind
from registry.models.batches import Batch
from registry.models.certificates import Organization
from registry.models.schools import Region, School
from xcms.models import RecordQuerySet, RegisterRecord, new_public_id
from xcms.search.names import search_text
from xcms.text import clean_text

qq_number_validator = RegexValidator(
    r"^[1-9][0-9]{4,11}\Z", _("A QQ number has 5 to 12 digits and does not begin with 0.")
)
postal_code_validator = RegexValidator(r"^[0-9]{6}\Z", _("A postal code has exactly 6 digits."))


def is_mobile(number: str) -> bool:
    """A Chinese mobile number, however it is written."""
    try:
        parsed = phonenumbers.parse(number, "CN")
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.number_type(parsed) == phonenumbers.PhoneNumberType.MOBILE


def validate_office_phone(value: str) -> None:
    """One valid number that is not a mobile: those are persons', and have a field of their own."""
    try:
        parsed = phonenumbers.parse(value, "CN")
    except phonenumbers.NumberParseException:
        parsed = None
    if parsed is None or not phonenumbers.is_valid_number(parsed):
        raise ValidationError(
            _("“%(value)s” is not one complete phone number."), params={"value": value}
        )
    if is_mobile(value):
        raise ValidationError(_("This is a mobile number; an office is listed with its landline."))


def validate_mobile(value: str) -> None:
    if not is_mobile(value):
        raise ValidationError(_("“%(value)s” is not a mobile number."), params={"value": value})


class ContactQuerySet(RecordQuerySet):
    def public(self) -> "ContactQuerySet":
        """Contacts shown to the public; an organisation's only while it is public itself."""
        owners = Organization.objects.public().order_by().values("pk")
        return self.filter(Q(organization=None) | Q(organization__in=owners), is_public=True)

    def public_without_organization(self) -> "ContactQuerySet":
        """The offices that belong to no organisation: public whatever is published, and cheaper to ask for."""
        return self.filter(is_public=True, organization=None)

    def in_region(self, codes: list[str]) -> "ContactQuerySet":
        return self.filter(region_id__in=codes)


class ContactPoint(RegisterRecord):
    """An office and how to reach it (联系方式): offices first, persons only by explicit choice."""

    public_id = models.CharField(max_length=10, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(_("kind"), max_length=16, choices=ContactKind.choices)
    office = models.CharField(_("office"), max_length=100)
    duty = models.CharField(_("what it answers"), max_length=200, blank=True)
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contacts",
        verbose_name=_("region"),
    )
    school = models.ForeignKey(
        School,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="contacts",
        verbose_name=_("school"),
    )
    organization = models.ForeignKey(
        Organization,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="contacts",
        verbose_name=_("organisation"),
    )
    phone = models.CharField(
        _("office phone"), max_length=40, blank=True, validators=[validate_office_phone]
    )
    email = models.EmailField(_("e-mail"), blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    postal_code = models.CharField(
        _("postal code"), max_length=6, blank=True, validators=[postal_code_validator]
    )
    person = models.CharField(_("contact person"), max_length=50, blank=True)
    mobile = models.CharField(_("mobile"), max_length=20, blank=True, validators=[validate_mobile])
    show_person = models.BooleanField(
        _("show person and mobile to the public"),
        default=False,
        help_text=_("Only with the person's consent. Never part of exports, feeds or search."),
    )
    is_public = models.BooleanField(_("shown to the public"), default=True)
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=100)
    search_text = models.TextField(editable=False, default="")

    #: The change log names these fields and keeps no value of them.
    unlogged_fields: ClassVar = ("person", "mobile")

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering: ClassVar = ["position", "kind", "region", "office"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(phone="") | ~Q(email="") | ~Q(address=""),
                name="xcms_contact_reachable",
                violation_error_message=_("Give at least a phone number, an e-mail or an address."),
            ),
            models.CheckConstraint(
                condition=Q(show_person=False) | ~Q(person=""),
                name="xcms_contact_shown_person_named",
                violation_error_message=_("There is no person to show: give the name first."),
            ),
            models.CheckConstraint(
                condition=Q(
                    kind=ContactKind.SCHOOL, school__isnull=False, organization__isnull=True
                )
                | Q(kind=ContactKind.ORGANIZATION, organization__isnull=False, school__isnull=True)
                | Q(
                    kind=ContactKind.BUREAU,
                    region__isnull=False,
                    school__isnull=True,
                    organization__isnull=True,
                )
                | Q(kind=ContactKind.PROVINCE, school__isnull=True, organization__isnull=True),
                name="xcms_contact_belongs",
                violation_error_message=_(
                    "A bureau needs its region, a school's office its school, an organisation's its organisation."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.office

    @property
    def public_person(self) -> str:
        return self.person if self.show_person else ""

    @property
    def public_mobile(self) -> str:
        return self.mobile if self.show_person else ""

    def derive(self) -> None:
        """Search text without the person: nobody is found by name or mobile."""
        self.office = clean_text(self.office)
        self.search_text = search_text(
            [self.office, self.duty, self.address, self.phone, self.email]
        )

    def save(self, *args: object, **kwargs: object) -> None:
        self.derive()
        super().save(*args, **kwargs)


class QQGroupQuerySet(RecordQuerySet):
    def public(self) -> "QQGroupQuerySet":
        return self.filter(is_public=True)


class QQGroup(RegisterRecord, ClusterableModel):
    """A QQ working group (工作群) and the files issued there."""

    public_id = models.CharField(max_length=10, unique=True, default=new_public_id, editable=False)
    name = models.CharField(_("name"), max_length=100)
    number = models.CharField(
        _("group number"), max_length=12, unique=True, validators=[qq_number_validator]
    )
    audience = models.CharField(_("who may join"), max_length=200, blank=True)
    purpose = models.TextField(_("purpose"), blank=True)
    joining_note = models.CharField(_("note to write when joining"), max_length=200, blank=True)
    batch = models.ForeignKey(
        Batch,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="qq_groups",
        verbose_name=_("batch"),
    )
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="qq_groups",
        verbose_name=_("region"),
    )
    is_public = models.BooleanField(_("shown to the public"), default=True)
    position = models.PositiveSmallIntegerField(_("order"), default=100)

    objects = QQGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("QQ group")
        verbose_name_plural = _("QQ groups")
        ordering: ClassVar = ["position", "name"]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"

    @property
    def public_batch(self) -> Batch | None:
        return self.batch if self.batch and self.batch.is_listed else None


class QQGroupFile(Orderable):
    """A file issued in a QQ group, mirrored on the site (群文件)."""

    group = ParentalKey(QQGroup, related_name="files", verbose_name=_("QQ group"))
    document = models.ForeignKey(
        get_document_model_string(), models.PROTECT, related_name="+", verbose_name=_("file")
    )
    title = models.CharField(_("title"), max_length=200, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("group file")
        verbose_name_plural = _("group files")

    def __str__(self) -> str:
        return self.title or str(self.document)
