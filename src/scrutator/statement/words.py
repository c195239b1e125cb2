"""The few words a page says by itself, per language."""

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "skip": "Skip to the text",
        "licence": "data licence",
        "check": "Every number with a dotted underline leads to where it came from. "
        "To check the whole: scrutator verify, or python3 verify.pyz, on the bundle this page came in.",
        "contents": "Contents",
        "methods": "Method notes",
        "methods_note": "Each finding names its method and version, its parameters and seed, and the hashes "
        "of the files it read. The same files give the same findings on any machine.",
        "cells": "Figures and where they come from",
        "cells_note": "One entry for every figure printed above, in the order of printing.",
        "sources": "Sources",
        "obtained": "obtained",
        "finding": "finding",
        "method": "method",
        "seed": "seed",
        "inputs": "inputs",
        "caveat": "caveat",
        "tables": "tables (CSV, in the bundle)",
        "value": "value",
        "interval": "interval",
        "of": "count",
        "note": "note",
        "table": "The numbers behind this chart",
        "downloads": "Downloads",
        "source": "Source",
        "data": "data",
        "about": "about",
        "replies": "Replies and corrections",
    },
    "ru": {
        "skip": "К тексту",
        "licence": "лицензия данных",
        "check": "Каждое число с точечным подчёркиванием ведёт к своему источнику. "
        "Проверить всё: scrutator verify или python3 verify.pyz на пакете, из которого взята эта страница.",
        "contents": "Содержание",
        "methods": "О методах",
        "methods_note": "У каждого вывода указаны метод и версия, параметры, начальное число "
        "и хеши прочитанных файлов. Одни и те же файлы дают одни и те же выводы на любой машине.",
        "cells": "Числа и откуда они",
        "cells_note": "По записи на каждое напечатанное выше число, в порядке появления.",
        "sources": "Источники",
        "obtained": "получено",
        "finding": "вывод",
        "method": "метод",
        "seed": "начальное число",
        "inputs": "входные файлы",
        "caveat": "оговорка",
        "tables": "таблицы (CSV, в пакете)",
        "value": "значение",
        "interval": "интервал",
        "of": "счёт",
        "note": "примечание",
        "table": "Числа под этим графиком",
        "downloads": "Скачать",
        "source": "Источник",
        "data": "данные",
        "about": "о чём",
        "replies": "Ответы и исправления",
    },
}


def words(language: str) -> dict[str, str]:
    """The words of a language; English where it has none."""
    return {**WORDS["en"], **WORDS.get(language, {})}
