"""Numbers and names as links."""

import phonenumbers
from django import template

register = template.Library()


@register.filter
def tel(number: str) -> str:
    """A Chinese number as a ``tel:`` address; its digits where it is no complete number."""
    try:
        parsed = phonenumbers.parse(number, "CN")
    except phonenumbers.NumberParseException:
        return "tel:" + "".join(character for character in number if character.isdecimal())
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.RFC3966))
