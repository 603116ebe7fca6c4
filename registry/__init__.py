"""The register of the pilot: schools, certificates, filings, approvals, directory. No pages."""
