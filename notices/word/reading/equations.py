"""An equation as a line of text: readable, and nothing of it lost."""

from notices.word.reading.xml import Element, inner, value


def linear(element: Element) -> str:
    match element.tag:
        case "m:t" | "w:t":
            return element.text or ""
        case "m:f":
            return f"{_group(element, 'm:num')}/{_group(element, 'm:den')}"
        case "m:sSup":
            return f"{_part(element, 'm:e')}^{_group(element, 'm:sup')}"
        case "m:sSub":
            return f"{_part(element, 'm:e')}_{_group(element, 'm:sub')}"
        case "m:sSubSup":
            base, sub, sup = (_part(element, tag) for tag in ("m:e", "m:sub", "m:sup"))
            return f"{base}_{_bracketed(sub)}^{_bracketed(sup)}"
        case "m:rad":
            degree = _part(element, "m:deg")
            return f"{degree}√{_group(element, 'm:e')}"
        case "m:d":
            marks = element.find("m:dPr")
            begin, end = ("(", ")")
            if marks is not None:
                first, last = marks.find("m:begChr"), marks.find("m:endChr")
                begin = begin if first is None else value(first, "m:val")
                end = end if last is None else value(last, "m:val")
            return f"{begin}{'|'.join(map(_inside, element.findall('m:e')))}{end}"
        case "m:nary":
            sign = inner(element, "m:naryPr/m:chr")
            sub, sup = _part(element, "m:sub"), _part(element, "m:sup")
            low = f"_{_bracketed(sub)}" if sub else ""
            high = f"^{_bracketed(sup)}" if sup else ""
            mark = "∫" if sign is None else value(sign, "m:val")
            return f"{mark}{low}{high} {_part(element, 'm:e')}"
        case "m:acc":
            sign = inner(element, "m:accPr/m:chr")
            mark = "\u0302" if sign is None else value(sign, "m:val")
            return f"{_part(element, 'm:e')}{mark}"
        case "m:mr":
            return f"{', '.join(map(_inside, element.findall('m:e')))}; "
        case _ if element.tag.endswith("Pr"):
            return ""
    return _inside(element)


def _inside(element: Element) -> str:
    return "".join(map(linear, element))


def _part(element: Element, tag: str) -> str:
    found = element.find(tag)
    return "" if found is None else _inside(found)


def _group(element: Element, tag: str) -> str:
    return _bracketed(_part(element, tag))


def _bracketed(text: str) -> str:
    return text if len(text) <= 1 or text.isalnum() else f"({text})"
