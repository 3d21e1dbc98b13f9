"""The figures of a portfolio as a message: how many initiatives, what they cost, what is left to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.content import Block, bullets, context, section
from bot.escaping import mrkdwn
from bot.views.documents import link, text
from corpus.models import Language
from corpus.text import format_money, format_number, mark, mark_plural, translate, translate_plural
from retrieval.portfolio.figures import Cell, Figures, Portfolio

_MOST = 5
_HEAD = mark("Le portefeuille en chiffres")
_COUNT = mark_plural("{count} initiative", "{count} initiatives")
_BUDGET = mark("{money} de budget connu (fiches : {known} sur {total})")
_THEMES, _TERRITORIES = mark("Par thème"), mark("Par province")
_DUPLICATES = mark_plural("{count} doublon probable à trancher", "{count} doublons probables à trancher")
_SILENT = mark_plural(
    "{count} paire d'initiatives répond au même besoin sans échange connu",
    "{count} paires d'initiatives répondent au même besoin sans échange connu",
)
_UNKNOWN = mark("inconnu")
_READABLE = mark("D'après ce que les lecteurs de ce message peuvent lire.")


def portfolio_message(portfolio: Portfolio, language: Language) -> dict[str, Any]:
    """Totals, the largest themes and territories, and what is left to do."""
    head, total = translate(language, _HEAD), portfolio.total
    lines = [section([text(head, bold=True)]), bullets([*_totals(total, language), *_work(total, language)])]
    for label, cells in ((_THEMES, portfolio.domains), (_TERRITORIES, portfolio.territories)):
        if cells:
            lines.append(section([text(translate(language, label), bold=True)]))
            lines.append(bullets(_cells(cells, language)))
    blocks: list[Block] = [{"type": "rich_text", "elements": lines}, context(translate(language, _READABLE))]
    count = translate_plural(language, *_COUNT, total.initiatives.count)
    return {"text": mrkdwn(f"{head} – {count}"), "blocks": blocks}


def _totals(total: Figures, language: Language) -> list[list[Block]]:
    count = translate_plural(language, *_COUNT, total.initiatives.count)
    address = total.initiatives.url
    lines = [[link(count, address) if address else text(count)]]
    if total.budget.total is not None:
        known = format_number(total.budget.known.count, language)
        numbers = {"known": known, "total": format_number(total.initiatives.count, language)}
        money = format_money(total.budget.total, language)
        lines.append([text(translate(language, _BUDGET, money=money, **numbers))])
    lines += [
        [text(f"{one.label} – {format_number(one.initiatives.count, language)}")] for one in total.statuses
    ]
    return lines


def _work(total: Figures, language: Language) -> list[list[Block]]:
    both = ((_DUPLICATES, total.open_duplicates), (_SILENT, total.without_exchange))
    return [[text(translate_plural(language, *said, pairs.count))] for said, pairs in both if pairs]


def _cells(cells: Sequence[Cell], language: Language) -> list[list[Block]]:
    lines = []
    for cell in cells[:_MOST]:
        label = cell.domain_label or cell.territory_label or translate(language, _UNKNOWN)
        address = cell.figures.initiatives.url
        name = link(label, address) if address else text(label)
        lines.append([name, text(f" – {format_number(cell.figures.initiatives.count, language)}")])
    return lines
