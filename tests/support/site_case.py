"""A small case that has something on every page: claims, actors, promises, replies, corrections, stations.

Its texts hold what would break a page that does not escape them; a proposition and a commitment share an id.
"""

from support.small_case import SMALL_CASE

NASTY = "<img src=x onerror=alert(1)>"

SITE_CASE = {
    **SMALL_CASE,
    "actors.csv": f"""id,name,kind,note,source
mission,A mission {NASTY},mission,,A
minister,The minister,person,Only what A states,A
state,The state,state,,A
""",
    "links.csv": """id,origin,relation,target,text,status,disclosed,source
L1,mission,invitation,state,The state invited the mission,stated,yes,A#1
L2,minister,leadership,state,The minister leads,alleged,unknown,B
""",
    "claims.csv": f"""id,topic,speaker,text,quotation,date,decided_by,source
C1,turnout,mission,Turnout was reported </script>{NASTY},Turnout was reported,2012-01-16,the protocols,A#2
C2,turnout,minister,Nobody stayed at home,,2012-01,,B
""",
    "propositions.csv": """id,claim,text,kind,stage,verdict,missing,gap,search
C1a,C1,Turnout was reported,fact,results,supported,,,
C2a,C2,Everybody voted,fact,voting,cannot_be_determined,the register,looked for and not obtained,"the commission, 2012"
""",
    "evidence.csv": """id,proposition,direction,covers,method,strength,text,source
E1,C1a,supports,whole,official figure,strong,The protocol prints it,A#3
E2,C1a,contradicts,part,testimony,weak,A newspaper doubts it,B
E3,C2a,neutral,whole,document,weak,It says nothing,A
""",
    "commitments.csv": """id,kind,text,made_by,date,verifiable,source
C1a,promise,Publish every protocol,state,2011-05,yes,A
""",
    "measures.csv": """id,commitment,date,kind,text,source
M1-1,C1a,2011-06,act,An act was passed,A
""",
    "statuses.csv": """commitment,field,status,date,set_by,reason,source
C1a,legal text,changed,2011-06,analyst,The act,A
""",
    "replies.csv": """id,by,subject,entry,date,text,state,reason,source
R1,minister,claim,C2,2012-02-01,I said most of them,published,,B
R2,minister,proposition,C1a,2012-02-02,You are all liars,not published,it breaks the rule on insults; the editor decided,B
""",
    "stations.csv": """region,district,station,registered,ballots_cast,valid,leader,runner_up,remark
North,N1,001,100,60,59,40,19,
North,N1,002,200,,100,70,30,=1+1
North,N2,003,300,150,150,100,50,late
South,S1,004,400,300,290,200,90,
,S9,005,10,5,5,5,0,
""",
    "findings.toml": """[[finding]]
id = "turnout"
method = "official.turnout"

[[finding]]
id = "verdicts"
method = "ledger.verdicts"

[[finding]]
id = "evidence"
method = "ledger.evidence"

[[finding]]
id = "commitments"
method = "ledger.commitments"
""",
}
