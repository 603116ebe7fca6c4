"""The base of lists whose rows are found in the index."""

from functools import cached_property
from typing import ClassVar

from registry.services.approval_index.holder import index_at
from registry.services.approval_index.index import ApprovalIndex
from registry.views.index_finders import IndexFinder
from xcms.facets.finders import Finder
from xcms.filters import RegisterFilterSet
from xcms.views.lists import RegisterListView


class IndexedListView(RegisterListView):
    """A page's rows and counts come from memory; files, and a reader who is overtaken again and again, from SQL."""

    finder_class: ClassVar[type[IndexFinder]]

    @cached_property
    def index(self) -> ApprovalIndex:
        return index_at(self.version)

    def get_filterset(self) -> RegisterFilterSet:
        filterset = super().get_filterset()
        if self.may_use_memory and self.format == "html":
            filterset.vocabulary = self.index.vocabulary.labels
        return filterset

    def get_finder(self) -> Finder:
        if self.may_use_memory and self.filterset.is_valid():
            return self.finder_class(self.filterset, self.index)
        return super().get_finder()
