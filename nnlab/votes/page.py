"""What a phone shows: one page, whose main part depends on the vote and on what this phone has chosen."""

import base64
import hashlib
import re
from html import escape
from importlib.resources import files

from nnlab.votes.questions import LETTERS
from nnlab.votes.state import Vote, Votes
from nnlab.votes.texts import text

_PAGE, _STYLE, _SCRIPT = (files("nnlab").joinpath("votes", f"page.{kind}").read_text("utf-8") for kind in ("html", "css", "js"))
_NAMES = {"ko": "한국어", "en": "English"}


def _source(code: str) -> str:
    """How a content security policy names a style or script by its hash."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"


POLICY = (
    f"default-src 'none'; script-src {_source(_SCRIPT)}; style-src {_source(_STYLE)}; img-src data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def page(votes: Votes, phone: str, language: str, error: str = "", stored: str = "stored") -> str:
    """The whole page in HTML; `error`: a sentence that says why the last request was refused; `stored`: the text that says what is kept."""
    other = "en" if language == "ko" else "ko"
    values = {
        "language": language,
        "title": escape(text("title", language)),
        "style": _STYLE,
        "refresh": f'<noscript><meta http-equiv="refresh" content="10; url=./?lang={language}"></noscript>' if _waits(votes, phone) else "",
        "switch": f'<a href="./?lang={other}" lang="{other}" hreflang="{other}">{_NAMES[other]}</a>',
        "lost": escape(text("lost", language)),
        "tag": votes.tag,
        "main": main_part(votes, phone, language, error),
        "stored": escape(text(stored, language)),
        "script": _SCRIPT,
    }
    return re.sub(r"\{(\w+)\}", lambda found: values[found[1]], _PAGE)


def view(votes: Votes, phone: str, language: str, error: str = "") -> dict:
    """What changes in the page, as texts: the heading, the news, the choices with their marks, and the form if this phone may vote."""
    vote = votes.current
    seen = {"tag": votes.tag, "error": error, "news": news(votes, phone, language)}
    if vote is None:
        return seen | {"heading": seen["news"], "choices": [], "form": None}
    heading, *texts = vote.question.texts[language]
    own = vote.choice_of(phone)
    form = {"question": vote.number, "round": len(vote.rounds), "action": f"vote?lang={language}", "send": text("send", language)}
    choices = [
        {"letter": LETTERS[index], "text": choice, "own": index == own, "marks": _marks(vote, index, own, language)}
        for index, choice in enumerate(texts)
    ]
    return seen | {"heading": heading, "choices": choices, "form": form if vote.phase == "open" and own is None else None}


def main_part(votes: Votes, phone: str, language: str, error: str = "") -> str:
    """The same in HTML."""
    seen = view(votes, phone, language, error)
    head = f'<h1 tabindex="-1">{escape(seen["heading"])}</h1>'
    if error:
        head += f'<p class="error" role="alert">{escape(error)}</p>'
    if seen["form"] is not None:
        return head + _form(seen)
    news = f'<p class="note">{escape(seen["news"])}</p>' if seen["choices"] else ""
    items = []
    for choice in seen["choices"]:
        marks = f" <b>({escape(choice['marks'])})</b>" if choice["marks"] else ""
        items.append(f'<li class="{"own" if choice["own"] else ""}"><b>{choice["letter"]}</b> {escape(choice["text"])}{marks}</li>')
    return f"{head}{news}<ol>{''.join(items)}</ol>{_reload(language)}"


def news(votes: Votes, phone: str, language: str) -> str:
    """One sentence that says what is going on."""
    vote = votes.current
    if vote is None:
        return text("none", language)
    if vote.phase != "open":
        return text(f"news.{vote.phase}", language)
    key = "counted" if vote.choice_of(phone) is not None else "open" if len(vote.rounds) == 1 else "open_again"
    return text(f"news.{key}", language)


def _waits(votes: Votes, phone: str) -> bool:
    """Whether there is nothing to fill in, so that the page may load itself again."""
    vote = votes.current
    return vote is None or vote.phase != "open" or vote.choice_of(phone) is not None


def _form(seen: dict) -> str:
    form = seen["form"]
    labels = ""
    for index, choice in enumerate(seen["choices"]):
        radio = f'<input type="radio" name="choice" value="{index}" required>'
        labels += f"<label>{radio}<span><b>{choice['letter']}</b> {escape(choice['text'])}</span></label>"
    hidden = (f'<input type="hidden" name="{name}" value="{form[name]}">' for name in ("question", "round"))
    legend = f'<legend class="note">{escape(seen["news"])}</legend>'
    fields = f"<fieldset>{legend}{labels}</fieldset>{''.join(hidden)}"
    return f'<form method="post" action="{form["action"]}">{fields}<button>{escape(form["send"])}</button></form>'


def _marks(vote: Vote, index: int, own: int | None, language: str) -> str:
    """What stands behind a choice: whether it is right, once that is explained, and whether it is this phone's."""
    right = [text("right", language)] if vote.phase == "explained" and index == vote.question.right else []
    return ", ".join([*right, *([text("own", language)] if index == own else [])])


def _reload(language: str) -> str:
    return f'<noscript><a href="./?lang={language}">{escape(text("reload", language))}</a></noscript>'
