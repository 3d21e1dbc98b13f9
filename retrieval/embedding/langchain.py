"""Any of our embedders, as LangChain knows them; a module of its own, since importing LangChain takes time."""

from __future__ import annotations

from langchain_core.embeddings import Embeddings

from retrieval.embedding.embedder import Embedder


class LangChainEmbeddings(Embeddings):
    """Any of our embedders, as LangChain knows them."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors of passages, in order."""
        vectors: list[list[float]] = self._embedder.embed_passages(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """The vector of one question."""
        vector: list[float] = self._embedder.embed_queries([text])[0].tolist()
        return vector
