"""A small case whose methods read every open table and every TOML file of a case."""

from support.small_case import SMALL_CASE

STATIONS = "region,district,station,registered,ballots_cast,valid,leader,runner_up,observed\n" + "".join(
    f"R{n % 2},D{n % 4},{n:03d},{500 + 7 * n},{300 + 5 * n},{290 + 5 * n},{150 + 2 * n},{90 + n},"
    f"{'yes' if n % 3 else 'no'}\n"
    for n in range(40)
)
FRAME = "station,region,type,registered\n" + "".join(
    f"{n:03d},R{n % 2},{'town' if n % 3 else 'country'},{500 + 7 * n}\n" for n in range(40)
)
LEVELS = (
    "path,red,blue\nland,300,60\nland/north,200,40\nland/south,100,20\n"
    "land/north/001,120,30\nland/north/002,80,10\nland/south/003,100,20\n"
)
COPIES = "station,red,blue\n001,120,30\n003,99,20\n"
VOTERS = "station,hour,counter,voters\n" + "".join(
    f"001,{hour},{name},{15 + hour % 3}\n" for hour in range(8, 20) for name in "ab"
)
VISITS = """visit,station,team,selection,answer,cell
v1,001,team 1,team's own route,yes,town
v2,002,team 1,team's own route,no,country
v3,003,team 2,probability sample,no,town
v4,004,team 2,probability sample,,town
"""
QUESTIONS = "form,question,language,text,type\nvoting,v_secrecy,en,Was the vote secret?,choice\n"
ANSWERS = "visit,question,value\nv1,v_secrecy,no\nv2,v_secrecy,not_observed\n"
VERSIONS = """station,number,step,author,at,basis,provenance,a
1,1,original,PEC,2012-01-15T22:00,,signed_copy,50
1,2,correction,PEC,2012-01-16T02:00,art. 43,official_publication,90
"""
KEYING = "form,keyer,a,b\n1,ann,10,20\n1,bob,10,20\n2,ann,7,8\n2,bob,7,9\n"
SEEDED = "form,a,b\n1,10,20\n"
TRUTH = "kind,regions,stations,ballots_added,votes_moved\nstuffing,north,3,120,0\n"
HONEST = "list,honest,reported\nred,800,920\nblue,80,80\n"
DRAW = """station,stratum,cluster,weight,population,cluster_size,replacement
001,R1,,10,20,1,0
002,R0,,10,20,1,0
003,R1,,10,20,1,0
004,R0,,10,20,1,0
"""
DRAW_TOML = """frame_sha256 = "00"
seed = "41532661534211643625"

[design]
stations = 4
method = "simple"
strata = ["region"]
"""
ARRIVALS = """station,at,red,blue,valid
001,2026-06-14T20:15:00,100,50,150
002,2026-06-14T20:30:00,90,60,150
003,2026-06-14T21:00:00,80,70,150
004,,,,
"""
NIGHT = """title = "A night"
date = 2026-06-14

[sample]
file = "draw.csv"
station = "station"
stratum = ["stratum"]
weight = "weight"
population = "population"

[frame]
file = "frame.csv"

[arrivals]
file = "arrivals.csv"
station = "station"
at = "at"
denominator = "valid"

[arrivals.lists]
red = "red"
blue = "blue"

[replay]
times = ["21:30"]
"""
STATUTE = """[statute]
title = "Law of the land"
country = "Land"
scope = "Seats"

[[provision]]
id = "members"
article = "art. 1"
paraphrase = "A party has at least 3,000 members."
from = 1996-07-02
act = "Law of 1996"
source = "a gazette"
certainty = "high"
requires = { fact = "members", at_least = 3000 }

[[provision]]
id = "house"
article = "art. 2"
paraphrase = "Ten deputies."
from = 1996-07-02
act = "Law of 1996"
source = "a gazette"
certainty = "high"
rule = { do = "house", seats = 10 }

[[provision]]
id = "quota"
article = "art. 3"
paraphrase = "By the Hare quota."
from = 1996-07-02
act = "Law of 1996"
source = "a gazette"
certainty = "high"
rule = { do = "quota", quota = "hare" }

[[provision]]
id = "whole"
article = "art. 3"
paraphrase = "A list has as many seats as it has quotas."
from = 1996-07-02
act = "Law of 1996"
source = "a gazette"
certainty = "high"
rule = { do = "whole_seats" }

[[provision]]
id = "leftovers"
article = "art. 4"
paraphrase = "The largest remainders."
from = 1996-07-02
act = "Law of 1996"
source = "a gazette"
certainty = "high"
rule = { do = "leftovers", by = "largest_remainder" }
"""
METHODS = (
    "official.turnout",
    "official.shares",
    "forensics.fingerprint",
    "forensics.contrast",
    "forensics.truth",
    "counting.levels",
    "counting.copies",
    "counting.voters",
    "counting.visits",
    "counting.monitoring",
    "counting.versions",
    "counting.keying",
    "counting.audit",
    "counting.draw",
    "counting.quickcount",
    "ledger.verdicts",
    "law.registration",
    "law.seats",
)
PARAMETERS = {
    "counting.voters": '[finding.parameters]\nhours = "8,9,10,11,12,13,14,15,16,17,18,19"\nballots = "red"\n',
    "law.registration": '[finding.parameters]\nstatute = "land"\n',
    "law.seats": '[finding.parameters]\nlaw = "land@2012-01-15"\n',
}
METHOD_CASE = {
    **SMALL_CASE,
    "stations.csv": STATIONS,
    "frame.csv": FRAME,
    "levels.csv": LEVELS,
    "levels_truth.csv": "district,votes_moved\nnorth,0\n",
    "copies.csv": COPIES,
    "voters.csv": VOTERS,
    "visits.csv": VISITS,
    "visits_truth.toml": "true_rate = 0.25\nstations = 10\n",
    "questions.csv": QUESTIONS,
    "answers.csv": ANSWERS,
    "versions.csv": VERSIONS,
    "keying.csv": KEYING,
    "seeded.csv": SEEDED,
    "truth.csv": TRUTH,
    "honest.csv": HONEST,
    "draw.csv": DRAW,
    "draw.toml": DRAW_TOML,
    "arrivals.csv": ARRIVALS,
    "night.toml": NIGHT,
    "statutes/land.toml": STATUTE,
    "findings.toml": "".join(
        f'[[finding]]\nid = "{name.partition(".")[2] if name != "official.turnout" else "turnout"}"\n'
        f'method = "{name}"\nseed = 1\n' + PARAMETERS.get(name, "")
        for name in METHODS
    ),
}
