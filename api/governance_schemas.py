"""What travels over HTTP of governance, where it differs from the domain."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from corpus.access import Caller, Role, Scope, may_read_address
from corpus.drafts import Draft
from corpus.fiche_life import FicheState, Step
from corpus.fiche_rights import open_steps
from corpus.filters import Filters
from corpus.models import FilledText, Language, Slug, Text
from corpus.network import Email, Membership, Name, Organisation, Person
from retrieval.governance.audit import Deed
from retrieval.governance.fiches import Comment, Submission, Version
from retrieval.governance.submissions import LONGEST_COMMENT, LONGEST_REASON
from retrieval.governance.tokens import LONGEST_DAYS, USUAL_DAYS, Token
from retrieval.search.links import Links

Names = dict[str, str]  # of people, by id


class In(BaseModel):
    """A request body: nothing unknown is accepted."""

    model_config = ConfigDict(extra="forbid")


class ByOut(BaseModel):
    """Who did something; without a name where they were forgotten since."""

    person: str
    name: str | None

    @classmethod
    def of(cls, person: str | None, names: Names) -> ByOut | None:
        """None where no person did it."""
        return cls(person=person, name=names.get(person)) if person else None


# -- organisations and people -----------------------------------------------------------------------


class OrganisationsOut(BaseModel):
    """A page of organisations; `next` goes into `cursor`."""

    items: list[Organisation]
    total: int
    next: str | None


class MembershipOut(BaseModel):
    """What a person does for an organisation."""

    id: int
    organisation: str
    role: Role
    remit: dict[str, Any] = Field(description="what a coordinator answers for, as filters; empty: everything")

    @classmethod
    def of(cls, membership: Membership) -> MembershipOut:
        """From the domain."""
        return cls(
            id=membership.id,
            organisation=membership.organisation,
            role=membership.role,
            remit=membership.remit.as_dict(),
        )


class PersonOut(BaseModel):
    """A person; the address is shown to themselves and to administrators."""

    id: str
    name: str
    language: Language
    email: str | None
    since: date
    memberships: list[MembershipOut]

    @classmethod
    def of(cls, person: Person, memberships: tuple[Membership, ...], caller: Caller) -> PersonOut:
        """From the domain."""
        return cls(
            id=person.id,
            name=person.name,
            language=person.language,
            email=person.email if may_read_address(caller, person.id) else None,
            since=person.since,
            memberships=[MembershipOut.of(one) for one in memberships],
        )


class PeopleOut(BaseModel):
    """A page of people."""

    items: list[PersonOut]
    total: int
    next: str | None


class PersonIn(In):
    """A person to add."""

    name: Name
    language: Language = "fr"
    email: Email | None = None


class PersonChange(In):
    """What of a person changes; what is not given stays, an address of null goes."""

    name: Name | None = None
    language: Language | None = None
    email: Email | None = None


class MembershipIn(In):
    """A role to give."""

    organisation: Slug
    role: Role
    remit: dict[str, Any] = Field(default_factory=dict, description="places and themes, as filters")


# -- tokens -----------------------------------------------------------------------------------------


class TokenIn(In):
    """A token to issue; for oneself where nobody is named."""

    person: Slug | None = None
    organisation: Slug | None = None
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=len(Scope))]
    label: Annotated[Text, Field(max_length=100)] = ""
    days: Annotated[int, Field(ge=1, le=LONGEST_DAYS)] = USUAL_DAYS


class TokenOut(BaseModel):
    """What is known of a token; its secret is said once, when it is issued."""

    id: str
    person: str
    organisation: str
    scopes: list[Scope]
    label: str
    created: date
    expires: date
    revoked: date | None
    last_used: date | None

    @classmethod
    def of(cls, token: Token) -> TokenOut:
        """From the domain."""
        return cls.model_validate({**vars(token), "scopes": sorted(token.scopes)})


class NewTokenOut(TokenOut):
    """A token that was just issued."""

    token: str = Field(description="the bearer token; it cannot be shown again")


class TokensOut(BaseModel):
    """A page of tokens."""

    items: list[TokenOut]
    total: int
    next: str | None


# -- fiches in the making ---------------------------------------------------------------------------


class SubmissionIn(In):
    """A fiche to begin."""

    fiche: Draft
    organisation: Slug | None = Field(
        default=None, description="the owner; the caller's own where none is named"
    )


class SubmissionChange(In):
    """Fields of a draft to replace; those that are not given stay."""

    fiche: dict[str, Any]
    version: int | None = Field(default=None, ge=1, description="that was read; or in If-Match")


class StepIn(In):
    """A step, and why."""

    version: int | None = Field(default=None, ge=1, description="that was read; or in If-Match")
    reason: Annotated[Text, Field(max_length=LONGEST_REASON)] = ""


class CommentIn(In):
    """Something to say of a fiche, or of one of its fields."""

    text: Annotated[FilledText, Field(max_length=LONGEST_COMMENT)]
    field: Annotated[str, Field(max_length=64)] = ""


class SubmissionOut(BaseModel):
    """A fiche in the making."""

    id: str
    organisation: str
    author: ByOut | None
    state: FicheState
    version: int
    published_version: int | None
    updated_at: datetime
    fiche: Draft
    steps: list[Step] = Field(description="what the caller may do with it now")
    url: str | None = Field(description="of the document, as long as it is in the catalogue")

    @classmethod
    def of(cls, submission: Submission, caller: Caller, names: Names, links: Links) -> SubmissionOut:
        """From the domain."""
        return cls(
            id=submission.id,
            organisation=submission.organisation,
            author=ByOut.of(submission.author, names),
            state=submission.state,
            version=submission.version,
            published_version=submission.published_version,
            updated_at=submission.updated_at,
            fiche=submission.draft,
            steps=list(open_steps(caller, submission)),
            url=links.document(submission.id) if submission.in_catalogue else None,
        )


class SubmissionsOut(BaseModel):
    """A page of fiches, last changed first."""

    items: list[SubmissionOut]
    total: int
    next: str | None


class ChangeOut(BaseModel):
    """A field that a version changed."""

    field: str
    before: Any
    after: Any


class VersionOut(BaseModel):
    """A state that was saved."""

    version: int
    step: Step
    state: FicheState
    by: ByOut | None
    at: datetime
    reason: str
    changes: list[ChangeOut]

    @classmethod
    def of(cls, version: Version, names: Names) -> VersionOut:
        """From the domain."""
        return cls(
            version=version.version,
            step=version.step,
            state=version.state,
            by=ByOut.of(version.by, names),
            at=version.at,
            reason=version.reason,
            changes=[
                ChangeOut(field=one.field, before=one.before, after=one.after) for one in version.changes
            ],
        )


class CommentOut(BaseModel):
    """What somebody said; without text where its author was forgotten."""

    id: int
    version: int
    field: str
    text: str
    by: ByOut | None
    at: datetime

    @classmethod
    def of(cls, comment: Comment, names: Names) -> CommentOut:
        """From the domain."""
        return cls.model_validate({**vars(comment), "by": ByOut.of(comment.by, names)})


class DeedOut(BaseModel):
    """A line of the audit trail."""

    at: datetime
    actor: str
    action: str
    detail: str

    @classmethod
    def of(cls, deed: Deed) -> DeedOut:
        """From the domain."""
        return cls(at=deed.at, actor=deed.actor, action=deed.action, detail=deed.detail)


class HistoryOut(BaseModel):
    """All that happened to a fiche."""

    versions: list[VersionOut]
    comments: list[CommentOut]
    trail: list[DeedOut]


def filters_out(filters: Filters) -> dict[str, Any]:
    """Filters as JSON."""
    return filters.as_dict()
