"""What runs in the confined process: bytes of a .docx to blocks, proposals and remarks. No Django, no database."""
