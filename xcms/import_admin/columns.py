"""The step between upload and preview: which sheet, which column is which, and the options again."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase

from xcms.import_admin.forms import ColumnsForm, OptionsForm, initial_options
from xcms.import_admin.pages import RunPage
from xcms.importing.errors import ImportFileError
from xcms.importing.sheets import SheetSummary
from xcms.imports.errors import RunError
from xcms.imports.runs import choose, start_preview
from xcms.imports.surveys import survey


class ColumnsPage(RunPage):
    """The form says which sheet it is about; another sheet is another address (``?sheet=`` its position)."""

    template_name = "xcms/imports/columns.html"

    def get(self, request: HttpRequest, run: str) -> HttpResponseBase:
        return self._answer(request, posted=None)

    def post(self, request: HttpRequest, run: str) -> HttpResponseBase:
        return self._answer(request, posted=request.POST)

    def _answer(self, request: HttpRequest, posted: Any) -> HttpResponseBase:
        if not self.run.can_preview:
            return self.back_to_run()
        try:
            summaries = survey(self.run)
        except ImportFileError as error:
            return self.page(refusal=str(error), status=200 if posted is None else 422)
        position = self._position(summaries, (posted or request.GET).get("sheet", ""))
        summary = summaries[position]
        own = self.run.mapping if summary.name == self.run.sheet else {}
        columns = ColumnsForm(self.importer, summary, own, posted)
        options = OptionsForm(self.importer, posted, initial=initial_options(self.run.options))
        if posted is not None and columns.is_valid() and options.is_valid():
            return self._preview(request, summary, columns, options)
        return self.page(
            summaries=list(enumerate(summaries)),
            position=position,
            summary=summary,
            form=columns,
            options=options,
            rows=columns.rows(summary),
            missing=columns.missing(),
            several=sum(1 for each in summaries if each.known_count) > 1 and not self.run.sheet,
        )

    def _position(self, summaries: tuple[SheetSummary, ...], text: str) -> int:
        """The sheet asked for, else the run's own, else the one with the most known columns and rows."""
        if text.isascii() and text.isdigit() and len(text) < 4 and int(text) < len(summaries):
            return int(text)
        names = [summary.name for summary in summaries]
        if self.run.sheet in names:
            return names.index(self.run.sheet)
        return max(
            range(len(summaries)),
            key=lambda i: (summaries[i].known_count, summaries[i].row_count, -i),
        )

    def _preview(
        self,
        request: HttpRequest,
        summary: SheetSummary,
        columns: ColumnsForm,
        options: OptionsForm,
    ) -> HttpResponseBase:
        try:
            choose(
                self.run,
                sheet=summary.name,
                mapping=columns.mapping(),
                options=options.run_options(),
            )
            start_preview(self.run)
        except (RunError, ImportFileError) as error:
            messages.error(request, str(error))
        return self.back_to_run()
