"""What a user would write instead of our embedder: the model loaded, one question after the other.

A program of its own that imports nothing of ours: a line of JSON in, the seconds that it took out.
"""

from __future__ import annotations

import json
import sys
import time

from sentence_transformers import SentenceTransformer


def main() -> None:
    """Load the model of the folder named first, say so, and embed what comes."""
    model = SentenceTransformer(sys.argv[1])
    print("ready", flush=True)
    for line in sys.stdin:
        text = f"query: {json.loads(line)}"
        start = time.perf_counter()
        model.encode(text)
        print(time.perf_counter() - start, flush=True)


if __name__ == "__main__":
    main()
