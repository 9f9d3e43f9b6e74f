"""Money: whose dollars they are, and which pounds are a weight."""

import numpy as np
import polars as pl

from flows.extract.arrays import running
from flows.extract.reading import Reading
from flows.extract.spotting import Spots
from flows.extract.tokens import NOTHING as TIGHT

#: Whose dollars they are, by what is written right before the sign.
_DOLLARS = {"a": "AUD", "c": "CAD", "ca": "CAD", "hk": "HKD", "nz": "NZD", "s": "SGD", "r": "BRL"}
#: Unit of pounds that are no money.
WEIGHT = "pound"
_BILLIONS = 1_000_000_000
#: Words one of which a sentence has that speaks of pounds as money.
_OF_MONEY = (
    *("bail", "bank", "bill", "bonus", "bought", "bribe", "bribes", "budget", "buy", "cash"),
    *("charge", "charged", "compensation", "cost", "costing", "costs", "debt", "debts", "donated"),
    *("donation", "donations", "earn", "earned", "earning", "earns", "expenses", "fee", "fees"),
    *("fine", "fined", "fines", "fund", "funding", "funds", "grant", "grants", "income", "invest"),
    *("invested", "investment", "lent", "loan", "loans", "loss", "losses", "money", "owed", "paid"),
    *("pay", "paying", "pays", "pension", "price", "prices", "priced", "prize", "profit"),
    *("profits", "raise", "raised", "ransom", "refund", "rent", "revenue", "reward", "salaries"),
    *("salary", "sale", "sales", "saved", "savings", "sell", "sold", "spend", "spending", "spent"),
    *("sterling", "stolen", "tax", "taxes", "valued", "wage", "wages", "worth"),
)


def in_dollars(read: Reading, spots: Spots, values: pl.DataFrame) -> tuple[Spots, pl.DataFrame]:
    """Dollars with their country: A$20 million."""
    before, space = np.maximum(spots.first - 1, 0), read.tokens["space"].to_numpy()
    of = read.type_of
    sign = (read.types["word"] == "$").to_numpy()[of[spots.first]]
    sign &= (space[before] == TIGHT) & (spots.first > 0)
    at = np.flatnonzero(sign)
    written = read.types["folded"].gather(of[before[at]])
    named = written.replace_strict(_DOLLARS, default=None, return_dtype=pl.String)
    country = pl.Series("country", [None], dtype=pl.String).new_from_index(0, len(sign))
    country = country.scatter(at, named)
    first = spots.first - country.is_not_null().to_numpy()
    measure = pl.coalesce(country, "measure").alias("measure")
    return spots._replace(first=first), values.with_columns(measure)


def weighed(read: Reading, spots: Spots, values: pl.DataFrame) -> pl.DataFrame:
    """Quantities with pounds as the weight they are where nothing in the sentence is money: 500
    pounds of explosives.
    """
    pounds = read.among(spots.last, ("pound", "pounds"))
    told = running(read.types_among(_OF_MONEY)[read.type_of])
    begin, end = read.sentence_starts(spots.last), read.sentence_ends(spots.last)
    speaks = told[end] > told[begin]
    weight = pl.Series(pounds & ~speaks, dtype=pl.Boolean) & (pl.col("least") < _BILLIONS)
    weight &= pl.col("measure").eq_missing("GBP")
    measure = pl.when(weight).then(pl.lit(WEIGHT)).otherwise("measure")
    return values.with_columns(measure=measure)
