"""First names that are common in England, for finding names in long papers, where every heading has capital letters."""

from typing import Final

_NAMES = """
    aaron abdul abdullah abigail abu adam adele adrian ahmed aidan aisha alan albert alex alexander alexandra alfie alfred ali
    alice alicia alison amanda amber amelia amina amir amy anastasia andrea andrew angela anita ann anna anne annie anthony
    antonio archie aria arthur arun asha ashley ashton ava ayesha barbara barry beatrice becky ben benjamin bernard beth
    bethany betty bilal billy blake bobby bradley brandon brenda brian bronwyn bryony caitlin callum cameron carl carly carol
    caroline caroline casey catherine cathy charlie charlotte chelsea cheryl chloe chris christian christina christine
    christopher claire clare clive colin connor corey courtney craig daisy damian dan daniel danielle danny darren daryl dave
    david dawn dean deborah declan denise dennis derek diana diane dominic donald donna dorothy douglas duncan dylan eddie
    edward eileen elaine eleanor elena eliza elizabeth ella ellen ellie elliot elliott elsie emily emma eric erin ethan eva
    evan eve evelyn evie ewan ezra faith farah fatima fatuma felix fiona florence frances francesca frank frankie fred freddie
    frederick freya gabriel gareth gary gavin gemma geoffrey george georgia georgina gerald geraldine gillian glenn gloria
    gordon grace graham grayson greg gwen hamza hannah harley harriet harris harrison harry harvey hassan hayley hazel heather
    helen helena henry holly hope hugh hugo hussein ian ibrahim imran india iris isaac isabel isabella isabelle isaiah isla
    ivan ivy jack jackie jackson jacob jade jaden jaiden jake james jamie jan jane janet janice jasmine jason jay jayden
    jaxon jean jeffrey jemma jennifer jenny jeremy jermaine jess jesse jessica jill jim jimmy joan joanna joanne joe joel
    john johnny jon jonathan jordan joseph josephine josh joshua joyce jude judith julia julian julie justin kai kareem karen
    karl kate katherine kathleen kathryn katie katy kayla kayleigh keira keith kelly kelsey ken kenneth kerry kevin khadija
    kian kieran kim kimberley kirsty kyle lacey laila lara laura lauren laurence layla leah lee leila leo leon leonard lesley
    leslie lewis lexi liam libby lilly lily linda lisa liz logan lois lola louis louise luca lucas lucy luis luke luna lydia
    lynn mackenzie maddison madeleine madison maisie malcolm marcus margaret maria mariam marie marilyn mark marlon martha
    martin mary maryam mason matilda matthew maureen max maximus maya megan mehmet mia michael michelle miguel mike mila
    millie mohamed mohammad mohammed molly monica muhammad mustafa nadia nancy naomi natalie natasha nathan nathaniel neil
    niall nicholas nicola nicole nigel nina noah noor norman oliver olivia ollie omar oscar owen paige pamela patricia
    patrick paul paula pauline penelope peter philip phillip phoebe polly poppy priya rachel rafael rahul ralph raymond
    reece reggie rehana rhys richard riley rita robbie robert robin rodney roger roman ronald ronnie rory rosa rose rosie
    ross rowan roxanne roy ruby rupert russell ruth ryan safiya sally sam samantha samir samuel sandra sanjay sara sarah
    scarlett scott sean sebastian shane shannon sharon shaun sheila sian sienna simon sofia sonia sophia sophie stacey
    stanley stella stephanie stephen steve steven stewart stuart summer susan suzanne sylvia tanya tara taylor ted teresa
    terence teresa terry thea theo theodore theresa thomas tia tiffany timothy tina toby tom tommy tony tracey tracy travis
    trevor tyler umar una valerie vanessa veronica vicky victor victoria vincent violet vivian wayne wendy wesley will
    william willow yasmin yusuf yvonne zac zach zachary zainab zak zara zoe
"""
FIRST_NAMES: Final = frozenset(_NAMES.split())
