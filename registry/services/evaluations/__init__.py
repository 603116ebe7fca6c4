"""The evaluation of schools: what the register measures, entering points, totals and grades, publication."""
