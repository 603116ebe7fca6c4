"""The demo data of the reference site.

Real: schools, certificates, organisations, majors, the batch and its dates, the office and the QQ group.
Generated and marked ``is_demo``: filings, approvals, vocational schools, figures of a year.
Each module adds what is missing and leaves alone what is there, so that a second run changes nothing.
"""
