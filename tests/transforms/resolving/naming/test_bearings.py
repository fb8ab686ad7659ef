"""The locations in an article choose among namesakes; what they do not settle stays open."""

from __future__ import annotations

import pytest

from tests.names import doc, named
from transforms.resolving.names import find_names
from transforms.resolving.places import Place

QUALIFIED = [
    ("Hyderabad, Sindh,", "Hyderabad", "PK", "05"), ("Hyderabad in Sindh province", "Hyderabad", "PK", "05"),
    ("Hyderabad, Telangana,", "Hyderabad", "IN", "40"), ("Hyderabad, Pakistan,", "Hyderabad", "PK", "05"),
    ("Valencia, Bukidnon,", "Valencia", "PH", None), ("Santiago, Isabela,", "Santiago", "PH", None),
    ("San Juan, Batangas, Philippines,", "San Juan", "PH", "40"), ("Kandi, Alibori,", "Kandi", "BJ", "07"),
    ("Mykolaivka, Donetsk region,", "Mykolaivka", "UA", "05"), ("Mykolaivka, Sumy region,", "Mykolaivka", "UA", "21"),
    ("Tripoli, Lebanon,", "Tripoli", "LB", None), ("Tripoli, Libya,", "Tripoli", "LY", None),
    ("Paris, Texas,", "Paris", "US", "TX"), ("Paris, Ky.,", "Paris", "US", "KY"), ("Paris, TX,", "Paris", "US", "TX"),
    ("London, Ontario,", "London", "CA", "08"), ("London, Ky.,", "London", "US", "KY"),
    ("Springfield, Illinois,", "Springfield", "US", "IL"), ("Springfield, Missouri,", "Springfield", "US", "MO"),
    ("Columbus, Georgia,", "Columbus", "US", "GA"), ("Athens, Ohio,", "Athens", "US", "OH"),
    ("Cambridge, Massachusetts,", "Cambridge", "US", "MA"), ("Newcastle, New South Wales,", "Newcastle", "AU", "02"),
    ("Hamilton, Ontario,", "Hamilton", "CA", "08"), ("Hamilton, New Zealand,", "Hamilton", "NZ", None),
    ("Valencia, Venezuela,", "Valencia", "VE", None), ("Córdoba, Argentina,", "Córdoba", "AR", None),
    ("Merida, Yucatan,", "Merida", "MX", "31"), ("Cartagena, Spain,", "Cartagena", "ES", None),
    ("Guadalajara, Jalisco,", "Guadalajara", "MX", "14"), ("Trujillo, Peru,", "Trujillo", "PE", None),
    ("Georgetown, Guyana,", "Georgetown", "GY", None), ("Birmingham, Alabama,", "Birmingham", "US", "AL"),
    ("Victoria, British Columbia,", "Victoria", "CA", "02"), ("Alexandria, Virginia,", "Alexandria", "US", "VA"),
    ("Moscow, Idaho,", "Moscow", "US", "ID"), ("Palestine, Texas,", "Palestine", "US", "TX"),
    ("Salem, Tamil Nadu,", "Salem", "IN", "25"), ("Aurangabad, Bihar,", "Aurangabad", "IN", "34"),
]  # fmt: skip


def place(text: str, name: str) -> Place | None:
    return next((found.place for words, found in named(text).items() if words == name), None)


@pytest.mark.parametrize(("words", "name", "country", "admin1"), QUALIFIED, ids=[row[0] for row in QUALIFIED])
def test_the_place_named_beside_a_place_chooses_its_namesake(
    words: str, name: str, country: str, admin1: str | None
) -> None:
    found = place(f"Gunmen killed three people in {words} on Monday.".replace("province on", "province, on"), name)
    assert found is not None
    assert found.country == country
    assert found.latitude is not None or name == "Georgia"
    assert admin1 is None or found.admin1 == admin1
    assert found.latitude is not None


def test_a_name_once_placed_keeps_its_place() -> None:
    text = "Fire broke out in Paris, Texas, on Monday. Police in Paris said nobody was hurt. Schools in Paris closed."
    found = place(text, "Paris")
    assert found is not None
    assert (found.country, found.admin1) == ("US", "TX")


@pytest.mark.parametrize(
    ("text", "name", "place_id"),
    [
        ("Police in Laurel County, Kentucky, found him.", "Laurel County", 4297480),
        ("The race for governor of Texas is open in Texas.", "Texas", 4736286),
        ("Floods hit Queensland again. Rain fell in Queensland.", "Queensland", 2152274),
        ("Fighters took a town in North Darfur, Sudan.", "North Darfur", 408666),
        ("Miners went on strike in West Virginia.", "West Virginia", 4826850),
        ("The ship sailed through the Gulf of Aden.", "Gulf of Aden", None),
        ("Troops left South Ossetia in Georgia.", "South Ossetia", None),
        ("Settlers attacked a village in the West Bank.", "West Bank", 285153),
        ("The song is heard in South America.", "South America", 6255150),
    ],
)  # fmt: skip
def test_a_division_and_a_compass_name_stand_by_their_own_name(text: str, name: str, place_id: int | None) -> None:
    found = next(f.place for words, f in named(text, (name, "GPE")).items() if words.removeprefix("the ") == name)
    assert found is not None
    assert (found.place_id, found.latitude) == (place_id, None)


