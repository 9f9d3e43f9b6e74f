"""Tables of text -> interval; the text was published on Tuesday, 2 September 2014."""

from datetime import UTC, date, datetime
from functools import partial

import polars as pl
import pytest

from flows.extract import read
from flows.extract.dates import date_sentences, find_dates, timexes

PUBLISHED = datetime(2014, 9, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def find(lexicon, documents, in_one_batch):
    def find_all(published: datetime | None, *texts: str) -> pl.DataFrame:
        day = pl.lit(published, dtype=pl.Datetime("us", "UTC"))
        frame = documents(*texts).with_columns(published_at=day)
        return find_dates(frame, read(frame, lexicon), lexicon)

    dated, undated = (in_one_batch(partial(find_all, day)) for day in (PUBLISHED, None))
    return lambda text, published=PUBLISHED: (dated if published else undated)(text)


def intervals(found: pl.DataFrame) -> list[tuple]:
    return [
        (surface, first and str(first), last and str(last), basis)
        for surface, first, last, basis in found.select(
            "surface", "date_from", "date_to", "basis"
        ).iter_rows()
    ]


@pytest.mark.parametrize(
    ("text", "surface", "first", "last", "precision"),
    [
        ("It fell on 12 June 2014.", "12 June 2014", "2014-06-12", "2014-06-12", "day"),
        ("It fell on June 12, 2014.", "June 12, 2014", "2014-06-12", "2014-06-12", "day"),
        ("On June 10, 11 and 12, 2014 it fell.", "June 10, 11 and 12, 2014", "2014-06-10",
         "2014-06-12", "range"),
        ("On 5, 6 and 7 June 2014 it fell.", "5, 6 and 7 June 2014", "2014-06-05", "2014-06-07",
         "range"),
        ("On Thursday, 12 June 2014 it fell.", "Thursday, 12 June 2014", "2014-06-12",
         "2014-06-12", "day"),
        ("It fell on the 3rd of June 2014.", "the 3rd of June 2014", "2014-06-03", "2014-06-03",
         "day"),
        ("Written 2014-06-12 here.", "2014-06-12", "2014-06-12", "2014-06-12", "day"),
        ("Filed 10/26/89 here.", "10/26/89", "1989-10-26", "1989-10-26", "day"),
        ("Filed 26/10/1989 here.", "26/10/1989", "1989-10-26", "1989-10-26", "day"),
        ("Filed 12.06.2014 here.", "12.06.2014", "2014-06-12", "2014-06-12", "day"),
        ("It began in Feb 2012.", "Feb 2012", "2012-02-01", "2012-02-29", "month"),
        ("It began in 2003.", "2003", "2003-01-01", "2003-12-31", "year"),
        ("the peak of 2005-2008 passed", "2005-2008", "2005-01-01", "2008-12-31", "range"),
        ("the season of 2005-06 passed", "2005-06", "2005-01-01", "2006-12-31", "range"),
        ("between 2005 and 2008 it rose", "2005 and 2008", "2005-01-01", "2008-12-31", "range"),
        ("between March and May 2014 it rose", "March and May 2014", "2014-03-01", "2014-05-31",
         "range"),
        ("from 3 to 5 June 2014", "3 to 5 June 2014", "2014-06-03", "2014-06-05", "range"),
        ("on June 3-5, 2014", "June 3-5, 2014", "2014-06-03", "2014-06-05", "range"),
        ("in the 1990s it rose", "the 1990s", "1990-01-01", "1999-12-31", "decade"),
        ("in the late 1990s it rose", "the late 1990s", "1996-09-01", "1999-12-31", "part"),
        ("in the 20th century", "20th century", "1901-01-01", "2000-12-31", "century"),
        ("early 2014 was quiet", "early 2014", "2014-01-01", "2014-05-01", "part"),
        ("until mid-July 2014", "mid-July 2014", "2014-07-11", "2014-07-21", "part"),
        ("by the end of 2013", "the end of 2013", "2013-09-02", "2013-12-31", "part"),
        ("the third quarter of 2013", "the third quarter of 2013", "2013-07-01", "2013-09-30",
         "quarter"),
        ("in Q3 2013", "Q3 2013", "2013-07-01", "2013-09-30", "quarter"),
        ("in the first half of 2013", "the first half of 2013", "2013-01-01", "2013-06-30", "half"),
        ("in the summer of 2013", "the summer of 2013", "2013-06-01", "2013-08-31", "season"),
        ("in the 1970's it fell", "the 1970's", "1970-01-01", "1979-12-31", "decade"),
        ("Filed 2014/06/12 here.", "2014/06/12", "2014-06-12", "2014-06-12", "day"),
        ("It fell on the Fourth of July, 1976.", "the Fourth of July, 1976", "1976-07-04",
         "1976-07-04", "day"),
        ("on Christmas Eve 2013", "Christmas Eve 2013", "2013-12-24", "2013-12-24", "day"),
        ("at year-end 2013", "year-end 2013", "2013-09-02", "2013-12-31", "part"),
        ("in the first half of the 1960s", "the first half of the 1960s", "1960-01-01",
         "1963-05-01", "part"),
        ("for the fiscal third quarter of 2013", "the fiscal third quarter of 2013", "2013-07-01",
         "2013-09-30", "quarter"),
        ("said that December 1983 was cold", "December 1983", "1983-12-01", "1983-12-31", "month"),
        ("in winter 2013", "winter 2013", "2013-12-01", "2014-02-28", "season"),
    ],
)  # fmt: skip
def test_explicit(find, text, surface, first, last, precision):
    for published in (PUBLISHED, None):
        found = find(text, published=published)
        assert intervals(found) == [(surface, first, last, "explicit")]
        assert found["precision"].to_list() == [precision]


@pytest.mark.parametrize(
    ("text", "surface", "first", "last", "basis"),
    [
        ("It fell on 1 August.", "1 August", "2014-08-01", "2014-08-01", "year_inferred"),
        ("It fell in October.", "October", "2013-10-01", "2013-10-31", "year_inferred"),
        ("They will vote in October.", "October", "2014-10-01", "2014-10-31", "year_inferred"),
        ("It calls elections for 26 December.", "26 December", "2014-12-26", "2014-12-26",
         "year_inferred"),
        ("It tries men for 26 December attacks.", "26 December", "2013-12-26", "2013-12-26",
         "year_inferred"),
        ("A plan approved by the cabinet on Friday failed.", "Friday", "2014-08-29", "2014-08-29",
         "relative"),
        ("It will be formally approved by the cabinet on Friday.", "Friday", "2014-09-05",
         "2014-09-05", "relative"),
        ("In 2011 it rose, and on 1 August it fell.", "1 August", "2011-08-01", "2011-08-01",
         "year_inferred"),
        ("from June to August it rose", "June to August", "2014-06-01", "2014-08-31",
         "year_inferred"),
        ("He left yesterday.", "yesterday", "2014-09-01", "2014-09-01", "relative"),
        ("He left on Friday.", "Friday", "2014-08-29", "2014-08-29", "relative"),
        ("He left last Tuesday.", "last Tuesday", "2014-08-26", "2014-08-26", "relative"),
        ("It will be held on Friday.", "Friday", "2014-09-05", "2014-09-05", "relative"),
        ("He leaves next Friday.", "next Friday", "2014-09-05", "2014-09-05", "relative"),
        ("He left last week.", "last week", "2014-08-25", "2014-08-31", "relative"),
        ("He left late last week.", "late last week", "2014-08-30", "2014-08-31", "relative"),
        ("He leaves next month.", "next month", "2014-10-01", "2014-10-31", "relative"),
        ("It rose this year.", "this year", "2014-01-01", "2014-12-31", "relative"),
        ("It rose last May.", "last May", "2014-05-01", "2014-05-31", "relative"),
        ("It rose last winter.", "last winter", "2013-12-01", "2014-02-28", "relative"),
        ("It fell three days ago.", "three days ago", "2014-08-30", "2014-08-30", "relative"),
        ("It fell a year ago.", "a year ago", "2013-01-01", "2013-12-31", "relative"),
        ("It fell in the past three months.", "the past three months", "2014-06-03", "2014-09-02",
         "relative"),
        ("It fell on Friday afternoon.", "Friday afternoon", "2014-08-29", "2014-08-29",
         "relative"),
        ("It fell last night.", "last night", "2014-09-01", "2014-09-01", "relative"),
        ("Filed 03/09/2014 here.", "03/09/2014", "2014-09-03", "2014-09-03", "document_date"),
        ("He left late on Friday.", "late on Friday", "2014-08-29", "2014-08-29", "relative"),
        ("It fell before dawn on Friday.", "dawn on Friday", "2014-08-29", "2014-08-29",
         "relative"),
        ("It fell at dawn on Monday, 1 September.", "dawn on Monday, 1 September", "2014-09-01",
         "2014-09-01", "year_inferred"),
        ("They fled on the night of 6 August.", "the night of 6 August", "2014-08-06",
         "2014-08-06", "year_inferred"),
        ("It was shelled overnight.", "overnight", "2014-09-01", "2014-09-01", "relative"),
        ("They had left by the weekend.", "the weekend", "2014-08-30", "2014-08-31", "relative"),
        ("They will leave at the weekend.", "the weekend", "2014-09-06", "2014-09-07", "relative"),
        ("It falls the day after tomorrow.", "the day after tomorrow", "2014-09-04", "2014-09-04",
         "relative"),
        ("They said that Friday's raid failed.", "Friday", "2014-08-29", "2014-08-29", "relative"),
        ("It fell following Friday's raid.", "Friday", "2014-08-29", "2014-08-29", "relative"),
        ("It is closed beginning August 3.", "August 3", "2014-08-03", "2014-08-03",
         "year_inferred"),
        ("It rose this past July.", "this past July", "2014-07-01", "2014-07-31", "relative"),
        ("It fell in these past four weeks.", "these past four weeks", "2014-08-06", "2014-09-02",
         "relative"),
        ("It fell in November last year.", "November last year", "2013-11-01", "2013-11-30",
         "relative"),
        ("It fell on the 3rd of July last year.", "the 3rd of July last year", "2013-07-03",
         "2013-07-03", "relative"),
        ("It fell on 3 July this year.", "3 July this year", "2014-07-03", "2014-07-03",
         "relative"),
        ("It is closed from 1 October on.", "1 October", "2014-10-01", "2014-10-01",
         "year_inferred"),
        ("It began a decade ago.", "a decade ago", "2000-01-01", "2009-12-31", "relative"),
        ("It was the worst flood this century.", "this century", "2001-01-01", "2100-12-31",
         "relative"),
        ("It rose earlier in the week.", "the week", "2014-09-01", "2014-09-07", "relative"),
        ("In 1998 it fell, but by the end of the year it rose.", "the end of the year",
         "1998-09-02", "1998-12-31", "relative"),
        ("They will vote by the end of the year.", "the end of the year", "2014-09-02",
         "2014-12-31", "relative"),
        ("It was below the year-earlier period.", "the year-earlier period", "2013-01-01",
         "2013-12-31", "relative"),
        ("It ends next year, in the coming fiscal year.", "the coming fiscal year", "2015-01-01",
         "2015-12-31", "relative"),
        ("It will be held at Christmas.", "Christmas", "2014-12-25", "2014-12-25",
         "year_inferred"),
        ("He has ruled since 2006. On 1 August he left.", "1 August", "2014-08-01", "2014-08-01",
         "year_inferred"),
        ("In 2006 he came. On 1 August he left.", "1 August", "2006-08-01", "2006-08-01",
         "year_inferred"),
        ("The war of 2006 is over. On 1 August he left.", "1 August", "2014-08-01", "2014-08-01",
         "year_inferred"),
    ],
)  # fmt: skip
def test_against_the_text(find, text, surface, first, last, basis):
    assert (surface, first, last, basis) in intervals(find(text))


@pytest.mark.parametrize(
    "text",
    [
        "It fell on 1 August.", "It fell on Friday.", "He left yesterday.", "He left last week.",
        "Two days later it fell.", "Filed 03/09/2014 here.", "in the past three months",
        "It fell on 31 June 2014.", "a few years ago", "at 8 p.m. he left",
    ],
)  # fmt: skip
def test_nothing_to_go_by(find, text):
    found = find(text, published=None)
    assert found["date_from"].to_list() == [None]
    assert found["basis"].to_list() == [None]


def test_against_the_date_spoken_of_last(find):
    found = find(
        "Mosul fell on 10 June 2014. Two days later Sistani spoke. The next day men enlisted. "
        "The following month it was over. He came back a year later. That year was hard."
    )
    assert [row[:3] for row in intervals(found)] == [
        ("10 June 2014", "2014-06-10", "2014-06-10"),
        ("Two days later", "2014-06-12", "2014-06-12"),
        ("The next day", "2014-06-13", "2014-06-13"),
        ("The following month", "2014-07-01", "2014-07-31"),
        ("a year later", "2015-01-01", "2015-12-31"),
        ("That year", "2015-01-01", "2015-12-31"),
    ]
    assert found["anchor"].to_list()[1] == date(2014, 6, 10)


def test_what_looks_back_leaves_the_story_where_it_was(find):
    found = find(
        "Mosul fell on 10 June 2014. The assault had begun four days before. By nightfall it was "
        "over. The evening before, he had fled. It came two days before the fall of Tikrit."
    )
    assert [row[:3] for row in intervals(found)] == [
        ("10 June 2014", "2014-06-10", "2014-06-10"),
        ("four days before", "2014-06-06", "2014-06-06"),
        ("nightfall", "2014-06-10", "2014-06-10"),
        ("The evening before", "2014-06-09", "2014-06-09"),
        ("two days", None, None),
    ]


@pytest.mark.parametrize("text", ["In 2011 it rose.", "In the summer of 2011 it rose.",
                                  "In June 2011 it rose."])  # fmt: skip
def test_nobody_knows_which_days_follow_a_year(find, text):
    found = find(f"{text} Two days later it fell.")
    assert intervals(found)[1] == ("Two days later", None, None, None)


def test_a_date_line_dates_an_undated_text(find):
    text = "BAGHDAD, 12 June 2014\n\nMosul fell on Tuesday.\n"
    assert intervals(find(text, published=None))[1] == (
        "Tuesday", "2014-06-10", "2014-06-10", "relative",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("for two months", "duration", "P2M"),
        ("a four-week siege", "duration", "P4W"),
        ("for 24 hours", "duration", "PT24H"),
        ("for almost seven years", "duration", "P7Y"),
        ("for two and a half years", "duration", "P2.5Y"),
        ("for 6¾ years", "duration", "P6.75Y"),
        ("for several days", "duration", "PXD"),
        ("for years", "duration", "PXY"),
        ("over the next decade", "duration", "P10Y"),
        ("two to three weeks", "duration", "P2W/P3W"),
        ("forty-two months", "duration", "P42M"),
        ("twenty-one to thirty days", "duration", "P21D/P30D"),
        ("every day", "set", "XXXX-XX-XX"),
        ("every two weeks", "set", "P2W"),
        ("billed annually", "set", "XXXX"),
        ("on Mondays", "set", "XXXX-WXX-1"),
        ("$5 million a year", "set", "XXXX"),
        ("by now", "date", "PRESENT_REF"),
        ("at 8 p.m. today", "time", "2014-09-02T20"),
        ("at 15:00 GMT Saturday", "time", "2014-08-30T15:00"),
        ("on 12 June 2014", "date", "2014-06-12"),
        ("last week", "date", "2014-W35"),
        ("last summer", "date", "2014-SU"),
        ("two hours ago", "date", "PT2H"),
        ("after weeks of fighting", "duration", "PXW"),
        ("for some two months", "duration", "P2M"),
        ("well over a thousand years", "duration", "P1000Y"),
        ("before dawn on Friday", "time", "2014-08-29TDA"),
        ("at 11:30 Thursday night", "time", "2014-08-28T23:30"),
        ("at noon Friday", "time", "2014-08-29T12:00"),
        ("It ends on Friday at midnight", "time", "2014-08-29T24:00"),
        ("He fell on Friday. At 7:30 in the evening they left", "time", "2014-08-29T19:30"),
        ("in the near future", "date", "FUTURE_REF"),
        ("profit in the quarter", "date", "2014-Q3"),
        ("for a year and a half", "duration", "P1.5Y"),
        ("for a quarter of a century", "duration", "P25Y"),
        ("a half-century", "duration", "P50Y"),
        ("for another decade", "duration", "P10Y"),
        ("a month-long siege", "duration", "P1M"),
        ("a two-year-long war", "duration", "P2Y"),
        ("to last five days", "duration", "P5D"),
        ("twice every five years", "set", "P5Y"),
    ],
)
def test_kinds_and_values(find, text, kind, value):
    assert find(text).select("kind", "value").rows()[-1] == (kind, value)


