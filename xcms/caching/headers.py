"""A finished answer's headers: whether it may be kept, and by what it differs."""

from collections.abc import Iterable, Sequence

from django.conf import settings

Headers = Sequence[tuple[str, str]]

#: What a 304 repeats of the answer it stands for.
_IN_304 = {"cache-control", "content-location", "etag", "expires", "vary", "x-register-version"}


def header(headers: Headers, name: str) -> str:
    return ", ".join(value for key, value in headers if key.lower() == name)


def may_be_kept(headers: Headers) -> bool:
    """Whatever middleware and hooks made of it after the view said that it is public."""
    control = header(headers, "cache-control")
    differs_by = _vary(headers)
    return (
        "public" in control
        and "private" not in control
        and "no-store" not in control
        and not header(headers, "set-cookie")
        # A nonce is for one answer only.
        and "'nonce-" not in header(headers, "content-security-policy")
        and "*" not in differs_by
        and (not header(headers, "content-encoding") or "accept-encoding" in differs_by)
    )


def varies_on(headers: Headers) -> set[str]:
    """The request headers by which the answer differs, as WSGI calls them. Cookies are another question:
    requests whose cookies tell are neither answered nor kept."""
    return {"HTTP_" + name.upper().replace("-", "_") for name in _vary(headers) - {"cookie"}}


def with_honest_vary(headers: Headers) -> list[tuple[str, str]]:
    """On a site of one language no answer differs by Accept-Language, whatever LocaleMiddleware says."""
    if len(settings.LANGUAGES) > 1:
        return list(headers)
    kept = [(key, value) for key, value in headers if key.lower() != "vary"]
    names = [name for name in _names(header(headers, "vary")) if name.lower() != "accept-language"]
    return [*kept, ("Vary", ", ".join(names))] if names else kept


def without_default_keeping(status: str, headers: Headers) -> list[tuple[str, str]]:
    """Caches keep a 404 for minutes unless they are told: by then the page may be published."""
    if status[0] in "45" and not header(headers, "cache-control"):
        return [*headers, ("Cache-Control", "no-store")]
    return list(headers)


def of_304(headers: Headers) -> list[tuple[str, str]]:
    return [(key, value) for key, value in headers if key.lower() in _IN_304]


def _vary(headers: Headers) -> set[str]:
    return {name.lower() for name in _names(header(headers, "vary"))}


def _names(value: str) -> Iterable[str]:
    return filter(None, (name.strip() for name in value.split(",")))
