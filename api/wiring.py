"""Every constructor call, in order; what is opened here is closed here in reverse."""

from __future__ import annotations

from dataclasses import dataclass

from api.settings import Settings, SettingsError
from ingest.pipeline import Ingester
from ingest.submissions import Publishing
from retrieval.answering.answerer import Answerer
from retrieval.answering.assistant import Assistant
from retrieval.answering.generated.generation import Generation
from retrieval.answering.generated.writing import ChatWriter, Writer
from retrieval.answering.judging import Judging
from retrieval.answering.unanswered import Unanswered
from retrieval.catalogue.catalogue import Catalogue
from retrieval.checklist.calendar import Calendar
from retrieval.checklist.checklist import Checker
from retrieval.checklist.expected import Expectations
from retrieval.checklist.topics import Topics
from retrieval.embedding.cached import CachedQueries
from retrieval.embedding.embedder import Embedder, SentenceTransformerEmbedder
from retrieval.embedding.gathering import GatheredQueries
from retrieval.embedding.query_map import MappedQueries, QueryMap
from retrieval.embedding.question_vectors import QuestionVectors
from retrieval.gaps.asking import AskingAgain
from retrieval.gaps.board import Board
from retrieval.governance.governance import Governance
from retrieval.likeness.absorbed import Absorbed
from retrieval.likeness.board import PairBoard
from retrieval.likeness.decisions import Decisions
from retrieval.likeness.judge import Judge
from retrieval.likeness.meanings import AdaptedMeanings, Meanings, PlainMeanings
from retrieval.likeness.nearness import IdeaJudge
from retrieval.likeness.pairs import PairStore
from retrieval.likeness.profiles import Profiles
from retrieval.likeness.quotes import Quotes
from retrieval.likeness.scan import Scan
from retrieval.likeness.similar import Similar
from retrieval.portfolio.college.note import CollegeNotes
from retrieval.portfolio.college.precedents import LikePrecedents
from retrieval.portfolio.costs import Costs
from retrieval.portfolio.figures import Portfolios
from retrieval.portfolio.inventory import Inventory
from retrieval.portfolio.kit import Kits
from retrieval.portfolio.listed import Lists
from retrieval.portfolio.open_work import OpenWork
from retrieval.portfolio.pooling.judged import JudgedPairs
from retrieval.portfolio.pooling.note import Notes
from retrieval.portfolio.pooling.pooling import Pooling
from retrieval.portfolio.related import RelatedSheets
from retrieval.portfolio.touching import Neighbours
from retrieval.search.links import Links
from retrieval.search.search import Searcher
from retrieval.state.conversations import Conversations
from retrieval.state.feedback import FeedbackBook
from retrieval.state.gaps import Gaps
from retrieval.watching.freshness import Freshness
from retrieval.watching.looking import Looking
from retrieval.watching.watching import Watching


@dataclass(frozen=True)
class Passerelle:
    """The assembled parts that the doors use."""

    settings: Settings
    catalogue: Catalogue
    embedder: CachedQueries
    searcher: Searcher
    answerer: Answerer
    assistant: Assistant
    ingester: Ingester
    conversations: Conversations
    links: Links
    gaps: Gaps
    book: FeedbackBook
    judging: Judging
    board: Board
    asking: AskingAgain
    meanings: Meanings
    judge: Judge
    scan: Scan
    pairs: PairBoard
    absorbed: Absorbed
    similar: Similar
    kits: Kits
    portfolios: Portfolios
    inventory: Inventory
    costs: Costs
    neighbours: Neighbours
    pooling: Pooling
    college: CollegeNotes
    checker: Checker
    calendar: Calendar
    governance: Governance
    publishing: Publishing
    watching: Watching
    freshness: Freshness
    writer: Writer | None = None

    def close(self) -> None:
        """Close what was opened."""
        self.book.close()
        self.gaps.close()
        self.conversations.close()
        self.catalogue.close()


