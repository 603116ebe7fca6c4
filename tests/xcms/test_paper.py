"""What pages say on paper: where the sheet is from."""

from django.template import Context, RequestContext, Template
from django.test import RequestFactory

from xcms.days import shanghai_today

TEMPLATE = Template("{% load xcms_paper %}{% paper_address %}")


def test_a_sheet_says_where_it_is_from_and_of_which_day(rf: RequestFactory) -> None:
    request = rf.get("/notices/", {"q": "试点"})

    text = TEMPLATE.render(RequestContext(request))

    assert "http://testserver/notices/?q=试点" in text
    assert shanghai_today().isoformat() in text
    assert "xcms-on-paper" in text


def test_what_a_visitor_typed_stays_text(rf: RequestFactory) -> None:
    request = rf.get("/notices/?q=%3Cscript%3E")

    assert "<script" not in TEMPLATE.render(RequestContext(request))


def test_without_a_request_there_is_nothing_to_say() -> None:
    assert TEMPLATE.render(Context()).strip() == ""
