"""Rows transcribed from each public source at its registered commit, beside the registered rows they give."""

import gzip
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from scrutator.errors import ScrutatorError
from scrutator.forensics.inputs.conversion import convert, uniform_table
from scrutator.forensics.inputs.datasets import DataSet, find_dataset, local_file, registry
from scrutator.forensics.inputs.source_tables import as_csv


@dataclass(frozen=True)
class Excerpt:
    name: str
    source: Mapping[str, str]
    registered: tuple[str, ...]


def table(text: str) -> dict[str, str]:
    return {"table": text}


def votes(station: str, **by_code: int) -> str:
    """Rows of a Bulgarian vote table; `p22=90` are 90 votes for the list of code 22."""
    return "".join(f"{station};{code[1:]};{count}\n" for code, count in by_code.items())


PROTOCOLS = (
    "section_id;distributed_ballots;pre_registered_voters;registered_voters;onsite_listed_voters;voted_voters;"
    "unused_paper_ballots;destroyed_paper_ballots;urn_paper_ballots;invalid_paper_ballots;"
    "support_noone_paper_ballots;valid_paper_votes_for_parties;urn_machine_ballots;"
    "support_noone_machine_ballots;valid_machine_votes_for_parties\n"
)
SECTIONS = "section_id;rik_code;rik_name;municipality_code;municipality;city\n"
VOTES = "section_id;party;votes\n"
GEORGIA_2012 = (
    "region,district id,district name,უბანი,მომაგრებული უბანი,ერთიან სიაში ამომრჩეველთა რაოდენობა,"
    "სპეციალურ სიაში ამომრჩეველთა რაოდენობა,აქტივობა 12 საათი,აქტივობა 17 საათი,"
    "არჩევნებში მონაწილეთა რაოდენობა,num ballots,ბათილი ბიულეტენები,valid votes,logic check,logic check2,"
    "1  “კახა კუკავა – თავისუფალი საქართველო”,4 “ეროვნულ-დემოკრატიული პარტია”,"
    "5 “ერთიანი ნაციონალური მოძრაობა-მეტი სარგებელი ხალხს”,9 “სამართლიანი საქართველოსთვის”,"
    "10 “გიორგი თარგამაძე–ქრისტიან-დემოკრატიული გაერთიანება”,17 “სახალხო მოძრაობა”,"
    "19 “თავისუფლება – ზვიად გამსახურდიას გზა”,23 “ჯონდი ბაღათურია – ქართული დასი”,24 “ახალი მემარჯვენეები”,"
    "26 “სახალხო პარტია”,30  “მერაბ კოსტავას საზოგადოება”,35 “მომავალი საქართველო”,"
    "36 “საქართველოს მშრომელთა საბჭო”,38 “შალვა ნათელაშვილი – საქართველოს ლეიბორისტული პარტია”,"
    "40 “საქართველოს სპორტსმენთა კავშირი”,41 “ბიძინა ივანიშვილი – ქართული ოცნება”\n"
)
GEORGIA_2013 = (
    "region,district id,district name,precinct,special precinct,possible voters,special voters,votes by 12,"
    "votes by 17,ballots signed for,num ballots,invalid votes,valid votes,logic check,logic check2,logic check,"
    "logic check2,logic check,logic check2,1 - Tamaz Bibiluri, 2 - Giorgi Liluashvili, 3 - Sergo Javakhidze,"
    " 4 - Koba Davitashvili, 5 - Davit Bakradze, 6 - Akaki Asatiani, 7 - Nino Chanishvili,"
    " 8 - Teimuraz Bobokhidze, 9 - Shalva Natelashvili, 10 - Giorgi Targamadze, 11 - Levan Chachua,"
    " 12 - Nestan Kirtadze, 13 - Giorgi Chikhladze, 14 - Nino Burjanadze, 15 - Zurab Kharatishvili,"
    " 16 - Mikheil Saluashvili, 17 - Kartlos Gharibashvili, 18 - Mamuka Chokhonelidze, 19 - Avtandil Margiani,"
    " 20 - Nugzar Avaliani, 21 - Mamuka Melikishvili, 22 - Teimuraz Mzhavia, 41 - Giorgi Margvelashvili\n"
)
BELARUS = "id,monitoredVotes,registered,photoVoices,officialVotes,officialVoters," + ",".join(
    f"{who}_{what}"
    for who in (
        "against", "cherechen", "corrupted", "dmitriyev", "ignore", "kanopatskaja", "lukashenko", "tihanovkaja",
    )
    for what in ("registered", "officialVotes", "photoVoices")
)  # fmt: skip
UGANDA = (
    "Year,Region_name,Subregion_name,Dist_name_2019,Dist_name_previous,Const_name_previous,Sub_cty_name_previous,"
    "Par_name_previous,Station_string_previous,Original_Station_ID_previous,Reg.Voters,A.Bwanika,O.Kalulu,"
    "J.Ssebaana,K.Besigye.K,Y.K.Museveni,V.Votes,Inv.Votes,T.Votes,NON_REP,ID\n"
)

