"""What the web form says, in four languages."""

import re
from importlib.resources import files

from scrutator.words.web_form import web_form_words


def test_every_word_of_the_web_form_is_in_all_languages_and_none_is_left_over() -> None:
    said: set[str] = set()
    for file in (files("scrutator.web.form") / "phone").iterdir():
        if file.name.endswith(".js") and file.name != "engine.js":
            text = file.read_text(encoding="utf-8")
            said |= set(re.findall(r'say\(\s*"([^"]+)"', text))
            said |= set(
                re.findall(
                    r'(?:wrong: |\? |: |\?\? |^  [A-Z0-9]+: )"((?:[A-Za-z]|\{n\})[^"]* [^"]*|received|refused)"',
                    text,
                    re.M,
                )
            )
    known = {code: set(words) for code, words in web_form_words().items()}
    assert set(known) == {"ru", "kk", "ar"}
    for code, words in web_form_words().items():
        assert known[code] - said == set(), code
        assert {one for one in said if re.match("[A-Z“(]", one)} - known[code] == set()
        for english, text in words.items():
            assert sorted(re.findall(r"{\w+}", english)) == sorted(re.findall(r"{\w+}", text)), english
            assert re.search("[а-яәғқңөұүһі]" if code != "ar" else "[ء-ي]", text.lower()), english
