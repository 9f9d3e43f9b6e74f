"""Tables of text -> bounds, unit, role."""

import polars as pl
import pytest

from flows.extract import read
from flows.extract.dates import find_dates
from flows.extract.quantities import find_quantities


@pytest.fixture(scope="module")
def find(lexicon, documents, in_one_batch):
    def find_all(*texts: str) -> pl.DataFrame:
        frame = documents(*texts)
        reading = read(frame, lexicon)
        return find_quantities(frame, reading, find_dates(frame, reading, lexicon), lexicon)

    return in_one_batch(find_all)


@pytest.mark.parametrize(
    ("text", "surface", "bounds", "approximate"),
    [
        ("over 40 worshippers", "over 40 worshippers", "(40, )", False),
        ("at least three dozen men", "at least three dozen men", "[36, )", False),
        ("up to 12 men", "up to 12 men", "(, 12]", False),
        ("fewer than 12 men", "fewer than 12 men", "(, 12)", False),
        ("nearly 300 hostages", "nearly 300 hostages", "(, 300)", True),
        ("some 200 fighters", "some 200 fighters", "[200, 200]", True),
        ("~200 fighters", "~200 fighters", "[200, 200]", True),
        ("between 12 and 15", "between 12 and 15", "[12, 15]", False),
        ("12-15 men", "12-15 men", "[12, 15]", False),
        ("thirty-five men", "thirty-five men", "[35, 35]", False),
        ("thirty-five to forty men", "thirty-five to forty men", "[35, 40]", False),
        ("a hundred and twenty-one men", "a hundred and twenty-one men", "[121, 121]", False),
        ("twenty-one thousand men", "twenty-one thousand men", "[21000, 21000]", False),
        ("two to three million men", "two to three million men", "[2e+06, 3e+06]", False),
        ("hundreds of US soldiers", "hundreds of US soldiers", "(100, )", True),
        ("tens of thousands of people", "tens of thousands of people", "(10000, )", True),
        ("thousands of unspeakable acts", "thousands of unspeakable acts", "(1000, )", True),
        ("several hundred men", "several hundred men", "[300, )", True),
        ("1.2m people", "1.2m people", "[1.2e+06, 1.2e+06]", False),
        ("more than 1.2 million people", "more than 1.2 million people", "(1.2e+06, )", False),
        ("1,500 men", "1,500 men", "[1500, 1500]", False),
        ("40 per cent of them", "40 per cent", "[40, 40]", False),
        ("12.5% of them", "12.5%", "[12.5, 12.5]", False),
        ("$500 million", "$500 million", "[5e+08, 5e+08]", False),
        ("two hundred and fifty men", "two hundred and fifty men", "[250, 250]", False),
        ("from 800 to about 1,500 men", "from 800 to about 1,500 men", "[800, 1500]", False),
        ("10 or more men", "10 or more men", "[10, )", False),
        ("40 or so men", "40 or so men", "[40, 40]", True),
        ("a quarter of the oil", "a quarter", "[0.25, 0.25]", False),
        ("two thirds of the city", "two thirds", "[0.666667, 0.666667]", False),
        ("between a quarter and half of it", "between a quarter and half", "[0.25, 0.5]", False),
        ("about half of the city", "about half", "[0.5, 0.5]", True),
        ("40-plus men", "40-plus men", "[40, )", False),
        (
            "an estimated half-million men",
            "an estimated half-million men",
            "[500000, 500000]",
            True,
        ),
        ("half-a-million men", "half-a-million men", "[500000, 500000]", False),
        ("a half million men", "a half million men", "[500000, 500000]", False),
        ("a quarter of a million men", "a quarter of a million men", "[250000, 250000]", False),
        ("a quarter-million men", "a quarter-million men", "[250000, 250000]", False),
        ("one and a half million men", "one and a half million men", "[1.5e+06, 1.5e+06]", False),
        ("12 and a half million men", "12 and a half million men", "[1.25e+07, 1.25e+07]", False),
        ("a million and a half men", "a million and a half men", "[1.5e+06, 1.5e+06]", False),
        ("2½ million men", "2½ million men", "[2.5e+06, 2.5e+06]", False),
        ("4¼ million men", "4¼ million men", "[4.25e+06, 4.25e+06]", False),
        ("3 ¾ million men", "3 ¾ million men", "[3.75e+06, 3.75e+06]", False),
        ("100 more troops", "100 more troops", "[100, 100]", False),
        ("tens of thousand of men", "tens of thousand of men", "(10000, )", True),
        ("5% to 6% of it", "5% to 6%", "[5, 6]", False),
        ("a $5 million reward", "$5 million", "[5e+06, 5e+06]", False),
    ],
)
def test_bounds(find, text, surface, bounds, approximate):
    row = find(text).row(0, named=True)
    low = "[" if row["lower_inclusive"] else "("
    high = "]" if row["upper_inclusive"] else ")"
    ends = ["" if end is None else f"{end:g}" for end in (row["lower"], row["upper"])]
    assert (row["surface"], f"{low}{ends[0]}, {ends[1]}{high}") == (surface, bounds)
    assert row["approximate"] is approximate


