"""A page of HTML as the tests of the website read it."""

from html.parser import HTMLParser
from pathlib import Path

VOID = {"meta", "link", "img", "br", "hr", "input", "col", "wbr"}


class Page(HTMLParser):
    """The elements of a page in their order, each with its tag, attributes, text and the tags of those around it."""

    def __init__(self, path: Path):
        super().__init__()
        self.path, self.elements, self._open, self.unbalanced = path, [], [], []
        self.feed(path.read_text("utf-8"))
        self.unbalanced += [element["tag"] for element in self._open]

    def handle_starttag(self, tag, attributes):
        element = {"tag": tag, "text": "", "around": [other["tag"] for other in self._open], **dict(attributes)}
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag):
        if self._open and self._open[-1]["tag"] == tag:
            self._open.pop()
        else:
            self.unbalanced.append(f"/{tag}")

    def handle_data(self, data):
        for element in self._open:
            element["text"] += data

    def all(self, tag: str) -> list[dict]:
        return [element for element in self.elements if element["tag"] == tag]

    def links(self) -> list[str]:
        return [element[name] for element in self.elements for name in ("href", "src") if element.get(name)]

    @property
    def ids(self) -> list[str]:
        return [element["id"] for element in self.elements if "id" in element]