@pytest.mark.parametrize(
    "text",
    [
        "a 22-year-old man", "he is 48 years old", "Theresa May spoke", "May I go?",
        "they march on", "2000 soldiers came", "Resolution 1701", "Bloody Sunday",
        "the fall of Mosul", "one second", "three quarters of them", "the Daily Mail",
        "1914 people", "an overnight train", "overnight trains", "midday prayers",
        "between a quarter and a third of it", "She is in her 80s", "USA Today said so",
        "The Summer Olympics open", "since the end of the Second World War", "a summer storm",
        "the midnight deadline", "the future of Mosul", "the issue of the day",
        "over the age of 12 years", "that a second summit", "Christmas Island",
        "22. May I thank you", "under resolution 1929", "document S/1995/717",
        "forces that fall back", "he left Mar-a-Lago", "said Jan-Åke Jonsson", "the March of Peace",
    ],
)  # fmt: skip
def test_no_dates(find, text):
    assert find(text)["surface"].to_list() == []


def test_sentences_are_dated(find, lexicon, documents):
    text = "It fell on 1 August. Nobody came. Two weeks are long."
    frame = documents(text, text).with_columns(
        published_at=pl.Series([PUBLISHED, None], dtype=pl.Datetime("us", "UTC"))
    )
    reading = read(frame, lexicon)
    sentences = pl.DataFrame(
        {"doc_id": frame["doc_id"].gather(reading.sentences["doc"])}
    ).with_columns(reading.sentences["sentence_no"])
    dated = date_sentences(sentences, find_dates(frame, reading, lexicon), frame)
    assert dated["date_basis"].to_list() == [
        "year_inferred", "document_date", "document_date", None, None, None,
    ]  # fmt: skip
    assert dated["date_from"].to_list()[:2] == [date(2014, 8, 1), date(2014, 9, 2)]


