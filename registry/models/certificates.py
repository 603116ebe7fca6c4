"""Certificates and the organisations that own them."""

from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from stdnum.cn import uscc

from registry.enums import CertificateLevel, NationalBatch
from registry.models.named import NamedRecord
from xcms.fields import ChoiceSetField
from xcms.models import RecordQuerySet, new_public_id


def validate_credit_code(value: str) -> None:
    if not uscc.is_valid(value):
        raise ValidationError(
            _("“%(value)s” is not a valid unified social credit code."), params={"value": value}
        )


class OrganizationQuerySet(RecordQuerySet):
    def public(self) -> Self:
        """Organisations that own a public certificate."""
        return self.filter(Exists(Certificate.objects.public().filter(organization=OuterRef("pk"))))


class Organization(NamedRecord):
    """A training and assessment organisation (培训评价组织)."""

    public_id = models.CharField(max_length=10, unique=True, default=new_public_id, editable=False)
    credit_code = models.CharField(
        _("unified social credit code"),
        max_length=18,
        blank=True,
        validators=[validate_credit_code],
    )
    website = models.URLField(_("website"), blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering: ClassVar = ["pinyin"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["name_key"],
                name="xcms_organization_name_unique",
                violation_error_message=_("Another organisation already has this name."),
            ),
            models.UniqueConstraint(
                fields=["credit_code"],
                condition=~Q(credit_code=""),
                name="xcms_organization_credit_code_unique",
                violation_error_message=_("Another organisation already has this credit code."),
            ),
        ]

    @property
    def lasting_identity(self) -> str:
        return self.name_key

    def search_parts(self) -> list[str]:
        return [self.credit_code]


class CertificateQuerySet(RecordQuerySet):
    def public(self) -> Self:
        """Certificates with a public filing: unpublishing their only list hides them."""
        from registry.models.filings import Filing

        return self.filter(Exists(Filing.objects.public().filter(certificate=OuterRef("pk"))))

    def with_public_associations(self) -> Self:
        """Organisation and public filings (as ``public_filings``): two queries whatever the number."""
        from registry.models.filings import Filing

        return self.select_related("organization").prefetch_related(
            models.Prefetch(
                "filings",
                Filing.objects.public()
                .select_related("round__batch")
                .order_by("round__batch", "round__number"),
                to_attr="public_filings",
            )
        )


class Certificate(NamedRecord):
    """A vocational skill-level certificate (职业技能等级证书)."""

    public_id = models.CharField(max_length=10, unique=True, default=new_public_id, editable=False)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="certificates", verbose_name=_("organisation")
    )
    national_batch = models.PositiveSmallIntegerField(
        _("national batch"), choices=NationalBatch.choices
    )
    levels = ChoiceSetField(_("levels offered"), choices=CertificateLevel.choices)
    standard_url = models.URLField(_("link to the standard"), blank=True)
    description = models.TextField(_("explanatory note"), blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering: ClassVar = ["national_batch", "pinyin"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["name_key", "organization"],
                name="xcms_certificate_unique",
                violation_error_message=_(
                    "This organisation already owns a certificate of this name."
                ),
            ),
            models.CheckConstraint(
                condition=Q(national_batch__in=NationalBatch.values),
                name="xcms_certificate_national_batch_known",
            ),
            models.CheckConstraint(
                condition=~Q(levels=()),
                name="xcms_certificate_levels_not_empty",
                violation_error_message=_("A certificate offers at least one level."),
            ),
        ]

    @property
    def lasting_identity(self) -> str:
        return f"{self.organization.name_key}\n{self.name_key}"

    def search_parts(self) -> list[str]:
        return [self.organization.name] if self.organization_id else []
