"""Whether a given name is a man's or a woman's, for pronouns; None where it may be either."""

from __future__ import annotations

from transforms.wordlists import words

_MALE = words(
    "aaron abdul abdullah adam adrian ahmad ahmed akira alan albert alejandro alex alexander"
    " alexei alfred ali allan amir amit anders andre andreas andrei andrew andy angus anil"
    " anthony anton antonio antony arjun arnold arthur arun ashok barack barry ben benjamin"
    " bernard bill bob boris brad brandon brendan brett brian bruce bruno bryan callum carl"
    " carlos cesar charles charlie chris christian christopher clive colin connor craig cyril"
    " dan daniel darren dave david dean declan deepak dennis derek diego dmitry dominic don"
    " donald doug douglas duncan dylan ed eddie edward elon emmanuel enrique eric erik ernest"
    " ethan evan felix fernando finn francis francisco francois frank franz fred frederick"
    " gareth gary gavin geoff geoffrey george gerald gerard giles giovanni glen gordon graham"
    " greg gregory guillermo gustav guy hamid hans harold harry hasan hassan henry herbert"
    " hiroshi howard hugh hugo hussein ian ibrahim igor imran isaac ivan jack jacob jacques"
    " jake james jan jared jason javier jean jeff jeffrey jeremy jerome jesus jim jimmy"
    " joachim joao joe joel john johnny jon jonas jonathan jorge jose joseph josh joshua juan"
    " julian jurgen justin karim karl keith ken kenji kenneth kevin klaus kofi kumar kurt"
    " kwame kyle lars laurence lawrence lee len leo leon leonard lewis liam lloyd louis luca"
    " lucas luis luke mahmoud malcolm manuel marc marco marcus mario mark martin marvin matt"
    " matteo matthew maurice max michael miguel mike mikhail mitch mohamed mohammad mohammed"
    " mohan moses muhammad musa mustafa narendra nathan neil nelson nicholas nick nicolas"
    " nigel noah norman oleg oliver omar oscar owen pablo patrick paul pedro peter petr phil"
    " philip philippe pierre prakash rafael rahul raj rajesh ralph ramesh randy raul ravi ray"
    " raymond ricardo richard rick rob robert roberto robin rodrigo roger rohit roland ron"
    " ronald rory roy russell ryan said salman sam samuel sanjay scott sean sebastian sergei"
    " sergio seth shane sidney simon stanley stefan stephen steve steven stuart suresh sven"
    " takeshi tariq ted terry theo thomas tim timothy tobias toby todd tom tommy tony travis"
    " trevor tyler victor vijay vikram viktor vincent vladimir volodymyr walter warren wayne"
    " wilfred will william winston wolfgang xavier yasser yusuf yves zachary"
)
_FEMALE = words(
    "abigail agnes aisha alexandra alice alicia alison amanda amber amelia amina amy ana"
    " andrea angela angelina anita ann anna anne annette annie anya aoife ava barbara beatrice"
    " becky bella bernadette beth betty beverley brenda bridget camila camilla carla carmen"
    " carol caroline catherine cathy charlotte chloe christina christine claire clara claudia"
    " cristina cynthia daisy danielle dawn debbie deborah deepa denise diana diane donna dora"
    " doreen doris dorothy edith eileen elaine eleanor elena elisabeth elise elizabeth ella ellen"
    " ellie elsa emily emma erica erin esther eva eve evelyn fatima fiona florence frances"
    " francesca gabriela gabrielle gemma georgia georgina gillian gina giulia gloria grace"
    " greta gretchen hannah harriet hayley heather heidi helen helena hilary hillary holly ida"
    " imogen indira ines ingrid irene iris isabel isabella isla jacinda jacqueline jane janet"
    " janice jasmine jenna jennifer jenny jessica jill jo joan joanna joanne josephine joy"
    " joyce judith judy julia julie juliet kamala karen karin kate katherine kathleen kathryn"
    " kathy katie katrina katya kavita kayla keiko kelly kirsten kirsty laura lauren lena"
    " leticia lily linda lisa liz liza lola lorraine louise lucia lucy luisa lydia madeleine"
    " maggie mairead margaret maria marianne marie marina marta martha mary maureen maya megan"
    " meghan melanie melinda melissa mercedes mia michelle mina miranda miriam moira molly"
    " monica monika myra nadia nancy naomi natalia natalie natasha nicola nicole nina noor"
    " nora olena olga olivia oprah pamela patricia paula pauline penelope penny petra philippa"
    " phoebe polly pooja preeti priya priyanka rachel rania rebecca renee rhian rita roberta"
    " rosa rosalind rose rosemary rosie roxana ruth sabine sally samantha sandra sangmi sara"
    " sarah sheila shirley silvia siobhan sofia sonia sophia sophie stacey stella stephanie"
    " sue sunita susan susanna suzanne sylvia tamara tanya tara teresa tessa theresa tina"
    " tracey tracy ursula valentina valerie vanessa vera verity veronica victoria violet"
    " virginia vivian wendy winifred yasmin yoko yolanda yulia yvonne zainab zara zoe"
)


def gender_of(name: str) -> str | None:
    """ "he" or "she" by the first word of a person's full name."""
    first = name.split()[0].lower() if " " in name else ""
    return "he" if first in _MALE else "she" if first in _FEMALE else None