EXCERPTS = (
    # Without official figures (0003) a station is left out; the annulled ballots are not valid; one
    # published count is negative (0022) and one not published (0023), and neither is in the sum.
    Excerpt(
        "belarus-2020-voice",
        table(
            f"{BELARUS}\n"
            "01-010-0001,,486,256,1319,1656,9,96,2,4,16,0,1,5,1,1,21,0,0,,0,0,16,0,5,464,0,466,701,253\n"
            "01-010-0003,,280,148,,,5,,2,1,,0,0,,0,3,,0,1,,0,1,,1,6,,0,263,,145\n"
            "01-011-0022,,432,270,2701,2815,8,-48,1,3,43,1,0,,0,1,52,1,0,,0,0,31,0,2,1420,0,418,1203,267\n"
            "01-047-0023,,215,128,1542,1625,5,,1,1,31,1,1,15,1,2,31,2,0,,0,0,46,0,1,1248,0,205,67,123\n"
            "07-002-0118,,156,2,652,699,1,11,0,0,4,0,0,4,0,0,10,0,0,,0,0,7,0,1,271,0,154,345,2\n"
        ),
        (
            "01,01-010,01-010-0001,1656,1319,1314,464,701,253",
            "01,01-011,01-011-0022,2815,2701,2701,1420,1203,267",
            "01,01-047,01-047-0023,1625,1542,1527,1248,67,123",
            "07,07-002,07-002-0118,699,652,648,271,345,2",
        ),
    ),
    # Machine only, paper only, and both in a section whose machine failed; codes from 100 are control totals.
    Excerpt(
        "bulgaria-2021-07",
        {
            "protocols": PROTOCOLS
            + "010100001;600;609;609;5;344;600;0;0;0;0;0;344;7;337\n"
            + "010100018;100;24;35;3;27;72;1;27;1;0;26;0;0;0\n"
            + "010300037;700;668;669;6;262;551;1;148;0;2;146;114;0;114\n",
            "sections": SECTIONS
            + "010100001;01;Благоевград;0101;Банско;гр.Банско\n"
            + "010100018;01;Благоевград;0101;Банско;с.Гостун\n"
            + "010300037;01;Благоевград;0103;Благоевград;гр.Благоевград\n",
            "paper": VOTES
            + votes("010100018", p4=3, p5=10, p8=5, p16=2, p17=2, p22=3, p23=1, p99=0, p100=26, p101=27)
            + votes("010300037", p4=16, p5=37, p6=1, p7=2, p8=6, p11=2, p15=2, p16=3, p21=1, p22=29)
            + votes("010300037", p23=47, p99=2, p100=146, p101=148, p106=262),
            "machine": VOTES
            + votes("010100001", p1=1, p3=1, p4=55, p5=84, p6=1, p8=33, p9=1, p11=13, p13=1, p15=8)
            + votes("010100001", p16=13, p17=1, p18=1, p20=1, p22=90, p23=33, p99=7, p100=337, p101=344)
            + votes("010300037", p4=30, p5=21, p7=5, p8=9, p11=1, p15=1, p16=6, p22=20, p23=21, p100=114),
        },
        (
            "Благоевград,Банско,010100001,614,344,344,90,84",
            "Благоевград,Банско,010100018,38,27,26,3,10",
            "Благоевград,Благоевград,010300037,675,262,262,49,58",
        ),
    ),
    # The machine's own record lacks section 010300052: only its nine paper votes are known.
    Excerpt(
        "bulgaria-2022-10",
        {
            "protocols": PROTOCOLS
            + "010100001;500;610;610;4;305;499;1;0;0;0;0;305;20;285\n"
            + "010300052;500;418;418;5;181;390;1;9;0;0;9;172;11;161\n",
            "sections": SECTIONS
            + "010100001;01;Благоевград;0101;Банско;гр.Банско\n"
            + "010300052;01;Благоевград;0103;Благоевград;гр.Благоевград\n",
            "paper": VOTES + votes("010300052", p5=2, p9=1, p14=1, p19=2, p24=3, p99=0, p100=9, p106=181),
            "machine": VOTES
            + votes("010100001", p1=2, p4=2, p5=1, p6=1, p7=2, p8=1, p9=72, p11=1, p14=30, p15=22, p17=2)
            + votes("010100001", p18=1, p19=10, p24=84, p25=14, p27=1, p28=38, p29=1, p99=20),
        },
        (
            "Благоевград,Банско,010100001,614,305,305,84,72",
            "Благоевград,Благоевград,010300052,423,181,9,3,1",
        ),
    ),
    # The last precinct of a district bears the next district's number; the sum of the lists is the valid vote.
    Excerpt(
        "georgia-2012",
        table(
            GEORGIA_2012
            + ",1,,37,,1577,2,363,943,1122,,23,,,,0,1,370,0,11,0,0,0,1,0,0,0,1,11,0,701\n"
            + ",1,,38,,917,1,318,668,759,,21,,,,2,1,424,0,5,0,0,0,2,0,0,0,0,3,1,300\n"
            + ",2,,39,,1214,1,395,878,1003,,28,,,,0,1,379,0,8,0,0,2,1,0,0,0,0,6,2,576\n"
            + ",2,,1,,1352,8,381,852,974,,18,,,,6,2,185,1,10,0,0,0,16,5,0,1,0,8,1,721\n"
        ),
        (
            ",1,37,1579,1122,1096,701,370",
            ",1,38,918,759,738,300,424",
            ",1,39,1215,1003,975,576,379",
            ",2,1,1360,974,956,721,185",
        ),
    ),
    Excerpt(
        "georgia-2012",
        table(
            GEORGIA_2012
            + ",84,,53,,254,2,72,163,182,,7,,,,0,1,78,0,3,0,0,0,2,0,0,0,0,1,0,90\n"
            + ",87,,54,,334,2,86,201,237,,5,,,,0,0,99,0,10,0,0,0,3,0,0,0,0,1,0,118\n"
            + ",87,,1,,714,35,102,129,700,,6,,,,0,0,31,0,3,0,0,2,1,0,2,0,0,0,1,83\n"
        ),
        (
            ",84,53,256,182,175,90,78",
            ",84,54,336,237,231,118,99",
            ",87,1,749,700,123,83,31",
        ),
    ),
    # Abroad (87) only special voters are given; there the lists' sum is not signed ballots less invalid ones.
    Excerpt(
        "georgia-2013",
        table(
            GEORGIA_2013
            + ",1,,1,,1453,11,233,640,764,1350,22,,,,,,,,1,0,0,9,169,1,2,0,22,5,0,0,0,86,1,0,0,0,1,0,1,0,444\n"
            + ",1,,9,40,1367,26,798,1921,2103,2700,61,,,,,,,,"
            + "1,1,3,15,362,3,5,0,74,15,5,5,1,118,3,3,1,0,0,1,1,4,1421\n"
            + ",87,,2,,,696,257,656,696,700,19,,,,,,,,3,0,2,0,318,2,5,2,25,9,2,2,0,14,0,1,3,0,1,1,1,0,285\n"
        ),
        (",1,1,1464,764,742,444,169", ",1,9,1393,2103,2042,1421,362", ",87,2,696,696,676,285,318"),
    ),
    Excerpt(
        "poland-2025-r1",
        table(
            "polling_station_id;teryt_gmina;teryt_powiat;postal_code;eligible_voters;ballots_cast;valid_votes;"
            "Bartoszewicz;Biejat;Braun;Hołownia;Jakubiak;Maciak;Mentzen;Nawrocki;Senyszyn;Stanowski;Trzaskowski;"
            "Woch;Zandberg\n"
            "1;20101;20100;59-700;1640;1063;1059;2;32;66;50;6;2;200;287;10;10;361;1;32\n"
            "178;;;;0;0;0;0;0;0;0;0;0;0;0;0;0;0;0;0\n"
        ),
        ("20100.0,20101.0,1,1640,1063,1059,361,287", ",,178,0,0,0,0,0"),
    ),
    Excerpt(
        "uganda-2006",
        table(
            UGANDA
            + "2006,CENTRAL,CENTRAL 1,KALANGALA,KALANGALA,BUJUMBA COUNTY,BUJUMBA,BUJUMBA,BUJUMBA,O-11-59-01-01-01,"
            + "565,1,0,61,182,158,402,14,416,0,1-011-0001\n"
            + "2006,NORTHERN,KARAMOJA,KARENGA,KAABONG,DODOTH COUNTY,NAPORE (KARENGA),PIRE,NAKELYO,"
            + "O-134-93-02-05-02,373,8,6,16,41,119,190,54,244,0,4-134-0029\n"
        ),
        (
            "KALANGALA,BUJUMBA COUNTY,O-11-59-01-01-01,565,416,402,158,182",
            "KAABONG,DODOTH COUNTY,O-134-93-02-05-02,373,244,190,119,41",
        ),
    ),
    Excerpt(
        "venezuela-2024-actas",
        table(
            "Estado,Municipio,Parroquia,validos,nulos,egu,nm,otros\n"
            "AMAZONAS,ATURES,FERNANDO GIRON TOVAR,398,0,244,141,13\n"
        ),
        ("AMAZONAS,ATURES/FERNANDO GIRON TOVAR,1,,398,398,244,141",),
    ),
)


