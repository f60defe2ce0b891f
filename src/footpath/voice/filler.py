"""Words that carry no theme, and answers that say nothing: tables for some languages.

All without accents and in lower case, as `terms.folded` leaves them. Words that turn a meaning round (not,
never, without) are apart: alone they are no term, before another word they are part of one.
"""

from __future__ import annotations

FILLER: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": """a about actually after again all also although always am an and another any anyone
            anything are aren as at b be because been before being both but by c can cannot could couldn
            d did didn do does doesn doing don during each e eg etc even ever every everyone everything
            for from get gets getting go going got had hadn has hasn have haven having he her here hers
            him his how however i ie if im in into is isn it its itself ive just let like ll lot lots m
            made make making many maybe me mine more most much must my myself nor now of off on once one
            only or other our ours out over own per put quite re really s same shall she should shouldn
            since so some someone something still such t than that the their theirs them then there
            these they thing things this those though through to too under until up upon us ve very via
            was wasn way we well were weren what when where which while who whom whose why will with
            would wouldn x y yet you your yours dont didnt doesnt cant couldnt wouldnt isnt wasnt youre
            theyre thats""",
        "pt": """a ai ao aos aquela aquele aqui aquilo as ate cada com como da das de dela dele
            deles depois dessa dessas desse desses desta deste disso disto do dos e ela elas ele eles em
            entre era eram essa esse esta estao estar estava este estou eu faz fazer fez fica ficar fiz
            foi for foram fui ha isso isto ja la lhe mais mas me mesma mesmo meu meus minha minhas muita
            muitas muito muitos na nas nessa nesse nesta neste no nos nossa nosso num numa o os ou outra
            outro para pela pelas pelo pelos pois por porem porque pra pro q quais qual quando que quem
            sao se seja ser sera seu seus so sobre sua suas tambem tao te tem tenho ter teve tinha tive
            toda todas todo todos tudo um uma umas uns vai vc vcs voce voces vou""",
        "es": """a al algo alguna algunas alguno algunos ante antes aquel aquella asi aun aunque
            cada como con cual cuando cuanto de del desde donde dos e el ella ellas ellos en entre era
            eran es esa esas ese eso esos esta estaba estan estar estas este esto estos estoy fue fueron
            ha habia hace han hasta hay he la las le les lo los mas me mi mis mismo mucha muchas mucho
            muchos muy nos nosotros o os otra otras otro otros para pero poco por porque pues que quien
            se sea ser si sido sobre solo son soy su sus tal tambien tan tanto te tengo tener tiene todo
            todos toda todas tu tus u un una unas uno unos usted ustedes va vez voy y ya yo""",
        "fr": """a ai alors as au aucun aussi autre autres aux avait avec avez avoir avons c car ce
            cela ces cet cette ceux chaque chez comme d dans de des deux donc dont du elle elles en
            encore entre es est et etaient etait ete etes etre eu eux fait faire fois font il ils j je l
            la le les leur leurs lui m ma mais me meme mes moi mon n nos notre nous on ont ou par parce
            peu peut plus pour pourquoi qu quand que quel quelle quelles quels qui s sa se ses si soit
            son sont suis sur t ta te tes toi ton tous tout toute toutes tres tu un une vos votre vous
            y""",
        "de": """ab aber alle allem allen aller alles als also am an auch auf aus bei beim bin bis
            bist da dabei damit dann das dass daß dem den denn der des dessen die dies diese diesem
            diesen dieser dieses doch dort du durch ein eine einem einen einer eines er es etwas euch
            fur gab ganz gegen gewesen hab habe haben hat hatte hatten hier ich ihm ihn ihnen ihr ihre
            ihrem ihren ihrer im in ins ist ja jede jedem jeden jeder jetzt kann konnen konnte machen
            man mehr mein meine meinem meinen meiner mich mir mit mal musste nach noch nun nur ob oder
            schon sehr sein seine seinem seinen seiner seit sich sie sind so soll sollte sondern sowie
            uber um und uns unser unsere unter viel vom von vor war waren was wegen weil wenn wer werde
            werden wie wieder will wir wird wo worden wurde wurden zu zum zur""",
        "it": """a ad ai al alla alle allo anche ancora avere aveva c che chi ci cio coi col come
            con cosa cui da dai dal dalla dalle dallo dei del della delle dello di dopo dove e ed era
            erano essere fa fatto fra gia gli ha hai hanno ho i il in io l la le lei li lo loro lui ma
            me mi mia mie miei mio molta molte molti molto ne nei nel nella nelle nello noi nostra
            nostro o ogni per perche pero piu poi po quale quando quanto quella quelle quelli quello
            questa queste questi questo qui se sei si sia siamo solo sono sta stata stati stato su sua
            sue sugli sui sul sulla sulle suo suoi tra troppo tu tua tue tuo tutta tutte tutti tutto un
            una uno va vi voi""",
        "nl": """aan al alle alles als altijd andere ben bij daar dan dat de deze die dit doen door
            dus een en er ge had heb hebben heeft hem het hier hij hoe hun ik in is ja je jullie kan kon
            kunnen maar me meer men met mij mijn moet na naar nog nu of om omdat onder ons ook op over s
            te tegen toch toen tot u uit uw van veel voor want waren was wat we wel werd wezen wie wij
            wil worden wordt zal ze zei zelf zich zij zijn zo zonder zou""",
    }.items()
}
TURNING: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": """not no never without none nothing neither dont didnt doesnt cant couldnt wouldnt
            isnt wasnt hasnt havent wont arent werent cannot don't didn't doesn't can't couldn't
            wouldn't isn't wasn't hasn't haven't won't aren't weren't""",
        "pt": "nao n nunca nem sem nenhum nenhuma jamais",
        "es": "no nunca ni sin ningun ninguna jamas",
        "fr": "pas ne jamais sans ni aucun aucune rien",
        "de": "nicht kein keine keinen keiner keinem nie niemals ohne",
        "it": "non mai senza ne nessun nessuna",
        "nl": "niet geen nooit zonder",
    }.items()
}
# Whole answers that say that there is no answer.
NOTHING: frozenset[str] = frozenset(
    phrase.strip()
    for phrases in (
        """na | n a | none | no | yes | nil | nothing | nothing really | no comment | no comments |
            no answer | did not answer | didnt answer | not answered | not applicable | non applicable |
            dont know | do not know | not sure | unsure | no idea | no opinion | nothing to add |
            nothing to say | nothing else | nothing at all | nothing comes to mind | nothing i can think
            of | cant think of anything | cannot think of anything | no suggestions | no suggestion |
            none really | not really | as above | see above | refused | blank | no response | idk | dk |
            test | none at all | nothing more | no reply""",
        """nada | nenhum | nenhuma | sem comentario | sem comentarios | nao | sim | nao sei | nada a
            declarar | nada a dizer | nada a comentar | nada a acrescentar | nao se aplica | sem
            resposta | nao tenho""",
        """ninguno | ninguna | si | sin comentario | sin comentarios | no se | ns nc | no aplica |
            nada mas | sin respuesta | nada que decir | nada que anadir""",
        """rien | aucun | aucune | non | oui | sans commentaire | aucun commentaire | ne sait pas |
            je ne sais pas | sans objet | rien a dire | rien a signaler | rien a ajouter | ras | pas de
            commentaire""",
        """nichts | keine | kein | nein | ja | keine angabe | keine angaben | k a | kein kommentar |
            weiss nicht | weiß nicht | keine ahnung | entfallt | nichts zu sagen | keine antwort""",
        """niente | nessuno | nessuna | nessun commento | non so | nulla | non applicabile | niente
            da dire | niks | geen | nee | geen commentaar | weet niet | weet ik niet | niet van
            toepassing | nvt""",
    )
    for phrase in " ".join(phrases.split()).split("|")
)