@pytest.mark.parametrize(
    ("text", "unit", "role"),
    [
        ("They massacred over 40 worshippers.", "worshippers", "killed"),
        ("About 40 people were killed.", "people", "killed"),
        ("The attack left 12 dead.", "dead", "killed"),
        ("Of them 60 were wounded.", None, "wounded"),
        ("Some 200 fighters came.", "fighters", "fighters"),
        ("They killed 200 fighters.", "fighters", "killed"),
        ("More than 1,000 people have fled.", "people", "displaced"),
        ("It took 30 hostages.", "hostages", "captured"),
        ("Some 12 policemen were killed.", "policemen", "killed"),
        ("Hundreds of Shia militiamen came.", "militiamen", "fighters"),
        ("They killed three police officers.", "officers", "killed"),
        ("They killed four of its soldiers.", "soldiers", "killed"),
        ("At least one young protester was killed.", "protester", "killed"),
        ("At least one other was killed.", "other", "killed"),
        ("The attack left 12 people dead.", "people", "killed"),
        ("It costs $500 million.", "USD", "money"),
        ("It costs 20 euros.", "EUR", "money"),
        ("It costs 20 pounds.", "GBP", "money"),
        ("They hold three billion pounds.", "GBP", "money"),
        ("The bomb weighs 20 pounds.", "pound", None),
        ("They hold 40 per cent of it.", "percent", "share"),
        ("They hold hundreds of Iraqis.", "iraqis", None),
        ("They killed them 12 km away.", "km", None),
        ("There are 193 member states.", "states", None),
        ("One soldier was killed.", "soldier", "killed"),
        ("Hundreds of prisoners were said to have been freed.", "prisoners", "rescued"),
        ("It killed 12 prisoners.", "prisoners", "killed"),
        ("At least 40 men are believed to have been wounded.", "men", "wounded"),
        ("It was said that some fled, and that 40 men stayed.", "men", None),
        ("The 12 deaths were reported by prisoners.", "deaths", "killed"),
        ("They dropped 500-pound bombs.", "pound", None),
        ("They hold a third of the city.", None, "share"),
        ("The death toll from the flood in Hit rises to 318.", None, "killed"),
        ("It burned 100 square kilometres.", "square km", None),
        ("It costs A$20 million.", "AUD", "money"),
        ("It costs billions of dollars.", "USD", "money"),
        ("An estimated 50 people drowned.", "people", "killed"),
        ("Two women were stoned to death.", "women", "killed"),
        ("A court sentenced four men to death.", "men", None),
        ("Four men were sentenced to death on Friday.", "men", None),
        ("The 12 men may face the death penalty.", "men", None),
        ("Floods forced 300 people from their homes.", "people", "displaced"),
        ("Some 300 people had left their homes.", "people", "displaced"),
        ("Some 300 people had left their posts.", "people", None),
        ("Police arrest 25 people.", "people", "captured"),
        ("At least one death was confirmed.", "death", "killed"),
        ("Nine people, including a child, were killed.", "people", "killed"),
        ("Nine people (among them a child) died.", "people", "killed"),
        ("Nine people disappear in the river.", "people", "missing"),
        ("It costs 3.2 billion USD.", "USD", "money"),
        ("It costs $500 million CAD.", "CAD", "money"),
        ("It costs 20 million pesos.", "peso", "money"),
        ("They lay thousands of anti-personnel mines.", "mines", None),
        ("They claim a 200-nautical-mile zone.", "mile", None),
        ("The six-member crew was rescued.", "crew", "rescued"),
        ("A 6.4 magnitude earthquake killed many.", "magnitude", None),
        ("A magnitude 6.4 earthquake strikes at sea.", "magnitude", None),
        ("A 6.4 earthquake strikes at sea.", "magnitude", None),
        ("They buried 7 earthquake victims.", "victims", None),
        ("On average 6.4 men were killed each day.", "men", None),
    ],
)
def test_units_and_roles(find, text, unit, role):
    assert find(text).select("unit", "role").rows() == [(unit, role)]


