"""An encoding is guessed where its words are words, and asked about where they are not."""

import pytest

from scrutator.errors import ScrutatorError
from scrutator.tables.formats.encodings import as_utf8
from scrutator.tables.mapping import TableMapping
from scrutator.tables.reading import read_table

WORDS = {
    "Russian": "Область,Москва,Тверская область,Санкт-Петербург,УИК №5,школа «Заря»,Действительных,ИТОГО",
    "Ukrainian": "Київська область,Львів,Дільниця,Їжакевичі,Одеса,Чернігів",
    "Bulgarian": "София,Пловдив,Търговище,Община,Избирателна секция",
    "Polish": "Łódź,Zielona Góra,Świętokrzyskie,Małopolskie,gmina wiejska,Żory",
    "Czech": "Praha,Plzeňský kraj,Ústí nad Labem,Zlínský,okrsek č. 5,Český Krumlov",
    "Hungarian": "Győr,Székesfehérvár,Érd,Pécs,szavazókör,Nyíregyháza",
    "French": "Île-de-France,Côte d’Or,Hérault,Bureau de vote,exprimés,Besançon,Orléans",
    "German": "Köln,München,Gültige Stimmen,Wähler,Düsseldorf,Thüringen,Straße",
    "Spanish": "Málaga,Ávila,Cádiz,A Coruña,Votos válidos,León",
    "Turkish": "İğdır,Şırnak,Muğla,geçerli oy,Çanakkale,Kırşehir,Düzce",
    "Danish": "Ærø,København,Århus,Sønderborg,gyldige stemmer,Tårnby",
    "Greek": "Αττική,Κρήτη,ΣΥΝΟΛΟ,Θεσσαλονίκη,έγκυρα,Ήπειρος",
    "Hebrew": "ירושלים,תל אביב,חיפה,קולות כשרים,באר שבע",
    "Arabic": "القاهرة,الإسكندرية,المسجلون,الأصوات الصحيحة",
    "Thai": "กรุงเทพมหานคร,เชียงใหม่,รวม,ผู้มีสิทธิเลือกตั้ง",
    "Japanese": "東京都,北海道,投票区,有効投票,大阪府",
    "Chinese": "北京市,上海市,有效票,投票站,合计",
    "Taiwanese": "臺北市,高雄市,有效票數,投票所",
    "Korean": "서울특별시,부산광역시,투표소,유효투표",
}


def table(language: str) -> str:
    rows = "".join(f"{word},{i},{900 + i},{500 + i}\n" for i, word in enumerate(WORDS[language].split(",")))
    return "region,station,registered,valid\n" + rows


@pytest.mark.parametrize(
    ("language", "code"),
    [
        *(("Russian", code) for code in ("cp1251", "koi8-r", "iso8859-5", "cp866")),
        *(("Ukrainian", "cp1251"), ("Bulgarian", "cp1251"), ("Polish", "cp1250"), ("Polish", "iso8859-2")),
        *(("French", "cp1252"), ("German", "cp1252")),
        *(("Spanish", "cp1252"), ("Turkish", "cp1254"), ("Danish", "cp1252")),
    ],
)
def test_a_text_in_a_usual_encoding_is_read(language: str, code: str) -> None:
    data = table(language).encode(code, "ignore")
    assert as_utf8(data)[0].decode() == data.decode(code)


@pytest.mark.parametrize(
    ("language", "code"),
    [
        *(("Greek", "cp1253"), ("Greek", "iso8859-7"), ("Hebrew", "cp1255"), ("Arabic", "cp1256")),
        *(("Arabic", "iso8859-6"), ("Thai", "tis-620"), ("Japanese", "shift_jis"), ("Japanese", "euc-jp")),
        *(("Chinese", "gb18030"), ("Taiwanese", "big5"), ("Korean", "euc-kr"), ("French", "mac-roman")),
        *(("Spanish", "cp850"), ("German", "cp850"), ("French", "cp850"), ("Turkish", "mac-turkish")),
    ],
)
def test_a_text_in_another_encoding_is_asked_about_and_read_when_declared(language: str, code: str) -> None:
    data = table(language).encode(code, "ignore")
    with pytest.raises(ScrutatorError, match="it is not words") as caught:
        read_table(data, name="t")
    assert caught.value.code == "B03"
    assert "write its encoding in a mapping file" in caught.value.remedy
    declared = read_table(data, TableMapping(encoding=code), name="t")
    assert declared.columns["region"].texts() == [
        word.encode(code, "ignore").decode(code) for word in WORDS[language].split(",")
    ]


def test_a_few_bytes_that_are_not_utf8_in_a_text_that_is_are_asked_about() -> None:
    with pytest.raises(ScrutatorError, match="it is not words"):
        as_utf8(table("French").encode() + b"\xe9t\xe9,1,2,3\n")


@pytest.mark.parametrize(("strange", "asked"), [(1, False), (2, True)])
def test_three_words_in_four_must_be_words(strange: int, asked: bool) -> None:
    words = ["Málaga", "León", "Cádiz"] if not asked else ["Málaga", "León", "Cádiz", "Ávila"]
    data = ",".join([*words, *["ÁlÉí", "ÓríÁ"][:strange]]).encode("cp1252")
    if asked:
        with pytest.raises(ScrutatorError):
            as_utf8(data)
    else:
        as_utf8(data)


def test_what_another_encoding_would_read_is_said_where_it_reads_words_too() -> None:
    data = table("Hungarian").encode("cp1250", "ignore")
    assert as_utf8(data)[1][0].text.endswith("“Pécs”; Windows-1250 would read “Győr”")
    assert "would read" not in as_utf8(table("French").encode("cp1252", "ignore"))[1][0].text
