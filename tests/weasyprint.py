"""PDF files are made only where their extra is installed; ``test_in_ci_pdfs_can_be_made`` fails where CI lacks it."""

import pytest

from xcms.pdf.making import is_available

needs_weasyprint = pytest.mark.skipif(
    not is_available(), reason="WeasyPrint or Pango is not on this machine."
)