def build(settings: Settings) -> Passerelle:
    """Put everything together; no model is loaded and no index opened before it is needed.

    Raises SettingsError, CatalogueError.
    """
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(f"PASSERELLE_HOME: {settings.home} cannot be used: {error.strerror}") from error
    links = Links(settings.base_url)
    catalogue = Catalogue.open(settings.catalogue_url)
    plain = plain_embedder(settings)
    gathered = GatheredQueries(plain)
    query_map = QueryMap.shipped()
    embedder = CachedQueries(MappedQueries(gathered, query_map), size=settings.query_cache)
    vectors = QuestionVectors(embedder, query_map)
    searcher = Searcher(catalogue, embedder, settings.index_folder)
    writer = _writer(settings)
    generation = Generation(writer, embedder, links) if writer else None
    answerer = Answerer(catalogue, searcher, embedder, links, generation=generation)
    ingester = Ingester(catalogue, embedder, settings.index_folder, settings.home / "ingest.lock")
    conversations = Conversations(settings.state_url, days=settings.conversation_days)
    gaps = Gaps(settings.state_url, days=settings.gap_days)
    book = FeedbackBook(settings.state_url, days=settings.feedback_days)
    unanswered = Unanswered(gaps, vectors)
    meanings, judge, ideas = _likeness(settings, plain)
    profiles = Profiles(catalogue, meanings, judge_version=judge.version)
    proposed = PairStore(catalogue.transactions)
    quotes = Quotes(catalogue, embedder)
    decisions = Decisions(catalogue.transactions)
    similar = Similar(catalogue, searcher, profiles, judge, ideas, quotes)
    needs = JudgedPairs(proposed, decisions)
    lists = Lists(links)
    related = RelatedSheets(catalogue, searcher, links)
    costs = Costs(catalogue, lists)
    pooling = Pooling(catalogue, links, needs, Notes(catalogue, links))
    checker = Checker(catalogue, Topics(vectors), Expectations(vectors))
    governance = Governance.over(catalogue.transactions)
    quoting = Answerer(catalogue, searcher, embedder, links)  # a chat model would be asked for nothing
    return Passerelle(
        settings=settings,
        catalogue=catalogue,
        embedder=embedder,
        searcher=searcher,
        answerer=answerer,
        assistant=Assistant(answerer, conversations, unanswered, begin=embedder.begin),
        ingester=ingester,
        conversations=conversations,
        links=links,
        gaps=gaps,
        book=book,
        judging=Judging(conversations, book, unanswered),
        board=Board(gaps, vectors, searcher, catalogue),
        asking=AskingAgain(gaps, quoting, searcher, catalogue, vectors, settings.home / "gaps.lock"),
        meanings=meanings,
        judge=judge,
        scan=Scan(catalogue, profiles, judge, proposed),
        pairs=PairBoard(catalogue, profiles, judge, proposed, decisions, quotes),
        absorbed=Absorbed(catalogue, decisions),
        similar=similar,
        kits=Kits(catalogue, related, links),
        portfolios=Portfolios(
            catalogue, lists, OpenWork(duplicates=needs.open_duplicates, silent=pooling.without_exchange)
        ),
        inventory=Inventory(catalogue, links),
        costs=costs,
        neighbours=Neighbours(catalogue, links),
        pooling=pooling,
        college=CollegeNotes(catalogue, LikePrecedents(similar), costs, related, obligations=checker),
        checker=checker,
        calendar=Calendar(checker),
        governance=governance,
        publishing=Publishing(governance.submissions, governance.watches, ingester),
        watching=Watching(
            governance.watches,
            Looking(catalogue, searcher, quoting),
            governance.directory,
            catalogue,
            searcher,
            settings.home / "watches.lock",
        ),
        freshness=Freshness(catalogue.transactions, governance.submissions, days=settings.freshness_days),
        writer=writer,
    )


def _likeness(settings: Settings, embedder: Embedder) -> tuple[Meanings, Judge, IdeaJudge]:
    """What compares projects: both judges were fitted once for the bundled embedder and once for any other."""
    if isinstance(embedder, SentenceTransformerEmbedder) and settings.embedder == "bundled":
        return AdaptedMeanings.shipped(embedder), Judge.shipped(), IdeaJudge.shipped()
    return PlainMeanings(embedder), Judge.for_other_embedders(), IdeaJudge.for_other_embedders()


def _writer(settings: Settings) -> Writer | None:
    if not settings.chat_model:
        return None
    return ChatWriter.named(
        settings.chat_model,
        url=settings.chat_url,
        key=settings.chat_api_key.get_secret_value(),
        timeout=settings.chat_timeout,
        temperature=settings.chat_temperature if settings.chat_temperature >= 0 else None,
        tracing=settings.chat_tracing,
    )


def plain_embedder(settings: Settings) -> Embedder:
    """The embedder that the settings name, without cache or map; raises SettingsError."""
    if settings.embedder_url:
        from retrieval.embedding.remote import RemoteEmbedder

        if not settings.embedder_dimension:
            raise SettingsError("PASSERELLE_EMBEDDER_DIMENSION is needed with PASSERELLE_EMBEDDER_URL")
        return RemoteEmbedder(
            base_url=settings.embedder_url,
            model=settings.embedder,
            api_key=settings.embedder_api_key,
            dimension=settings.embedder_dimension,
            query_prefix=settings.embedder_query_prefix,
            passage_prefix=settings.embedder_passage_prefix,
        )
    if settings.embedder == "bundled":
        return SentenceTransformerEmbedder.from_bundled(settings.model_folder)
    return SentenceTransformerEmbedder.from_name(
        settings.embedder,
        query_prefix=settings.embedder_query_prefix,
        passage_prefix=settings.embedder_passage_prefix,
        offline=settings.embedder_offline,
        folder=settings.model_folder,
    )
