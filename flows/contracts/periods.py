"""What changes from one period to the next."""

import dataframely as dy
import polars as pl

from flows.contracts import columns as c

#: Lengths that are compared; single days hold too little.
SHIFT_PERIODS = ("month", "week", "year")
#: Fewer sentences in both periods together cannot tell a change from chance.
LEAST_SENTENCES = 5


class Shifts(dy.Schema):
    """One pair of entities in one period, against the period before it."""

    period = dy.String(
        primary_key=True,
        check={"known": lambda x: x.is_in(SHIFT_PERIODS)},
        description="week (from Monday), month or year.",
    )
    period_start = dy.Date(
        primary_key=True,
        description="Its first day; it is compared with the calendar period that ends the day "
        "before.",
    )
    entity_a = c.entity("The first entity by id", key=True)
    entity_b = c.entity("The second entity by id", key=True)
    n_before = c.count("Sentences that name both and speak of the period before.")
    n_after = c.count("Sentences that name both and speak of the period; at least 5 with n_before.")
    n_units_before = c.count("Sentences with a mention that speak of the period before.", low=1)
    n_units_after = c.count("Sentences with a mention that speak of the period.", low=1)
    log_ratio = dy.Float64(
        description="Base-2 logarithm of the rate in the period over the rate before, a rate being "
        "n / n_units with half a sentence added to both (Walter 1975), so that no rate is 0: 1 is "
        "twice as often, -1 half as often."
    )
    log_ratio_low = dy.Float64(description="Lower end of its 95% interval.")
    log_ratio_high = dy.Float64(description="Upper end of its 95% interval.")
    log_likelihood = dy.Float64(
        nullable=True,
        description="Log-likelihood ratio G2 of the 2x2 table (Dunning 1993), negative where the "
        "pair became rarer; null where every sentence names it.",
    )
    p_value = dy.Float64(
        min=0,
        max=1,
        description="Probability of a change at least as large by chance, in either direction: "
        "twice the smaller tail of Fisher's exact test; 0 where it is smaller than any number.",
    )
    q_value = dy.Float64(
        min=0,
        max=1,
        description="False discovery rate at which the change passes (Benjamini & Hochberg 1995) "
        "among all rows of the same length of period; which pairs have a row depends on n_before + "
        "n_after alone, which says nothing of a change.",
    )

    @dy.rule()
    def ordered(cls) -> pl.Expr:
        """A pair is kept once, in order of ids."""
        return pl.col("entity_a") < pl.col("entity_b")

    @dy.rule()
    def enough(cls) -> pl.Expr:
        """Both periods together have the least number of sentences."""
        return pl.col("n_before") + pl.col("n_after") >= LEAST_SENTENCES