@pytest.mark.parametrize("excerpt", EXCERPTS, ids=lambda excerpt: excerpt.name)
def test_rows_of_the_source_give_the_registered_rows(excerpt: Excerpt) -> None:
    contents = {role: text.encode() for role, text in excerpt.source.items()}
    dataset = find_dataset(excerpt.name)
    made = as_csv(uniform_table(dataset, contents)).decode().splitlines()
    assert made == [",".join(dataset.columns), *excerpt.registered]


@pytest.mark.parametrize("excerpt", EXCERPTS, ids=lambda excerpt: excerpt.name)
def test_these_rows_are_in_the_registered_file(reference_data: Path, excerpt: Excerpt) -> None:
    with gzip.open(local_file(find_dataset(excerpt.name), reference_data), "rt", encoding="utf-8") as file:
        registered = file.read().splitlines()
    assert set(excerpt.registered) <= set(registered)


def test_every_data_set_said_to_rest_on_rows_has_rows_here() -> None:
    said = {one.name for one in registry().values() if one.conversion and one.conversion.evidence == "rows"}
    assert said <= {excerpt.name for excerpt in EXCERPTS}


WHOLE = {
    f"russia-{year}": f"protocols/russia-{year}-protocols.csv.zip" for year in (2011, 2012, 2016, 2021, 2024)
} | {"venezuela-2024-actas": "protocols/venezuela2024_resultadosconvzla_v1.csv.gz"}


