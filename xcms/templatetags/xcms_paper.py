"""What a page says on paper alone: whoever holds the sheet finds the page again, and knows of which day it is."""

from typing import Any

from django import template
from django.utils.encoding import uri_to_iri

from xcms.days import shanghai_today

register = template.Library()


@register.inclusion_tag("xcms/_paper_address.html", takes_context=True)
def paper_address(context: Any) -> dict[str, Any]:
    """Nothing where there is no request, as in a mail. Not for pages whose address is a key."""
    request = context.get("request")
    if request is None:
        return {}
    # The words of a query as they were typed, not as percent signs.
    return {"address": uri_to_iri(request.build_absolute_uri()), "day": shanghai_today()}