def test_timexes_split_ranges(find):
    found = timexes(find("from 2005-2008, between 12 and 18 months, on June 3-5, 2014"))
    assert found.select("start", "end", "value").rows() == [
        (5, 9, "2005"),
        (10, 14, "2008"),
        (24, 26, "P12M"),
        (31, 40, "P18M"),
        (45, 51, "2014-06-03"),
        (52, 59, "2014-06-05"),
    ]


@pytest.mark.parametrize(
    ("before", "said", "behind", "first"),
    [
        ("Nothing", "It calls elections for 26 December", "Men fled", date(2014, 12, 26)),
        ("What is to be", "Plan approved by men on Friday", "Nothing", date(2014, 8, 29)),
    ],
)
def test_what_lies_ahead_does_not_depend_on_the_texts_beside(
    lexicon, documents, before, said, behind, first
):
    def days(at: int, *texts: str) -> list[date]:
        day = pl.lit(PUBLISHED, dtype=pl.Datetime("us", "UTC"))
        frame = documents(*texts).with_columns(published_at=day)
        found = find_dates(frame, read(frame, lexicon), lexicon)
        return found.filter(doc_id=frame["doc_id"][at])["date_from"].to_list()

    assert days(0, said) == [first]
    assert days(1, before, said, behind) == [first]
