"""Imports that people start: parked, previewed, confirmed, perhaps undone. Engine and files: xcms.importing."""