def whole_source(folder: Path, name: str) -> bytes:
    content = (folder / WHOLE[name]).read_bytes()
    return gzip.decompress(content) if WHOLE[name].endswith(".gz") else content


@pytest.mark.slow
@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_source_gives_the_registered_file_byte_for_byte(reference_data: Path, name: str) -> None:
    dataset = find_dataset(name)
    made = convert(dataset, {"table": whole_source(reference_data, name)})
    assert made == gzip.decompress(local_file(dataset, reference_data).read_bytes())


def test_every_data_set_said_to_rest_on_a_whole_file_is_converted_here() -> None:
    said = {
        one.name for one in registry().values() if one.conversion and one.conversion.evidence == "whole file"
    }
    assert said == set(WHOLE)


@pytest.mark.slow
@pytest.mark.parametrize(("year", "early"), [(2011, 2007), (2012, 2004), (2012, 2008)])
def test_the_headings_sought_in_the_early_russian_files_fit_a_later_one(
    reference_data: Path, year: int, early: int
) -> None:
    later, sought = find_dataset(f"russia-{year}"), find_dataset(f"russia-{early}").conversion
    assert later.conversion is not None
    assert sought is not None
    columns = {**sought.columns, "leader": later.conversion.columns["leader"]}
    dataset = replace(later, conversion=replace(sought, columns=columns))
    assert convert(dataset, {"table": whole_source(reference_data, f"russia-{year}")})


def test_the_turkish_table_is_read_with_the_headings_its_author_s_program_writes() -> None:
    heading = (
        "IL_ID\tILCE_ID\tMUHTARLIK_ID\tİl\tSeçim Çevresi\tMahalle / Köy\tSandık No\t"
        "Sandık Seçmen Listesinde Yazılı Seçmenlerin Sayısı\tOy Kullanan Seçmen Sayısı\t"
        "İtiraz Edilmeksizin Geçerli Sayılan Oy Pusulalarının Sayısı\t"
        "İtiraz Üzerine Geçerli Sayılan veya Hesaba Katılan Oy Pusulalarının Sayısı\t"
        "Geçerli Oy Pusulalarının Toplamı\tGeçersiz Sayılan veya Hesaba Katılmayan Oy Pusulalarının Toplamı\t"
        "AK PARTİ\tMHP\tSAADET\tCHP\tDiger\r\n"
    )
    row = "34\t1\t1\tİSTANBUL\tÇATALCA\t-\t1001\t295\t272\t253\t0\t253\t19\t54\t8\t2\t185\t4\r\n"
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as target:
        target.writestr("yerel2014.csv", (heading + row).encode("utf-16"))
    made = uniform_table(find_dataset("turkey-2014-local"), {"table": archive.getvalue()})
    assert as_csv(made).decode().splitlines()[1] == "İSTANBUL,ÇATALCA,1001,295,272,253,54,185"


