"""Small cases that withhold something, published and verified."""

from pathlib import Path

from tests.publishing.test_rebuild import SIGNER

from scrutator.publishing.build import Built, build_bundle
from scrutator.publishing.rebuild import compared
from scrutator.seal.bundle import archive
from scrutator.seal.verifier.report import Report
from scrutator.seal.verifier.verify import verify_bundle
from support.needs import package
from support.small_case import SMALL_CASE

package("typst")
Members = dict[str, bytes]
CELL = '[[withheld]]\ntable = "turnout"\nfields = ["percent"]\nrows = ["vote,south,20:00,preliminary,B"]\nwhy = "the source is at risk"\nshown_elsewhere = true\n'
REPLIES = {
    "actors.csv": "id,name,kind,source\nmission,A mission,mission,A\n",
    "incidents.csv": (
        "id,date,kind,source,text\ni-1,2012-01-15,other,B,the box was opened before noon\n"
        "i-2,2012-01-15,other,B,nothing was seen by anybody\n"
    ),
    "replies.csv": (
        "id,by,subject,entry,date,text,state,reason,source\n"
        "r-1,mission,incident,i-1,2012-01-19,You are all scoundrels and liars,not published,an insult; the board,B\n"
        "r-2,mission,incident,i-1,2012-01-19,It was opened at three,published,,B\n"
    ),
}


def made(folder: Path, withheld: str, **files: str) -> Path:
    """The small case in a folder, with a withheld.toml and other files."""
    folder.mkdir(exist_ok=True)
    for name, text in {**SMALL_CASE, **files}.items():
        (folder / name).write_text(text, encoding="utf-8")
    if withheld:
        (folder / "withheld.toml").write_text(withheld, encoding="utf-8")
    return folder


def published(folder: Path, withheld: str, **files: str) -> Built:
    return build_bundle(str(made(folder, withheld, **files)), SIGNER)


def members_of(bundle: bytes) -> Members:
    return {name: bytes(view) for name, view in archive.read(bundle).items()}


def verified(bundle: bytes, **more: object) -> Report:
    return verify_bundle(bundle, key=str(SIGNER.key), **{"rebuild": compared, **more})  # type: ignore[arg-type]


OUTSIDE = '[[outside]]\nfile = "turnout.csv"\nwhere = "https://commission.example/turnout.csv"\n'
LEDGER = {
    "actors.csv": "id,name,kind,source\nmission,A mission,mission,A\n",
    "claims.csv": "id,topic,speaker,text,date,decided_by,source\nC,turnout,mission,More than half voted in the north,2012-01-16,the paper,A\n",
    "propositions.csv": "id,claim,text,kind,stage,place\nP,C,More than half voted in the north,fact,voting,north\n",
    "evidence.csv": (
        "id,proposition,direction,covers,method,strength,text,figure,source\n"
        "E,P,supports,whole,document,strong,The turnout at the close,turnout/turnout(region=North) > 50,A\n"
    ),
    "findings.toml": SMALL_CASE["findings.toml"]
    + '\n[[finding]]\nid = "verdicts"\nmethod = "ledger.verdicts"\n',
}
