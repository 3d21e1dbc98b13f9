"""The parts of governance over one database."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.catalogue.transactions import Transactions
from retrieval.governance import moments
from retrieval.governance.audit import AuditTrail
from retrieval.governance.directory import Directory
from retrieval.governance.outbox import Outbox
from retrieval.governance.personal import PersonalData
from retrieval.governance.submissions import Submissions
from retrieval.governance.tokens import Tokens
from retrieval.governance.watches import Watches


@dataclass(frozen=True)
class Governance:
    """Who belongs to the network, by which tokens they come, what they write, and what they are to be told."""

    directory: Directory
    tokens: Tokens
    submissions: Submissions
    watches: Watches
    outbox: Outbox
    trail: AuditTrail
    personal: PersonalData

    @classmethod
    def over(cls, transactions: Transactions, now: moments.Now = moments.now_utc) -> Governance:
        """All of them on the catalogue's database."""
        return cls(
            directory=Directory(transactions, now),
            tokens=Tokens(transactions, now),
            submissions=Submissions(transactions, now),
            watches=Watches(transactions, now),
            outbox=Outbox(transactions, now),
            trail=AuditTrail(transactions),
            personal=PersonalData(transactions, now),
        )