def test_the_one_georgian_precinct_left_in_the_next_district_stays_there() -> None:
    rows = [(38, 17), (39, 18), (39, 1), (39, 2), (40, 3), (41, 1), (42, 1)]
    lines = [f",{district},,{station},,9,1,1,1,9,,0,,,,{'0,' * 15}5" for district, station in rows]
    contents = {"table": (GEORGIA_2012 + "\n".join(lines) + "\n").encode()}
    made = uniform_table(find_dataset("georgia-2012"), contents)
    assert made["district"] == ["38", "39", "39", "39", "39", "41", "42"]


def test_a_bulgarian_section_without_votes_or_place_is_kept_with_empty_cells() -> None:
    contents = {
        "protocols": (PROTOCOLS + "9;1;1;7;1;5;0;0;0;0;0;0;0;0;0\n").encode(),
        "sections": (SECTIONS + "8;01;R;0101;M;C\n").encode(),
        "paper": (VOTES + "8;22;1\n").encode(),
        "machine": (VOTES + "9;100;5\n").encode(),
    }
    made = as_csv(uniform_table(find_dataset("bulgaria-2021-07"), contents)).decode()
    assert made.splitlines()[1] == ",,9,8,5,,,"


def test_an_unconverted_data_set_says_why_and_what_to_do() -> None:
    with pytest.raises(ScrutatorError, match="7z") as caught:
        convert(find_dataset("uganda-2021"), {})
    assert caught.value.code == "F07"
    assert "bt-IRI/UEDP" in caught.value.remedy


def test_a_source_with_another_hash_than_registered_is_refused_unread() -> None:
    with pytest.raises(ScrutatorError, match="the source of russia-2011 has hash") as caught:
        convert(find_dataset("russia-2011"), {"table": b"no table at all"})
    assert caught.value.code == "F08"


def of_any_hash(name: str) -> DataSet:
    """A registered set whose files are not known by a hash, so that what is in them is looked at."""
    dataset = find_dataset(name)
    return replace(dataset, files=tuple(replace(one, sha256="") for one in dataset.files))


def test_a_file_with_another_hash_is_refused_before_it_is_read() -> None:
    with pytest.raises(ScrutatorError) as caught:
        convert(find_dataset("venezuela-2024-actas"), {"table": b"Estado,validos\nA,1\n"})
    assert caught.value.code == "F08"


def test_a_right_conversion_of_other_figures_is_refused() -> None:
    text = EXCERPTS[-1].source["table"].replace("398", "399")
    with pytest.raises(ScrutatorError, match="content") as caught:
        convert(of_any_hash("venezuela-2024-actas"), {"table": text.encode()})
    assert caught.value.code == "F08"
    assert "Report it" in caught.value.remedy


@pytest.mark.parametrize(("name", "code"), [("Estado,validos\nA,1\n", "F02"), ("", "F01"), ("a\n1\n", "F02")])
def test_a_source_that_is_not_as_expected_says_what_to_do(name: str, code: str) -> None:
    with pytest.raises(ScrutatorError, match="could not be converted") as caught:
        convert(of_any_hash("venezuela-2024-actas"), {"table": name.encode()})
    assert caught.value.code == code
    assert "zentraedi/2024-vzla-elections" in caught.value.remedy


def test_a_word_for_a_precinct_or_a_list_is_an_error_with_a_code() -> None:
    bulgarian = {role: text.encode() for role, text in EXCERPTS[1].source.items()}
    with pytest.raises(ScrutatorError, match="F01"):
        convert(find_dataset("bulgaria-2021-07"), {**bulgarian, "paper": (VOTES + "1;x;1\n").encode()})
    georgian = GEORGIA_2012 + 2 * f",1,,x,,9,1,1,1,9,,0,,,,{'0,' * 15}5\n"
    with pytest.raises(ScrutatorError, match="F01"):
        convert(find_dataset("georgia-2012"), {"table": georgian.encode()})
