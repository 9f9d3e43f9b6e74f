"""Texts of tables, read in one batch."""

from collections.abc import Callable
from functools import cache

import polars as pl
import pytest

Read = Callable[..., pl.DataFrame]


@pytest.fixture(scope="module")
def in_one_batch(request: pytest.FixtureRequest) -> Callable[[Read], Read]:
    """`in_one_batch(read)` is `read`, but reads the texts of the module's tables all at once.

    A hundred sentences take hardly longer than one, and a text's rows are its own whatever it is
    read with: that is what the tests of properties hold. `read` takes texts and numbers them by
    `doc_id`, as `documents_of` does; the texts are what parametrised tests call `text`.
    """
    items = [item for item in request.session.items if item.module is request.module]
    given = [item.callspec.params.get("text") for item in items if hasattr(item, "callspec")]
    texts = list(dict.fromkeys(text for text in given if text is not None))

    def batched(read: Read) -> Read:
        @cache
        def rows() -> dict[str, pl.DataFrame]:
            numbered = {f"{number:016x}": text for number, text in enumerate(texts)}
            found = read(*texts)
            return {text: found.filter(doc_id=doc_id) for doc_id, text in numbered.items()}

        def find(*wanted: str) -> pl.DataFrame:
            is_listed = len(wanted) == 1 and wanted[0] in texts
            return rows()[wanted[0]] if is_listed else read(*wanted)

        return find

    return batched
