"""The whole demo, in one transaction."""

from django.core.management import call_command
from django.db import transaction

from home.demo.applications import load_applications, load_bureau_member
from home.demo.approvals import load_approvals
from home.demo.completions import load_completions
from home.demo.directory import load_directory
from home.demo.filings import load_filings
from home.demo.pages import load_pages
from home.demo.register import load_register
from home.demo.rules import load_duties, load_rules
from home.demo.secondary_schools import load_school_years, load_secondary_schools
from home.demo.site import load_home_page
from home.demo.users import is_demo_site, load_users


def load_demo() -> None:
    """Load what is missing, all or nothing. Log-ins only on a demo site."""
    with transaction.atomic():
        register = load_register()
        schools = load_secondary_schools()
        load_school_years(register.batch.year)
        load_filings(register)
        load_approvals(register, schools.values())
        load_applications(register)
        load_completions(register, schools.values())
        load_directory(register.batch)
        home = load_home_page()
        # Before the first text: on a site that has some, the workflow waits to be asked for.
        call_command("xcms_install", verbosity=0)
        load_pages(home, register)
        load_rules(register.batch)
        load_duties(register.batch)
        if is_demo_site():
            load_users()
            load_bureau_member()
