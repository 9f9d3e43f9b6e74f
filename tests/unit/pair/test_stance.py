"""Sentence -> stance of its pairs, with the lexicon as shipped."""

import polars as pl
import pytest

from flows.contracts import PART_TABLES
from flows.describe import extract
from flows.evaluate.gold import documents_of
from flows.pair import pair, stances

IDS = {
    "country:US": "US",
    "country:IR": "Iran",
    "country:RU": "Russia",
    "country:TR": "Turkey",
    "country:FR": "France",
    "org:islamic-state": "ISIS",
    "org:hezbollah": "Hezbollah",
    "org:iraqi-army": "army",
    "org:kurdistan-workers-party": "PKK",
    "person:bashar-al-assad": "Assad",
    "group:kurds": "Kurds",
    "name:b09f98e572960152": "Coalition",
}


@pytest.fixture(scope="module")
def evidence(shipped, in_one_batch):
    def read(*texts):
        documents = documents_of(list(texts))
        found = extract(documents, shipped)
        sides = stances(documents, found.read, found.assertion, found.named, shipped)
        return PART_TABLES["evidence"].validate(pair(found.mentions, sides))

    return in_one_batch(read)


@pytest.fixture
def sides(evidence):
    def read(text):
        found = set()
        for row in evidence(text).filter(pl.col("stance").is_not_null()).iter_rows(named=True):
            a, b = (IDS.get(row[name], row[name]) for name in ("entity_a", "entity_b"))
            pairs = {"a_to_b": (a, "->", b), "b_to_a": (b, "->", a)}
            both = (*sorted((a, b)), "both")
            found.add((row["stance"], *pairs.get(row["direction"], both)))
        return found

    return read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Turkey bombed ISIS.", ("hostile", "Turkey", "->", "ISIS")),
        ("ISIS was bombed by Turkey.", ("hostile", "Turkey", "->", "ISIS")),
        ("ISIS positions, bombed by Turkish jets, burned.", ("hostile", "Turkey", "->", "ISIS")),
        ("Turkey's attack on ISIS failed.", ("hostile", "Turkey", "->", "ISIS")),
        ("An attack on ISIS by Turkey failed.", ("hostile", "Turkey", "->", "ISIS")),
        ("Turkish strikes against ISIS go on.", ("hostile", "Turkey", "->", "ISIS")),
        ("Turkey declared war on ISIS.", ("hostile", "Turkey", "->", "ISIS")),
        ("Turkey clashed with ISIS.", ("hostile", "ISIS", "Turkey", "both")),
        ("Turkey clashed twice with ISIS.", ("hostile", "ISIS", "Turkey", "both")),
        ("Clashes between Turkey and ISIS go on.", ("hostile", "ISIS", "Turkey", "both")),
        ("Turkey and Iran have long been rivals.", ("hostile", "Iran", "Turkey", "both")),
        ("Turkey retook the town from ISIS.", ("hostile", "Turkey", "->", "ISIS")),
        ("Russia backs Assad.", ("allied", "Russia", "->", "Assad")),
        ("Assad is backed by Russia.", ("allied", "Russia", "->", "Assad")),
        ("The Iran-backed Hezbollah left.", ("allied", "Iran", "->", "Hezbollah")),
        ("Russia is an ally of Iran.", ("allied", "Iran", "Russia", "both")),
        ("The PKK fought alongside the Iraqi army.", ("allied", "PKK", "->", "army")),
        ("Russia and Iran fight on the same side.", ("allied", "Iran", "Russia", "both")),
        ("Russian jets struck in support of Hezbollah.", ("allied", "Russia", "->", "Hezbollah")),
        ("Anti-ISIS Kurds marched.", ("hostile", "Kurds", "->", "ISIS")),
        ("To defeat ISIS, Iran must think.", ("hostile", "Iran", "->", "ISIS")),
        ("By bombing ISIS, Turkey made enemies.", ("hostile", "Turkey", "->", "ISIS")),
        ("In support of Hezbollah, Russian jets struck.", ("allied", "Russia", "->", "Hezbollah")),
        ("ISIS boasted of killing 1,700 Kurds.", ("hostile", "ISIS", "->", "Kurds")),
        ("The killing of Kurds by ISIS went on.", ("hostile", "ISIS", "->", "Kurds")),
        ("Kurds are said to have attacked ISIS.", ("hostile", "Kurds", "->", "ISIS")),
        ("The Kurdistan Workers' Party (PKK) attacked ISIS.", ("hostile", "PKK", "->", "ISIS")),
        ("The PKK stood alongside the Iraqi army.", ("allied", "PKK", "army", "both")),
        ("Russia sent arms directly to the Kurds.", ("allied", "Russia", "->", "Kurds")),
        ("The Iraqi army came under fire from ISIS.", ("hostile", "ISIS", "army", "both")),
        ("Iran, which had bombed ISIS, left.", ("hostile", "Iran", "->", "ISIS")),
        ("The Iraqi army drove ISIS out of the town.", ("hostile", "army", "->", "ISIS")),
        ("ISIS was forced from the town by Kurds.", ("hostile", "Kurds", "->", "ISIS")),
        ("Hezbollah fired rockets at Turkey.", ("hostile", "Hezbollah", "->", "Turkey")),
        ("Rockets fired by ISIS at Kurds hit a school.", ("hostile", "ISIS", "->", "Kurds")),
        (
            "Kurds captured a road, close to the river, from ISIS.",
            ("hostile", "Kurds", "->", "ISIS"),
        ),
        ("Russian strikes against Turkish bridges go on.", ("hostile", "Russia", "->", "Turkey")),
        ("Kurds seized the PKK base camp from ISIS.", ("hostile", "Kurds", "->", "ISIS")),
        ("Kurds seized an ISIS stronghold.", ("hostile", "Kurds", "->", "ISIS")),
        ("Kurds seized control of the base of ISIS.", ("hostile", "Kurds", "->", "ISIS")),
        ("Turkish strikes aimed at ISIS go on.", ("hostile", "Turkey", "->", "ISIS")),
        ("Turkey exchanges fire with ISIS.", ("hostile", "Turkey", "->", "ISIS")),
        ("Turkey bombed the Kurdish militant group PKK.", ("hostile", "Turkey", "->", "PKK")),
        (
            "Clashes between Turkey and the Shia armed group Hezbollah go on.",
            ("hostile", "Hezbollah", "Turkey", "both"),
        ),
        ("Turkey captured towns from ISIS.", ("hostile", "Turkey", "->", "ISIS")),
        ("Turkey and Iran fought side by side.", ("allied", "Iran", "Turkey", "both")),
        ("The hill was retaken from ISIS by Kurds.", ("hostile", "Kurds", "->", "ISIS")),
        ("Kurds cleared the hills of ISIS.", ("hostile", "Kurds", "->", "ISIS")),
        (
            "Four Kurds died; one Iraqi army officer was killed in an ISIS bomb attack.",
            ("hostile", "ISIS", "->", "army"),
        ),
        ("Kurds were wounded in a night attack by ISIS.", ("hostile", "ISIS", "->", "Kurds")),
        ("A raid carried out by Turkey on PKK camps failed.", ("hostile", "Turkey", "->", "PKK")),
        (
            "Turkish strikes killing at least forty PKK fighters went on.",
            ("hostile", "Turkey", "->", "PKK"),
        ),
        (
            "The ISIS bomb that killed six Iraqi army officers was big.",
            ("hostile", "ISIS", "->", "army"),
        ),
        ("France said it had bombed ISIS.", ("hostile", "France", "->", "ISIS")),
        ("France took the hill and has moved against ISIS.", ("hostile", "France", "->", "ISIS")),
        (
            "France claimed responsibility for killing ISIS men.",
            ("hostile", "France", "->", "ISIS"),
        ),
        ("France left the base while bombing ISIS.", ("hostile", "France", "->", "ISIS")),
        (
            "Clashes broke out at dawn between Turkey and the PKK.",
            ("hostile", "PKK", "Turkey", "both"),
        ),
        ("The Iraqi army continued its anti-ISIS operations.", ("hostile", "army", "->", "ISIS")),
        ("Assad's closest ally Russia agreed.", ("allied", "Assad", "Russia", "both")),
        ("Hezbollah, an Iranian ally, agreed.", ("allied", "Hezbollah", "Iran", "both")),
        ("Near Raqqa, US aircraft struck ISIS.", ("hostile", "US", "->", "ISIS")),
        ("Hezbollah, a friend of Iran, attacked ISIS.", ("hostile", "Hezbollah", "->", "ISIS")),
        ("Kurds fought ISIS alongside others.", ("hostile", "Kurds", "->", "ISIS")),
        (
            "Russia shelled the camp, killing Kurdish PKK fighters.",
            ("hostile", "Russia", "->", "PKK"),
        ),
        ("France was accused by Iran of arming the PKK.", ("allied", "France", "->", "PKK")),
        ("Iran accused France of arming the PKK.", ("allied", "France", "->", "PKK")),
        (
            "Iran accused France of lying and secretly arming the PKK.",
            ("allied", "France", "->", "PKK"),
        ),
        (
            "Turkish jets bombed towns amid clashes with the PKK.",
            ("hostile", "PKK", "Turkey", "both"),
        ),
        (
            "Turkish police began the arrest of ISIS fighters amid clashes with the PKK.",
            ("hostile", "PKK", "Turkey", "both"),
        ),
        ("Iran sent troops to Syria in order to support Assad.", ("allied", "Iran", "->", "Assad")),
        ("Iran and Turkey exchange missile fire with zeal.", ("hostile", "Iran", "Turkey", "both")),
        ("US national guards attacked ISIS.", ("hostile", "US", "->", "ISIS")),
        ("ISIS used US weapons against Kurds.", ("hostile", "ISIS", "->", "Kurds")),
        ("ISIS used US weapons to attack Kurds.", ("hostile", "ISIS", "->", "Kurds")),
        ("US weapons to the PKK were seen.", ("allied", "US", "->", "PKK")),
        ("Turkey struck ISIS weapons depots.", ("hostile", "Turkey", "->", "ISIS")),
        ("The Iraqi army freed Kurds held by ISIS.", ("hostile", "army", "->", "ISIS")),
        ("The Iraqi army freed a town held by ISIS.", ("hostile", "army", "->", "ISIS")),
        ("Turkey and the PKK have been at war.", ("hostile", "PKK", "Turkey", "both")),
        (
            "Iran claims responsibility for an attack last year which killed Kurds.",
            ("hostile", "Iran", "->", "Kurds"),
        ),
        ("ISIS fighters who attacked Kurds fled.", ("hostile", "ISIS", "->", "Kurds")),
        ("Iran supports Assad's forces.", ("allied", "Iran", "->", "Assad")),
        ("The PKK took heavy machine gun fire from ISIS.", ("hostile", "ISIS", "PKK", "both")),
        ("Iran took Mosul from ISIS.", ("hostile", "Iran", "->", "ISIS")),
        ("Iran took back the town from ISIS.", ("hostile", "Iran", "->", "ISIS")),
        ("Iran sent weapons and money to Hezbollah.", ("allied", "Iran", "->", "Hezbollah")),
        ("In its fight against ISIS, Iran asked for help.", ("hostile", "Iran", "->", "ISIS")),
        ("Coalition jets bombed ISIS.", ("hostile", "Coalition", "->", "ISIS")),
        (
            "Coalition jets, flying from Turkey, bombed ISIS.",
            ("hostile", "Coalition", "->", "ISIS"),
        ),
        ("Iran reports that its forces have killed ISIS men.", ("hostile", "Iran", "->", "ISIS")),
        ("An attack on Turkey carried out by ISIS failed.", ("hostile", "ISIS", "->", "Turkey")),
        ("An attack on Turkey claimed by ISIS failed.", ("hostile", "ISIS", "->", "Turkey")),
        ("Turkey attacked ISIS, and the Kurds suffered.", ("hostile", "Turkey", "->", "ISIS")),
        (
            "The Soviet Union invaded Turkey.",
            ("hostile", "place:soviet-union", "->", "Turkey"),
        ),
        ("France was held, accused of arming the PKK.", ("allied", "France", "->", "PKK")),
        ("ISIS men accused of attacking Kurds were held.", ("hostile", "ISIS", "->", "Kurds")),
        ("Iran tries France, accused of arming the PKK.", ("allied", "France", "->", "PKK")),
        ("Turkey killed men suspected of belonging to ISIS.", ("hostile", "Turkey", "->", "ISIS")),
        ("France was held on charges of arming the PKK.", ("allied", "France", "->", "PKK")),
        (
            "France opened a case against Iran, an ally of Assad.",
            ("allied", "Assad", "Iran", "both"),
        ),
        (
            "Tanks were supplied to Kurdish fighters by France.",
            ("allied", "France", "->", "Kurds"),
        ),
    ],
)
def test_a_cue_and_its_sides(sides, text, expected):
    assert sides(text) == {expected}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Turkey, France and Russia bombed ISIS.",
            {("hostile", x, "->", "ISIS") for x in ("Turkey", "France", "Russia")},
        ),
        (
            "Turkey bombed ISIS, the PKK and Hezbollah.",
            {("hostile", "Turkey", "->", x) for x in ("ISIS", "PKK", "Hezbollah")},
        ),
        (
            "Russia supports Iran in its fight against ISIS.",
            {
                ("allied", "Russia", "->", "Iran"),
                ("hostile", "Iran", "->", "ISIS"),
                ("hostile", "Russia", "->", "ISIS"),
            },
        ),
        (
            "After ISIS executed soldiers of the Iraqi army, Iran vowed to take revenge.",
            {("hostile", "ISIS", "->", "army"), ("hostile", "Iran", "->", "ISIS")},
        ),
        (
            "ISIS attacked US-backed PKK fighters.",
            {("hostile", "ISIS", "->", "PKK"), ("allied", "US", "->", "PKK")},
        ),
        (
            "Turkey stormed the camp, killing dozens of ISIS fighters.",
            {("hostile", "Turkey", "->", "ISIS")},
        ),
        (
            "Iran, together with France, is fighting ISIS.",
            {("allied", "France", "Iran", "both"), ("hostile", "Iran", "->", "ISIS")},
        ),
    ],
)
def test_several_sides(sides, text, expected):
    assert sides(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Turkey and ISIS were in the news.",
        "Turkey did not bomb ISIS.",
        "Turkey said that rebels bombed Iran.",
        "Turkey was there when they bombed Iran.",
        "The rebels left Turkey; militias bombed Iran.",
        "Rebels in Turkey bombed Iran.",
        "ISIS attacked the Iraqi town of Hit.",
        "Russia voted against Iran.",
        "If they were let loose on Iran, ISIS would gain.",
        "Turkey struck the place to target men firing on Kurds.",
        "He was sentenced by an Iranian court for killing a Turkish man.",
        "Russia, alongside France, sells grain.",
        "Russia supports Iran's elections.",
        "Turkey bombed and backed ISIS.",
        "France supports an arms embargo against Turkey.",
        "Turkey is shocked by the attack on France.",
        "Pro-Assad fighters attacked Turkey.",
        "Turkey bombed Iran-made drones.",
        "An American man fought alongside Hezbollah.",
        "Iran reached Mosul, which had been besieged by ISIS.",
        "Iran-backed men attacked trucks in Turkey.",
        "Turkey welcomed the supporting role the US played.",
        "Turkey cut aid to the Iraqi army.",
        "France spoke against the US decision amid the war.",
        # Whoever blames, punishes or praises someone did nothing of it.
        "Iran accused two states of arming the PKK.",
        "The United States sanctioned two banks for financing Hezbollah.",
        "Iran praised its neighbours for helping Assad.",
        "Iran suspended eleven officers for aiding Assad.",
        "A man was arrested in Rome by French police for attacking Kurds.",
        "Russia asked that Iran visit Turkey in order to back Assad.",
        "Russia and Iran say they would go to war to stop Turkey.",
        "Two US citizens were jailed for attempting a coup against Assad.",
        "Turkish rebels attacked ISIS.",
        "Iran won't attack Turkey.",
        "Iran attacked the homes of families accused of supporting Assad.",
        "Iran accused him of plotting with the support of Turkey.",
        "Residents of the U.S. state of Ohio were jailed for plotting to attack ISIS.",
        "Turkey is bolstering local forces countering ISIS.",
        "Turkey said it was targeting weapons shipments to Hezbollah.",
        "Turkey seized a ship carrying weapons to Iran.",
        "Pro-US activists occupy Turkey's embassy.",
        "The PKK requests help from Russia.",
        "Turkey had found armed Kurds in the zone.",
        "Turkish police held men on suspicion of the abduction and murder of Kurds.",
        "Turkey began a vaccination campaign against measles using the help of ISIS.",
        "The US court struck down an order from Assad.",
        "France has condemned the armed aggression against Turkey.",
        "France deplores the attack against the PKK.",
        "The US decision prohibiting the shipment of arms to Iran stands.",
        "France will join Greece to protect Turkish bases.",
        "The militants broke UN sanctions to attack Turkey.",
        "Bashar al-Assad takes over from Hafez al-Assad.",
        "The attack on Turkey was condemned by France.",
        "The killing of Kurds was criticised by Russia.",
        "France stopped arming the PKK.",
        "Russia will revoke Iran's trade status in coordination with Turkey.",
        "Iran condemned attacks on Turkey.",
        "Iran condemned an attack that killed Kurds.",
        "Iran and Russia discussed attacks on Turkey.",
        "Iran took the lead from ISIS.",
        "He was tried for arming Iran's rebels for Turkey.",
        "Iran supports rebels who attacked Turkey.",
        "He left over Iran's support for rebels who attacked Turkey.",
        "Attacks on U.S. bases in Iraq, Jordan, and Turkey",
        "Military aid to Turkey, France–Iran relations",
        "Turkey captures images of the PKK.",
        "They rally in support of the girls kidnapped in Turkey by ISIS.",
        "Turkey and Iran must live side by side after the war.",
        "Kurdish fighters acted against the advice of Turkey.",
        "Russia and Iran saw the hills in Syria, which were attacked by Turkey.",
        "Turkey defeats Iran 2–0 to advance to the finals.",
        "Turkey bombed a militant Syrian group.",
        "Russia supports the removal of President Assad.",
        "Russia wants to undermine military support for Hezbollah.",
        "Russia called for military aid to Hezbollah to be halted.",
        # Weights, elections, warrants; what someone says; who tells of it.
        "Russia won at 160 pounds and Iran did so too.",
        "Russia has beaten out Turkey for the seat.",
        "Turkey cameras captured Kurds under a bridge.",
        "Turkey is to kick off the Iran league.",
        "Turkey prepares to kick off Iran in June.",
        # Who acts against a state or beside it.
        "Libyan militants beheaded ten Kurds.",
        "A Turkish frigate foils an attack by Somali pirates on Iran.",
        "The Iraqi army executed a search warrant and left Kurds behind.",
        "The law is to let Russia combat what Turkey calls a crime.",
        "A tank blew up, said Turkey, killing four Kurds.",
    ],
)
def test_no_stance_where_it_is_not_sure(sides, text):
    assert sides(text) == set()


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Turkey bombed ISIS.", "asserted"),
        ("Turkey could bomb ISIS.", "hypothetical"),
        ("Iran said that Turkey bombed ISIS.", "attributed"),
        ("Turkey did not bomb ISIS.", "negated"),
    ],
)
def test_a_pair_is_as_sure_as_its_clause(evidence, text, modality):
    found = evidence(text).filter(entity_a="country:TR", entity_b="org:islamic-state")
    assert found["modality"].to_list() == [modality]


def test_the_cue_is_quoted(evidence):
    text = "Overnight Turkey declared war on ISIS."
    start, end, cue = evidence(text).select("cue_start", "cue_end", "cue").row(0)
    assert text[start:end] == cue == "declared war on"


def test_who_backs_one_of_two_that_clash_does_not_back_the_other(sides):
    assert sides("ISIS and Kurds, backed by Iran, clashed.") == {
        ("hostile", "ISIS", "Kurds", "both"),
        ("allied", "Iran", "->", "Kurds"),
    }