@pytest.mark.parametrize(
    ("text", "name", "place_id"),
    [
        ("Bila Tserkva in the Kyiv region was hit. Sirens went off in Kyiv.", "Kyiv", 703448),
        ("Shells fell on Talbiseh, Homs. On Tuesday planes bombed Homs.", "Homs", 169577),
        ("They met in Springfield, Illinois, after a vote in Illinois.", "Illinois", 4896861),
    ],
    ids=["a region named after its city", "a province named after its city", "a state"],
)
def test_what_a_town_lies_in_is_not_what_the_bare_name_means_later(text: str, name: str, place_id: int) -> None:
    last = [found for found in find_names(doc(text)) if found.span.text == name][-1]
    assert last.place is not None
    assert last.place.place_id == place_id


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("A bomb went off in San Juan, Batangas, Philippines.", {"San Juan": 1689303, "Batangas": 1726279}),
        ("Storms hit Texas, Oklahoma and Kansas.", {"Texas": 4736286, "Oklahoma": 4544379, "Kansas": 4273857}),
        ("Drones fell in the Moscow region of Russia.", {"Moscow": 524925}),
        ("Police searched the Kyiv region in Ukraine.", {"Kyiv": 703446}),
    ],
    ids=["a province in a country", "states in a row", "the oblast, not the city", "the oblast around the capital"],
)
def test_a_division_is_meant_where_the_words_beside_it_say_so(text: str, places: dict[str, int]) -> None:
    found = {name.span.text: name.place for name in find_names(doc(text)) if name.place}
    assert {name: place.place_id for name, place in found.items() if name in places} == places


@pytest.mark.parametrize(
    ("text", "name", "place_id"),
    [
        ("Fires burn in British Columbia.", "British Columbia", 5909050),
        ("Farmers in Tamil Nadu went on strike.", "Tamil Nadu", 1255053),
        ("Rain fell in New South Wales.", "New South Wales", 2155400),
        ("The Afghan army left Western Australia.", "Western Australia", 2058645),
    ],
)
def test_a_region_is_whole_whatever_people_or_country_is_part_of_its_name(text: str, name: str, place_id: int) -> None:
    found = place(text, name)
    assert found is not None
    assert found.place_id == place_id


@pytest.mark.parametrize(
    ("text", "name", "town"),
    [
        ("Missiles struck Ukraine. In Kyiv’s Shevchenko district a house burned.", "Shevchenko", 703448),
        ("Missiles struck Ukraine. In the Shevchenko district of Kyiv a house burned.", "Shevchenko", 703448),
        ("Missiles struck Ukraine. In the Zalissia neighbourhood of Kyiv a house burned.", "Zalissia", 703448),
        ("A tower in Khartoum’s Burri district was hit.", "Burri", 379252),
        ("A tower in Burrifa, an eastern suburb of Khartoum, was hit.", "Burrifa", 379252),
        ("A tower in the neighbourhood of Burrifa in Khartoum was hit.", "Burrifa", 379252),
        ("A tower in Khartoum’s northern district of Burrifa was hit.", "Burrifa", 379252),
    ],
)
def test_a_quarter_is_where_its_town_is(text: str, name: str, town: int) -> None:
    found = place(text, name)
    assert found is not None
    assert (found.place_id, found.name) == (town, name)


@pytest.mark.parametrize(
    "text",
    [
        "Shells hit Omdurman, a suburb of Khartoum, on Monday.",
        "Shells hit Khartoum and the district of Omdurman in Sudan.",
    ],
)
def test_a_suburb_that_is_a_town_itself_is_where_it_is(text: str) -> None:
    found = place(text, "Omdurman")
    assert found is not None
    assert found.place_id == 365137


@pytest.mark.parametrize("words", ["Paris County", "Berlin County", "County Moscow", "Kyiv Township"])
def test_a_division_that_nobody_knows_is_never_the_town_of_that_name(words: str) -> None:
    found = named(f"The sheriff spoke in {words} on Monday.", (words, "GPE"))
    assert all(name.place is None for name in found.values())


@pytest.mark.parametrize("name", ["Afghan forces", "Gang Suppression Force", "Gulf Guard"])
def test_a_force_is_no_place(name: str) -> None:
    found = named(f"Officials said {name} arrived on Monday.", (name, "GPE"))
    assert all(each.place is None or each.place.kind == "country" for each in found.values())
    assert name not in found or found[name].place is None


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Malian soldiers left Gao. Mali said so.", "Gao", "ML"),
        ("Russian troops entered Pokrovsk in Ukraine, Ukraine and Russia said.", "Pokrovsk", "UA"),
        ("Yemen said a ship was hit near Hodeidah.", "Hodeidah", "YE"),
        ("Sudan said thousands fled El Fasher.", "El Fasher", "SD"),
        ("Nigerian police in Jos, Nigeria, arrested him.", "Jos", "NG"),
        ("Syrian forces left Qamishli, Syria.", "Qamishli", "SY"),
        ("Gaza medics in Deir al-Balah said so.", "Deir al-Balah", "PS"),
        ("Gangs in Haiti attacked Pétion-Ville.", "Pétion-Ville", "HT"),
        ("Georgia and Russia talked.", "Georgia", "GE"),
        ("Myanmar troops burned houses in Nawnghkio.", "Nawnghkio", "MM"),
        ("Myanmar jets bombed Budalin.", "Budalin", "MM"),
        ("Sudan said families reached Tawila.", "Tawila", "SD"),
        ("Azerbaijan held a parade in Stepanakert.", "Stepanakert", "AZ"),
        ("Libya buried its dead in Derna.", "Derna", "LY"),
    ],
)
def test_a_town_of_conflict_news_is_in_its_country(text: str, name: str, country: str) -> None:
    found = named(text, (name, "GPE"))[name].place
    assert found is not None
    assert found.country == country
    assert found.latitude is not None or name == "Georgia"


def test_a_village_is_no_evidence_for_a_foreign_division_of_its_name() -> None:
    far, near = "Shells hit Pelendri village in Syria on Monday.", "Crews reached Pelendri village in Cyprus on Monday."
    assert [named(text, ("Pelendri", "GPE"))["Pelendri"].place is None for text in (far, near)] == [True, False]
