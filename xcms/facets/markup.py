"""Facets as HTML, made in Python: a template's loop over a hundred options would take longer than the page."""

from collections.abc import Sequence
from urllib.parse import quote

from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xcms.facets.panels import BY_COUNT, BY_NAME, MOST_OPTIONS, Opening, Option, Panel
from xcms.markup import escaped, safe
from xcms.querystrings import with_values

_NOTHING = SafeString("")


def options_html(name: str, options: Sequence[Option]) -> SafeString:
    """Checkboxes with labels and counts."""
    start = f'<label class="xcms-option"><input type="checkbox" name="{escaped(name)}" value="'
    return safe(
        f'{start}{escaped(option.value)}" id="{option_id(name, option.value)}"'
        f"{' checked' if option.is_chosen else ''}>"
        f'<span class="xcms-option__label">{escaped(option.label)}</span> '
        f'<span class="xcms-option__count">{option.count}</span></label>'
        for option in options
    )


def option_id(name: str, value: str) -> str:
    """Keeps the focus where it is when the list is swapped; without spaces, whatever the value."""
    return f"facet-{name}-{value if value.isalnum() else quote(value, safe='')}"


def panels_html(panels: Sequence[Panel], query: QueryDict, path: str) -> SafeString:
    """All facets of the filter form, one after the other; links keep the state that ``query`` says."""
    return safe(
        _waiting_html(panel, query, path) if panel.is_waiting else panel_html(panel, query, path)
        for panel in panels
    )


def _waiting_html(panel: Panel, query: QueryDict, path: str) -> SafeString:
    """Folded: opening it asks for the facet; without JavaScript a link leads to all its values."""
    return format_html(
        '<details class="xcms-facet xcms-facet--choices" id="facet-{name}" hx-get="{path}?unfolded={name}"'
        ' hx-trigger="toggle once" hx-include="closest form" hx-target="#xcms-listing">'
        '<summary id="facet-{name}-summary">{label}</summary>'
        '<a class="xcms-facet__all" id="facet-{name}-all" href="{url}" rel="nofollow">{show}'
        '<span class="xcms-visually-hidden">：{label}</span></a></details>',
        name=panel.name,
        path=path,
        url=with_values(query, facet=panel.name),
        label=panel.label,
        show=_("Show the options"),
    )


def panel_html(panel: Panel, query: QueryDict, path: str) -> SafeString:
    badge = _NOTHING
    if panel.chosen:
        text = ngettext("%(n)s chosen", "%(n)s chosen", panel.chosen) % {"n": panel.chosen}
        badge = format_html(' <span class="xcms-facet__chosen">{}</span>', text)
    return format_html(
        '<details class="xcms-facet xcms-facet--choices" id="facet-{name}" open>'
        '<summary id="facet-{name}-summary">{label}{badge}</summary>'
        '<fieldset><legend class="xcms-visually-hidden">{label}</legend>'
        '{errors}{stays}{tools}<div class="xcms-facet__options" id="facet-{name}-options">{options}{rest}</div>'
        "{more}</fieldset></details>",
        name=panel.name,
        label=panel.label,
        badge=badge,
        errors=_errors(panel.errors),
        stays=format_html('<input type="hidden" name="unfolded" value="{}">', panel.name)
        if panel.is_unfolded
        else _NOTHING,
        tools=_tools(panel, panel.opening, query, path) if panel.opening else _NOTHING,
        options=options_html(panel.name, panel.options),
        rest=rest_html(panel),
        more=_more(panel, query),
    )


def _errors(errors: Sequence[str]) -> SafeString:
    if not errors:
        return _NOTHING
    items = format_html_join("", "<li>{}</li>", ((error,) for error in errors))
    return format_html('<ul class="errorlist">{}</ul>', items)


def _more(panel: Panel, query: QueryDict) -> SafeString:
    """The way to all values of a long facet, or back to the few."""
    if panel.opening and panel.is_long:
        return format_html(
            '<a class="xcms-facet__all" id="facet-{}-all" href="{}" hx-boost="true">{}</a>',
            panel.name,
            with_values(query),
            _("Show fewer"),
        )
    if panel.is_whole:
        return _NOTHING
    return format_html(
        '<a class="xcms-facet__all" id="facet-{}-all" href="{}" hx-boost="true" rel="nofollow">{}'
        '<span class="xcms-visually-hidden">{}</span></a>',
        panel.name,
        with_values(query, facet=panel.name),
        ngettext("All %(n)s options", "All %(n)s options", panel.total) % {"n": panel.total},
        f"：{panel.label}",
    )


def rest_html(panel: Panel) -> SafeString:
    """What an opened panel does not show, or that it shows nothing."""
    if not panel.options:
        searched = panel.opening and panel.opening.words
        text = _("Nothing has these words.") if searched else _("Nothing to choose here.")
        return format_html('<p class="xcms-hint">{}</p>', text)
    if panel.found > MOST_OPTIONS:
        text = _("The first %(shown)s of %(n)s. Type a few characters to find the others.")
        text %= {"shown": MOST_OPTIONS, "n": panel.found}
        return format_html('<p class="xcms-hint">{}</p>', text)
    return _NOTHING


def _tools(panel: Panel, opening: Opening, query: QueryDict, path: str) -> SafeString:
    """What keeps an opened facet open when the form is sent; of a long one, search box and order too."""
    stays = format_html('<input type="hidden" name="facet" value="{}">', panel.name)
    if not panel.is_long:
        return stays
    return stays + format_html(
        '<input type="hidden" name="facet_order" value="{order}">'
        '<input class="xcms-facet__find" type="search" name="facet_q" id="facet-{name}-find" value="{words}"'
        ' maxlength="200" autocomplete="off" aria-label="{find}" placeholder="{hint}" hx-get="{path}"'
        ' hx-trigger="input changed delay:250ms" hx-include="closest form"'
        ' hx-target="#facet-{name}-options" hx-select="#facet-{name}-options" hx-swap="outerHTML">'
        "{orders}",
        name=panel.name,
        order=opening.order,
        words=opening.words,
        find=find_label(panel),
        hint=_("Name or pinyin"),
        path=path,
        orders=orders_html(panel, opening, query),
    )


def find_label(panel: Panel) -> str:
    return _("Find in “%(facet)s”") % {"facet": panel.label}


def orders_html(panel: Panel, opening: Opening, query: QueryDict) -> SafeString:
    links = format_html_join(
        "",
        '<a id="facet-{}-by-{}" href="{}"{}>{}</a>',
        (
            (
                panel.name,
                order,
                with_values(query, facet=panel.name, facet_order=order),
                SafeString(' aria-current="true"') if order == opening.order else _NOTHING,
                label,
            )
            for order, label in ((BY_COUNT, _("By number")), (BY_NAME, _("By name")))
        ),
    )
    return format_html('<p class="xcms-facet__orders" hx-boost="true">{}</p>', links)
