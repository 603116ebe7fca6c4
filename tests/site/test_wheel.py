"""The package as an integrator meets it: a wheel, a fresh ``wagtail start`` site, the README's two lines."""

import hashlib
import json
import os
import re
import subprocess
import sys
import sysconfig
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("xcms", "registry", "notices")
ADDRESSES = (
    "/",
    "/registry/certificates/",
    "/registry/schools/",
    "/registry/organizations/",
    "/registry/approvals/",
    "/registry/statistics/",
    "/registry/check/",
    "/registry/data/",
    "/directory/",
    "/search/",
    "/search/?q=home",
    "/api/registry/docs/",
    "/admin/login/",
)
VISIT = f"""
import json
from django.test import Client
client = Client(headers={{"host": "localhost"}})
print("ANSWERS" + json.dumps({{
    address: [response.status_code, response.content.decode()]
    for address in {ADDRESSES!r} for response in [client.get(address)]
}}))
"""
ENTER = """
import json
from django.contrib.auth.models import User
from django.test import Client
client = Client(headers={"host": "localhost"})
client.force_login(User.objects.create_superuser("admin"))
response = client.get("/admin/")
print("ANSWERS" + json.dumps({"/admin/": [response.status_code, response.content.decode()]}))
"""


def run(*command: str | Path, cwd: Path) -> str:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DATABASE_URL", "CACHE_URL", "DJANGO_SETTINGS_MODULE", "PYTHONPATH"}
    }
    done = subprocess.run(  # noqa: S603
        [str(part) for part in command],
        cwd=cwd,
        env=kept,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def the_two_lines() -> tuple[str, str]:
    """What the README tells an integrator to add, to the settings and to the URLs."""
    code = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    lines = [line for block in code for line in block.splitlines() if not line.startswith("#")]
    apps, urls = (line for line in lines if line.strip())
    return apps, urls


def fingerprints(folder: Path) -> dict[str, str]:
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.suffix != ".pyc"
    }


@dataclass(frozen=True, slots=True)
class HostSite:
    python: Path
    folder: Path

    def manage(self, *arguments: str) -> str:
        return run(self.python, "manage.py", *arguments, cwd=self.folder)

    def answers(self, script: str) -> dict[str, tuple[int, str]]:
        printed = self.manage("shell", "--no-imports", "-c", script)
        found: dict[str, tuple[int, str]] = json.loads(printed.partition("ANSWERS")[2])
        return found


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "-d", out, cwd=ROOT)
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def host_site(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> HostSite:
    folder = tmp_path_factory.mktemp("host")
    run(sys.executable, "-m", "venv", "--without-pip", "venv", cwd=folder)
    python = folder / "venv" / "bin" / "python"
    # The libraries of this environment, but the pack from its wheel.
    packages = run(
        python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder
    )
    Path(packages.strip(), "libraries.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    pip = (sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-index")
    run(*pip, "--no-deps", wheel, cwd=folder)
    run(python, "-c", "from wagtail.bin.wagtail import main; main()", "start", "mysite", cwd=folder)
    return HostSite(python, folder / "mysite")


def test_the_readme_names_exactly_two_lines() -> None:
    apps, urls = the_two_lines()
    assert apps.startswith("INSTALLED_APPS += [")
    assert urls == 'urlpatterns.insert(0, path("", include("xcms.urls")))'


def test_the_wheel_holds_the_three_packages_whole_and_nothing_else(wheel: Path) -> None:
    shipped = {
        name
        for name in zipfile.ZipFile(wheel).namelist()
        if ".dist-info/" not in name and not name.endswith("/")
    }
    assert {name.split("/")[0] for name in shipped} == set(PACKAGES)
    listed = run("git", "ls-files", "--", *PACKAGES, cwd=ROOT).splitlines()
    tracked = {name for name in listed if not name.startswith("xcms/site/")}
    assert tracked - shipped == set()
    assert not {name for name in shipped if name.startswith("xcms/site/")}
    for suffix in (".html", ".mo", ".css", "/migrations/__init__.py"):
        assert any(name.endswith(suffix) for name in shipped), suffix


def test_a_fresh_site_takes_the_pack_in_two_lines(host_site: HostSite) -> None:
    project = host_site.folder / "mysite"
    own = [host_site.folder / "home", project / "templates", project / "static"]
    before = [fingerprints(folder) for folder in own]
    host_site.manage("migrate", "--verbosity=0")
    home = host_site.answers(VISIT.replace(repr(ADDRESSES), '("/",)'))["/"]

    apps, urls = the_two_lines()
    for file, line in ((project / "settings" / "base.py", apps), (project / "urls.py", urls)):
        file.write_text(f"{file.read_text('utf-8')}\n{line}\n", "utf-8")
    host_site.manage("check", "--fail-level=WARNING")
    host_site.manage("migrate", "--verbosity=0")
    host_site.manage("makemigrations", "--check", "--dry-run")

    answers = host_site.answers(VISIT)
    assert {address: status for address, (status, _) in answers.items()} == dict.fromkeys(
        ADDRESSES, 200
    )
    assert answers["/"] == home
    # The host's own frame around our content.
    assert "mysite.css" in answers["/registry/certificates/"][1]
    assert host_site.answers(ENTER)["/admin/"][0] == 200
    assert [fingerprints(folder) for folder in own] == before