@pytest.mark.parametrize(
    "text", ["a third attack", "in the second half", "the northern half of it", "a quarter final"]
)
def test_no_shares(find, text):
    assert find(text).height == 0


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("In Mosul, 34, most of them women, were killed.", "34"),
        ("Bombs killed 10, wounding many.", "10"),
        ("Roe killed 34 and fled.", "34"),
    ],
)
def test_no_ages(find, text, surface):
    assert find(text).select("surface", "role").rows() == [(surface, "killed")]


def test_of_leads_to_the_unit(find):
    assert find("It won 92 of the 328 seats.").select("surface", "unit").rows() == [
        ("92", "seats"), ("328 seats", "seats"),
    ]  # fmt: skip


def test_each_number_has_its_own_role(find):
    found = find("40 fighters killed 12 civilians and wounded 30 in 3 attacks.")
    assert found["role"].to_list() == ["fighters", "killed", "wounded", "strikes"]


@pytest.mark.parametrize(
    "text",
    [
        "12 policemen, 3 firemen and two guards were killed.",
        "The blast killed 20 children and six adult staff.",
        "The blast killed two soldiers, three policemen, and a dozen civilians in Hit.",
        "The blast kills 13 people, including ten children, at a wedding.",
        "Forty people were killed, among them 12 women and nine children.",
        "378 people (including 122 women) were slain.",
    ],
)
def test_what_became_of_some_became_of_the_others(find, text):
    assert set(find(text)["role"]) == {"killed"}


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("The blast killed 12 people and two bombs exploded.", ["killed", None]),
        ("The blast killed 12 people and destroyed 15 houses.", ["killed", None]),
        ("34 people were rescued and at least one death confirmed.", ["rescued", "killed"]),
        ("12 people drown and 9 others disappear.", ["killed", "missing"]),
        ("He met 12 women, and two men fled.", [None, "displaced"]),
    ],
)
def test_what_became_of_some_did_not_become_of_others(find, text, roles):
    assert find(text)["role"].to_list() == roles


@pytest.mark.parametrize(
    ("said", "other"),
    [("12 men went to their death", "Row upon row"), ("They chased 12 men from", "Their homes")],
)
def test_what_became_of_them_does_not_depend_on_the_next_text(find, said, other):
    together = find(said, other)
    assert together.select("surface", "role").equals(find(said).select("surface", "role"))


@pytest.mark.parametrize(
    "text",
    [
        "on 12 June 2014", "for two months", "the 3rd man", "95.\tMr. President", "(2) The first",
        "They gave N10.9 billion.", "They gave K12 million.",
        "Resolution 2170 says", "an F-16 flew", "Article 51 says", "a 22-year-old man", "in 2003",
        "the score was 2-1", "one of them", "COVID-19 came", "12/15",
        "the forty-second session", "under one roof", "Mary Roe, 34, was killed.",
        "Police arrested a suspect, 23, there.", "The driver (23) was killed.",
        "Killed were Roe, 34; Zork, 36; and Grelb, 40.", "Mr. Roe, who is 34, was killed.",
        "Roe, 34 and Zork, 36, were killed.", "He died aged 94.", "aged 12 to 14",
        "a boy and a girl, aged 6 and 8, died", "One in three Syrians fled.",
        "She was seven years old.", "The 93 year-old left.", "The 93 year-old finishes it.",
        "He swam at Ninety Mile Beach.",
        "Nine News reported it.", "the six-party talks", "zero-sum policies", "a two-child policy",
    ],
)  # fmt: skip
def test_no_quantities(find, text):
    assert find(text)["surface"].to_list() == []
