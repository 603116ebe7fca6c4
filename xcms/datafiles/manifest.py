"""The release as visitors see it: only what is still public, as a page's rows and as a data package."""

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse

from xcms.datafiles.dictionary import schema_fields
from xcms.exports.formats import CONTENT_TYPES
from xcms.exports.standing import is_still_public
from xcms.feeds import publisher
from xcms.models import DataRelease
from xcms.registers import Register, public_registers


@dataclass(frozen=True, slots=True)
class RegisterFiles:
    """``files`` is empty where the register's files are being rebuilt: ``live_url`` has its rows of now, if any."""

    register: Register
    files: list[dict[str, Any]]
    live_url: str


def register_files(release: DataRelease | None) -> list[RegisterFiles]:
    return [
        RegisterFiles(register, _files(release, register), _live_url(register))
        for register in public_registers()
    ]


def offered_file(release: DataRelease | None, register: Register, name: str) -> Any:
    """The file's entry in the release; None while it must not be handed out."""
    return next((file for file in _files(release, register) if file["format"] == name), None)


def _files(release: DataRelease | None, register: Register) -> list[dict[str, Any]]:
    if release is None:
        return []
    files = [file for file in release.files if file["register"] == register.name]
    stood = release.stood.get(register.name)
    links = release.links.get(register.name, {})
    if not files or stood is None or not is_still_public(register, release.version, stood, links):
        return []
    return files


def _live_url(register: Register) -> str:
    if not register.list_view:
        return ""
    try:
        return reverse(register.list_view) + "?format=csv"
    except NoReverseMatch:
        return ""


def data_package(release: DataRelease, found: list[RegisterFiles], base_url: str) -> dict[str, Any]:
    """A Frictionless data package (v1) of the files that are offered; paths are relative to it."""
    return {
        "profile": "tabular-data-package",
        "name": "xcms-registers",
        "title": publisher(),
        "homepage": base_url,
        "created": release.created_at.isoformat(timespec="seconds"),
        "version": f"{release.day:%Y.%m.%d}+{release.version}",
        "x-register-version": release.version,
        "x-state-of": release.day.isoformat(),
        "licenses": [{"name": "terms", "title": release.licence}],
        "sources": [{"title": publisher(), "path": base_url}],
        "resources": [_resource(each.register, file) for each in found for file in each.files],
    }


def _resource(register: Register, file: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": f"{register.name}-{file['format']}",
        "title": str(register.label),
        "path": file["name"],
        "format": file["format"],
        "mediatype": CONTENT_TYPES[file["format"]].partition(";")[0],
        "encoding": "utf-8",
        "bytes": file["bytes"],
        "hash": f"sha256:{file['sha256']}",
        "x-rows": file["rows"],
        "x-demo-data": file["has_demo"],
        "profile": "tabular-data-resource",
        "schema": {"fields": schema_fields(register, file["format"]), "missingValues": [""]},
    }
