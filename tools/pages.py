"""A notebook as HTML that fetches nothing: formulas as MathML, coloured code, pictures with their alternative texts."""

import re
from html import escape
from pathlib import Path

import nbformat
from latex2mathml.converter import convert
from nbconvert.filters import Highlight2HTML
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from pygments.formatters import HtmlFormatter

PRIME_AS_EXPONENT = re.compile(r"<msup>(<mi>[^<]*</mi>)<mi>&#x02032;</mi></msup>")
SCRIPT_OR_STYLE = re.compile(r"<script\b|<style\b|\bon\w+=", re.IGNORECASE)


def mathml(formula: str, *, display: str = "inline") -> str:
    """The MathML of a LaTeX formula; a prime is set beside its letter, because as an exponent it would be too small to see."""
    return PRIME_AS_EXPONENT.sub(r'<mrow>\1<mo lspace="0" rspace="0">&#x02032;</mo></mrow>', convert(formula, display=display))


class Renderer(IPythonRenderer):
    """Jupyter's own Markdown, with formulas that browsers show by themselves."""

    def inline_math(self, body: str) -> str:
        """A formula within a line."""
        return mathml(body)

    def block_math(self, body: str) -> str:
        """A formula of its own."""
        return mathml(body, display="block")

    def latex_environment(self, name: str, body: str) -> str:
        """A formula of its own that brings its environment, such as `aligned`."""
        return mathml(rf"\begin{{{name}}}{body}\end{{{name}}}", display="block")


def markdown_html(text: str) -> str:
    """The HTML of Markdown as Jupyter reads it; formulas become MathML."""
    return MarkdownWithMath(renderer=Renderer(escape=False, exclude_anchor_links=True)).render(text).strip()


def code_html(source: str) -> str:
    """The HTML of Python code, whose colours `code_css` gives."""
    return Highlight2HTML(pygments_lexer="python3")(source).strip()


def code_css() -> str:
    """The colours of `code_html`."""
    return HtmlFormatter(style="default").get_style_defs(".highlight")


def output_html(output) -> str:
    """The HTML of one stored output: a picture with its alternative text, a page, or plain text; ValueError for an error or a script."""
    if output.output_type == "stream":
        return f"<pre>{escape(output.text.rstrip())}</pre>"
    if output.output_type == "error":
        raise ValueError(f"the output is an error, {output.ename}: {output.evalue}, expected a picture or a text")
    data = output.data
    if "image/png" in data:
        alt = output.metadata.get("image/png", {}).get("alt", "")
        return f'<img src="data:image/png;base64,{data["image/png"].strip()}" alt="{escape(alt)}">'
    if "text/html" in data:
        if SCRIPT_OR_STYLE.search(data["text/html"]):
            raise ValueError(f"the output's HTML has a script, a style or an event handler: {data['text/html'][:80]!r}")
        return data["text/html"]
    return f"<pre>{escape(data['text/plain'])}</pre>"


def kind(output) -> str:
    """What an output is: "picture", "page" or "text"."""
    data = output.get("data", {})
    return "picture" if "image/png" in data else "page" if "text/html" in data else "text"


def shown_cells(notebook) -> list:
    """The cells that are for reading: all but those tagged "guard", which check what the prose says."""
    return [cell for cell in notebook.cells if "guard" not in cell.metadata.get("tags", [])]


def cell_html(cell, *, code: bool = True) -> str:
    """The HTML of one cell: a `section` of its id, with its text in `div.text`, or code in `div.code` and outputs in `div.output`.

    `code` tells whether the code is shown.
    """
    if cell.cell_type == "markdown":
        parts = [f'<div class="text">{markdown_html(cell.source)}</div>']
    else:
        parts = [f'<div class="code">{code_html(cell.source)}</div>'] if code else []
        parts += [f'<div class="output {kind(output)}">{output_html(output)}</div>' for output in cell.outputs]
    tags = escape(" ".join(cell.metadata.get("tags", [])))
    return f'<section class="cell {cell.cell_type}" id="{escape(cell.id)}" data-tags="{tags}">' + "\n".join(parts) + "</section>"


def title(notebook) -> str:
    """The first heading of a notebook, as plain text."""
    return notebook.cells[0].source.splitlines()[0].lstrip("# ").strip()


def read(path: Path):
    """The notebook stored at `path`."""
    return nbformat.read(path, as_version=4)
