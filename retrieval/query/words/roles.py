"""Roles of words that several rules speak of, and those that rules put together as regular expressions."""

from __future__ import annotations

# Words that add no condition to a question, whatever they are beside.
INERT = frozenset({"det", "prep", "pron", "aux", "verb", "adv", "polite", "adj", "noun"})
# Words that change what is asked in ways that no filter expresses.
UNSUPPORTED = frozenset(
    {"vague", "missing", "included", "relative", "ours", "share", "both", "duration", "except", "without", "not", "no", "around"}
)  # fmt: skip
MONEY = ("money", "subsidy", "cash", "cost")
# Words for money that say nothing of whose: "le montant des subsides" is of the subsidies.
ANY_AMOUNT = frozenset(
    {"montant", "montants", "bedrag", "bedragen", "betrag", "betrage", "amount", "amounts"}
)

NOUN = r"(?:project|town|practice|law)"  # what is counted and listed
DIM = r"(?:dim_\w+|town)"  # what is grouped by
INSIDE = (  # what may stand between the word that asks and the noun that it asks of
    r"(?:det|adj|adv|prep|all|place|near|year|start|end|verb|and|or|aux|has|pron|noun|town|total|polite|known|not|no"
    r"|missing|vague|dim_\w+|term|give|amount|than|more|unknown|per|around|abroad|which)"
)
