"""Rows of texts as a table: in a notebook, in a README, and in plain text. The first row is the heading."""

import html


def as_text(rows: list[list[str]]) -> str:
    """A line for each row."""
    return "\n".join(" | ".join(row) for row in rows)


def as_markdown(rows: list[list[str]]) -> str:
    """The table as Markdown."""
    heading, *rest = ([text.replace("|", "\\|") for text in row] for row in rows)
    return "\n".join(f"| {' | '.join(row)} |" for row in [heading, ["---"] * len(heading), *rest])


def as_html(rows: list[list[str]], title: str = "") -> str:
    """The table as HTML; with a `title`, folded away under it."""
    style = 'style="text-align:left;vertical-align:top"'
    heading, *rest = ([html.escape(text) for text in row] for row in rows)
    titles = "".join(f"<th {style}>{text}</th>" for text in heading)
    body = "".join(f"<tr>{''.join(f'<td {style}>{text}</td>' for text in row)}</tr>" for row in rest)
    table = f"<table><thead><tr>{titles}</tr></thead><tbody>{body}</tbody></table>"
    return f"<details><summary>{html.escape(title)}</summary>{table}</details>" if title else table
