"""Lint of official text (文本校对): what a careful proofreader would stop at before a text goes live.

Pure: a :class:`~notices.lint.texts.Text` goes in, findings come out; no database, no request, no clock.

Messages and reasons are Chinese wherever they are made, as the texts are: a reason is published beside the
repair that it explains, whatever language the editor's screen has.
"""
