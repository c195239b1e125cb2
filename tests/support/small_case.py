"""A small, faultless case: one vote, two lists, two regions."""

SMALL_CASE = {
    "case.toml": """format = 1
id = "small"
title = "A small election"
publisher = "Test mission"
date = "2012-01-20"
language = "en"
licence = "CC-BY-4.0"
contest = "vote"
""",
    "sources.csv": """id,title,kind,date,obtained,locator
A,Official protocol,official,2012-01-16,whole,page
B,A newspaper,press,2012-01,quotation,none
""",
    "places.csv": """id,name,level,parent,source
land,Land,country,,A
north,North,region,land,A
south,South,region,land,A
""",
    "contests.csv": """id,title,date,seats,threshold,threshold_base,source
vote,A vote,2012-01-15,10,7,valid,A
""",
    "lists.csv": "id,name\nred,Red\nblue,Blue\n",
    "results.csv": """contest,place,list,stage,votes,percent,seats,source
vote,land,red,final,920,92.00,9,A#3
vote,land,blue,final,80,8.00,1,A#3
""",
    "totals.csv": """contest,place,stage,quantity,value,source
vote,land,final,registered,2000,A
vote,land,final,ballots_cast,1010,A
vote,land,final,valid,1000,A
vote,land,final,stations,10,A
""",
    "turnout.csv": """contest,place,time,stage,percent,voters,source
vote,north,12:00,preliminary,20.0,,A
vote,north,20:00,preliminary,60.5,,A
vote,south,12:00,preliminary,30.0,,A
vote,south,20:00,preliminary,40.5,,B
vote,land,20:00,preliminary,not obtained: ask the commission,,A
""",
    "findings.toml": '[[finding]]\nid = "turnout"\nmethod = "official.turnout"\n',
    "statement.en.md": 'Text.\n\n## Turnout\n\nIt was {{ figure("turnout", region="South") }} {{ source("A", "3") }}.\n',
}
