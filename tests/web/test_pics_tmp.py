
import os
from pathlib import Path
import pytest
from web.test_in_browser import *
from web import test_in_browser as T

pytestmark = [pytest.mark.browser]
NEW = ["queue","checks","missing","bulk","exports","observers-examined","incidents","incidents/INCIDENT","incidents/new","incidents/places","incidents/kinds","import-reports"]

def test_axe_finds_nothing_and_no_page_scrolls_sideways(): pass
def test_everything_works_without_scripts_from_the_list_to_a_decision_a_move_and_a_message(): pass

@pytest.mark.parametrize(("scheme","width","language"), [("light",1280,"en"),("dark",390,"kk"),("light",390,"ru")])
def test_pics(chromium, address, scheme, width, language):
    import axe_playwright_python
    axe = str(Path(axe_playwright_python.__file__).parent / "axe.min.js")
    look = {"bypass_csp": True, "color_scheme": scheme, "viewport": {"width": width, "height": 900}}
    page = entered(chromium, address, "coordinator", **look)
    n = T.incident_of(page, address)
    page.goto(f"{address}/m/look/bulk")
    for lang, words in (("en","Where are you? Please send the opening form."),("ru","Где вы? Пришлите, пожалуйста, форму открытия."),("kk","Сіз қайдасыз? Ашылу формасын жіберіңіз.")):
        page.fill("form[action$='bulk/words'] input[name=name]", "reminder")
        page.select_option("form[action$='bulk/words'] select[name=language]", lang)
        page.fill("form[action$='bulk/words'] textarea", words)
        page.click("form[action$='bulk/words'] button")
    page.click(f"button[value={language}]")
    found = []
    def look_at(name):
        if page.evaluate("document.documentElement.scrollWidth") > width: found.append((name, "scrolls sideways"))
        if width < 640 and (hidden := page.evaluate(HIDDEN)): found.append((name, f"hides {hidden}"))
        page.add_script_tag(path=axe)
        result = page.evaluate("tags => axe.run(document, {runOnly: tags})", WCAG)
        found.extend((name, one["id"], one["nodes"][0]["html"][:160]) for one in result["violations"])
        page.screenshot(path=f"/tmp/kazpics/{name.replace('/','_')}-{scheme}-{width}-{language}.png", full_page=True)
        if scheme == "light" and width == 1280:
            page.emulate_media(media="print")
            page.pdf(path=f"/tmp/kazpics/{name.replace('/','_')}-print.pdf")
            page.emulate_media(media="screen")
    for name in NEW:
        page.goto(f"{address}/m/look/{name}".replace("INCIDENT", n))
        look_at(name)
    page.goto(f"{address}/m/look/observers-examined"); page.click("main form button"); look_at("examined-result")
    page.goto(f"{address}/m/look/bulk")
    page.click("form[action$='bulk/look'] button"); look_at("bulk-look")
    if page.query_selector("form[action$='bulk/confirm'] button"):
        page.click("form[action$='bulk/confirm'] button"); look_at("bulk-one")
    page.goto(f"{address}/m/look/import-reports")
    page.select_option("select[name=system]", "nemo"); page.select_option("select[name=form]", index=0)
    page.set_input_files("input[type=file]", files=[{"name":"export.csv","mimeType":"text/csv","buffer":b"ResponseID,Form,Submitter,colour,station,arrived\nr1,V,A,red,S00001,2026-11-29 10:00\nr1,V,A,red,S00001,\nr2,V,Nobody,red,S00001,\n"}])
    page.click("main form button"); look_at("import-plan")
    print("FOUND", found)
