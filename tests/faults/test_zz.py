from tests.faults import test_writers as w
import pytest
from tests.conftest import World
import numpy as np
def chk(catalogue, searcher, answerer):
    q=w.understand("version du projet", infer=False)
    with catalogue.snapshot():
        result = searcher.search(q, w.ADMINISTRATOR, limit=20)
        ids={hit.document.id for hit in result.hits}
        if not {"toujours-1", "toujours-2"} <= ids:
            g=searcher._generation
            raise AssertionError((ids,result.total,catalogue.revision,g.manifest.revision,g.rows.documents,sorted(catalogue.select(w.Filters() if hasattr(w,'Filters') else q.filters,w.ADMINISTRATOR)),searcher._allowed(g,catalogue.revision,q.filters,w.ADMINISTRATOR), len(g.rows.document_of), [ (s.total) for s in searcher._pool(q,w.ADMINISTRATOR).scores], searcher._pool(q,w.ADMINISTRATOR).documents))
@pytest.mark.parametrize("i",range(4))
def test_x(world,i):
    w.test_a_reader_sees_one_state_while_documents_change_and_generations_are_published(world,chk)
