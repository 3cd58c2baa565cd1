"""Words that say what a capital near them means."""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


NO_NAMES = _set(
    "i de dem deres du dig din dit dine jer jeres mor far mormor morfar farmor farfar moster "
    "faster onkel tante morbror farbror bedstemor bedstefar søster bror mama papa mum dad "
    "mandag tirsdag onsdag torsdag fredag lørdag søndag januar februar marts april juni juli "
    "september oktober november december jul påske pinse advent fastelavn "
    "monday tuesday wednesday thursday friday saturday sunday january february march may june july "
    "october christmas easter english danish arabic turkish polish german "
    "dansk engelsk tysk arabisk tyrkisk somali polsk kurdisk farsi urdu grønlandsk islam koran "
    "leder rådgiver pædagog lærer læge psykolog sosu team rum tema skype mail chat app"
)
"""Words that people write with a capital though they name nobody."""

PARTICLES = _set("af von van der den de du da la le el al bin ibn abu ter ten zu dos del abd ben")
"""Small words inside a name."""

FAMILY = _set("familien familie family ægteparret parret søskendeparret")
"""Whatever has a capital after these is a name."""

NEAR = _set("i på fra til ved nær omkring over mod syd nord øst vest uden")
"""Words that stand before places, and how names of places end."""

PLACE_ENDS = tuple(
    _set(
        "borg strup rup købing by lev sted inge land havn ø ien stan sø å bæk bro kirke sogn amt "
        "fjord fjorden bugten stad burg ville ford"
    )
)
ORGANISATION = _set(
    "universitet universitetet kommune kommunes kommunen skole skolen højskole gymnasium bank "
    "banken forlag forlaget partiet avis tidende ministeriet ministerium styrelsen rådet råd "
    "forening foreningen forbund forbundet museet museum teater teatret hospital hospitalet "
    "sygehus sygehuset fabrik selskab selskabet fonden fond institut instituttet klub klubben "
    "kirke kirken centret centeret center hotel station lufthavn børnehave vuggestue boldklub "
    "retten politi politiet nyt radio news times group company corporation inc ltd records city "
    "united festival cup liga ligaen aps"
)
"""Several capitals of which one is here are an organisation."""

NO_BEGINNING = _set("den det en et ny nye store dansk danske")
"""Words with a capital that belong to a title, not to a name."""

SMALL_ENGLISH = _set(
    "the and of to was were is are it he she they we you my her his that this with not but when "
    "what which who did do have had been on at by from as be if so an or"
)
SMALL_DANISH = _set(
    "og det er jeg ikke en et at på til af den der som var han hun vi de har med men hvad når om "
    "blev kan skal vil os sig mig dem efter"
)
"""Words by which a text shows which language it is in."""
