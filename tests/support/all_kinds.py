"""A form with every kind of question that the web form asks, in English and Arabic, written by hand: some of
its kinds no XLSForm of ours may have."""

TEXTS = {
    "title": ("Station", "مركز"),
    "word": ("A word", "كلمة"),
    "whole": ("How many?", "كم؟"),
    "whole-hint": ("Count them", "عُدَّهم"),
    "whole-error": ("At most 100", "مئة على الأكثر"),
    "part": ("What part?", "أي جزء؟"),
    "day": ("Which day?", "أي يوم؟"),
    "hour": ("What time?", "أي ساعة؟"),
    "moment": ("When?", "متى؟"),
    "one": ("One of them", "واحد منها"),
    "some": ("Some of them", "بعضها"),
    "a": ("First", "الأول"),
    "b": ("Second", "الثاني"),
    "note": ("Read this", "اقرأ هذا"),
    "level": ("From 1 to 5", "من ١ إلى ٥"),
    "agree": ("Rules", "القواعد"),
    "where": ("Where?", "أين؟"),
    "picture": ("A picture", "صورة"),
    "person": ("Person", "شخص"),
    "age": ("Age", "العمر"),
}
BINDS = (
    ("word", "string", ""),
    (
        "whole",
        "int",
        'required="true()" constraint=". &lt;= 100" jr:constraintMsg="jr:itext(\'whole-error\')"',
    ),
    ("part", "decimal", ""),
    ("day", "date", ""),
    ("hour", "time", ""),
    ("moment", "dateTime", ""),
    ("one", "string", ""),
    ("some", "string", "relevant=\"/data/one = 'b'\""),
    ("note", "string", 'readonly="true()"'),
    ("level", "int", ""),
    ("agree", "string", ""),
    ("where", "geopoint", ""),
    ("picture", "binary", ""),
    ("people/age", "int", ""),
    ("twice", "string", 'calculate="/data/whole * 2"'),
)


def _texts(at: int) -> str:
    return "".join(f'<text id="{key}"><value>{both[at]}</value></text>' for key, both in TEXTS.items())


def _control(tag: str, name: str, extra: str = "", inside: str = "") -> str:
    label = name.rpartition("/")[2]
    return f'<{tag} ref="/data/{name}"{extra}><label ref="jr:itext(\'{label}\')"/>{inside}</{tag}>'


def all_kinds(version: str = "1") -> bytes:
    """The XForm."""
    items = "".join(
        f"<item><label ref=\"jr:itext('{one}')\"/><value>{one}</value></item>" for one in ("a", "b")
    )
    hint = "<hint ref=\"jr:itext('whole-hint')\"/>"
    inputs = "".join(_control("input", name) for name in ("part", "day", "hour", "moment"))
    body = (
        '<group ref="/data"><label ref="jr:itext(\'title\')"/></group>'
        + _control("input", "word")
        + _control("input", "whole", inside=hint)
        + inputs
        + _control("select1", "one", inside=items)
        + _control("select", "some", inside=items)
        + _control("input", "note")
        + _control("range", "level", ' start="1" end="5" step="1"')
        + _control("trigger", "agree")
        + _control("input", "where")
        + _control("upload", "picture", ' mediatype="image/*"')
        + '<group ref="/data/people"><label ref="jr:itext(\'person\')"/><repeat nodeset="/data/people">'
        + _control("input", "people/age")
        + "</repeat></group>"
    )
    binds = "".join(f'<bind nodeset="/data/{name}" type="{kind}" {extra}/>' for name, kind, extra in BINDS)
    plain = "".join(f"<{name}/>" for name, _, _ in BINDS if "/" not in name)
    return f"""<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms">
<h:head><h:title>Every kind</h:title><model><itext>
<translation lang="English (en)" default="true()">{_texts(0)}</translation>
<translation lang="العربية (ar)">{_texts(1)}</translation></itext>
<instance><data id="kinds" version="{version}">{plain}<people jr:template=""><age/></people><people><age/></people>
<meta><instanceID/></meta></data></instance>{binds}
<bind nodeset="/data/meta/instanceID" type="string" readonly="true()" jr:preload="uid"/></model></h:head>
<h:body>{body}</h:body></h:html>""".encode()
