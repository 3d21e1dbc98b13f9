"""Questions that are none of this assistant's: orders to it, small talk, nothing at all."""

from __future__ import annotations

import re

from retrieval.query.folding import fold

# Orders to the assistant itself, in four languages. A document may quote such words; a question that is one
# is not answered.
_ORDERS = re.compile(
    r"\b(?:ignore[rz]?|oublie[rz]?|negeer|vergeet|ignoriere?|vergiss|disregard|forget)\b.{0,40}"
    r"\b(?:instructions?|consignes?|regles?|prompt|instructies|opdrachten|anweisungen|regeln|rules|previous|above)\b"
    r"|\b(?:tu es desormais|tu es maintenant|vous etes desormais|you are now|from now on|du bist ab jetzt|du bist jetzt"
    r"|ab sofort|doe alsof|je bent nu|vanaf nu|fais comme si|pretend (?:to be|you are)|act as|tu vas jouer)\b"
    r"|\b(?:repeat|repete[rz]?|wiederhole|herhaal)\b.{0,40}\b(?:above|ci-dessus|plus haut|oben|hierboven|everything|tout)\b"
    r"|\b(?:reponds?|repondez|reply|antworte|antwoord)\b.{0,25}\b(?:uniquement|seulement|only|nur|alleen|oui|yes|ja)\b"
    r"|\b(?:commence|begin|start|beginne?)\b.{0,20}\b(?:chaque|toutes? tes|every|jede|elke)\b"
    r"|\b(?:sans|without|ohne|zonder) (?:limites?|regles?|limits|rules|regeln|grenzen|safeguards|filtres?|filters?)\b"
    r"|\b(?:note|enregistre|ajoute|remember|store|merke dir|onthoud)\b.{0,30}\b(?:ta base|base de donnees|database|datenbank)\b"
    r"|\b(?:system prompt|prompt systeme|systeemprompt|systemprompt|jailbreak|developer mode)\b"
    r"|\b(?:revele[rz]?|affiche[rz]?|donne[rz]?(?:-moi)?|reveal|show|print|toon|geef|zeige?|verrate?)\b.{0,40}"
    r"\b(?:mot de passe|mots de passe|password|wachtwoord|passwort|token|cle api|api key|api-sleutel|secrets?)\b"
    r"|\b(?:drop table|delete from|insert into|union select|or 1=1)\b|<script\b"
    r"|\b(?:envoie|envoyer|send|stuur|sende|schicke)\b.{0,30}\b(?:mail|e-mail|courriel|message|bericht|nachricht)\b"
    r"|\b(?:supprime[rz]?|efface[rz]?|delete|verwijder|losche?)\b.{0,40}"
    r"\b(?:fiches?|documents?|base|catalogue|tout|all|alles|alle|everything|projekte|projecten)\b"
)
_PLEASANTRY = (
    r"(?:bonjour|bonsoir|salut|coucou|hello|hi|hey|hallo|hoi|goedendag|goede(?:morgen|navond)|dag|guten (?:tag|morgen|abend)"
    r"|merci(?: beaucoup| bien)?|thanks?(?: you| a lot)?|thank you(?: very much)?|dank (?:u|je)(?: wel)?|bedankt|danke(?: schon)?"
    r"|(?:comment )?(?:ca va|vas-tu|allez-vous|vous allez|tu vas)(?: bien)?|how are you|what'?s up|hoe gaat het|wie geht(?:'s| es)|aujourd'hui"
    r"|vandaag|heute|today|bonne (?:journee|soiree|nuit)|a (?:toi|bientot|demain)|dat was alles|c'est tout|that'?s all|das war alles"
    r"|daar|there|tous|toi|everyone|ok(?:ay)?|super|top|lol|whatever|au revoir|tot ziens|bye|tschuss"
    r"|(?:hast du |as-tu |heb je |did you )?(?:gut|bien|goed)? ?(?:geschlafen|dormi|geslapen|sleep well))"
)
# What people say of an answer before they go on: thanks, praise, "I see".
_ACKNOWLEDGEMENT = (
    r"(?:(?:ah|oh|eh|ha|haha|aha|hm+|bon|ben|bah) ?(?:oui|bon|ok|ja|yes|non|nee|nein|so)?|oui|non|ja|nee|nein|yes|no|d'accord|entendu|compris|parfait|genial"
    r"|(?:c'est |tres |vraiment )*(?:impressionnant|interessant|clair|note|bien|parfait|utile|dommage|bon a savoir|chouette|bluffant|etonnant)(?: merci)?"
    r"|(?:tant|tout|autant|si peu|rien) ?que ca|a ce point|autant|si peu|zo(?:veel| weinig)|so (?:viele?|wenige?)|(?:that|so) (?:many|much|few)|(?:vraiment|echt|wirklich|really)"
    r"|oh la(?: la)?|wah|waouh|wow|amai|mooi zo|ca alors|formidable|excellent|magnifique|tres bien|merci (?:pour|de) [^?!.]{1,40}|quand meme|je vois|je comprends|tant mieux|tant pis|bonne (?:nouvelle|idee)|ca (?:m'aide|va|marche|suffit|me va)"
    r"|(?:dat is |heel |erg )*(?:indrukwekkend|interessant|duidelijk|jammer|prima|mooi|goed|perfect|knap|straf|handig|leuk)(?: om te weten)?"
    r"|(?:bedankt|dank (?:u|je)(?: wel)?) voor [^?!.]{1,40}|daar kan ik (?:iets mee|mee verder|mee aan de slag)|ik (?:snap|begrijp|zie) het|begrepen|goed om te weten"
    r"|(?:das ist |sehr |echt )*(?:beeindruckend|interessant|klar|schade|spannend|prima|gut|perfekt|hilfreich|schon)(?: zu wissen)?"
    r"|(?:vielen |besten |herzlichen )*dank(?: fur [^?!.]{1,40})?|danke (?:fur|sehr)[^?!.]{0,40}|verstehe|verstanden|alles klar|gut zu wissen|das hilft(?: mir)?"
    r"|(?:that(?:'s| is) |very |really |sounds )*(?:impressive|interesting|clear|useful|good|great|nice|perfect|helpful|a pity|cool|neat)(?: to know)?"
    r"|thanks? (?:you )?for [^?!.]{1,40}|(?:many |lots of )*thanks|i see|got it|understood|fair enough|noted|makes sense|good point|cheers)"
)
_SMALL_TALK = re.compile(rf"(?:(?:{_PLEASANTRY}|{_ACKNOWLEDGEMENT})[ !?.,;:…]*)+")
# The same before a question: "Ah oui, quand même. Et à Namur ?"
_PREAMBLE = re.compile(rf"(?:(?:{_PLEASANTRY}|{_ACKNOWLEDGEMENT})\b[ !?.,;:…]+)+(?=\S)")
# Work for a writer, a cook or a programmer, not questions to a catalogue.
_TASK = re.compile(
    r"\b(?:ecris|ecrire|redige[rz]?|compose[rz]?|raconte[rz]?|invente[rz]?|fais|donne[rz]?|resous|resoudre|resume[rz]?|traduis|traduire"
    r"|schrijf|vertel|verzin|geef|maak|los|vat|vertaal|schreib\w*|erzahl\w*|erfinde|gib|lose|losen|ubersetz\w*|fass"
    r"|write|tell|compose|invent|give|solve|summari[sz]e|translate|draw|sing)\b.{0,40}"
    r"\b(?:poeme|chanson|blagues?|histoire droles?|conte|recettes?|script|roman|dissertation|equations?|dictee|horoscope"
    r"|gedicht\w*|lied(?:je)?|mop(?:je)?|grap|recept\w*|vergelijking|verhaaltje|witz\w*|rezept\w*|gleichung\w*|marchen"
    r"|poem|song|jokes?|recipes?|equations?|novel|essay|fairy tale|haiku)\b"
    r"|\b(?:print|show|reveal|list|affiche|montre|toon|zeige?)\b.{0,20}\b(?:your (?:configuration|settings|prompt|memory)|ta configuration"
    r"|(?:the )?users who|je configuratie|deine konfiguration)\b"
)


def is_order(text: str) -> bool:
    """Whether the text tries to command the assistant instead of asking it something."""
    return bool(_ORDERS.search(fold(text)))


def is_small_talk(text: str) -> bool:
    """Whether the text is a greeting or thanks and nothing more."""
    return _SMALL_TALK.fullmatch(fold(text).strip()) is not None


_THANKS = re.compile(
    r"\b(?:merci|thanks?|thank you|dank|danke|bedankt|cheers|parfait|super|top|genial|impressionnant|indrukwekkend|beeindruckend|impressive"
    r"|interessant|interesting|duidelijk|clair|klar|clear|perfect|prima|great|compris|begrepen|verstanden|understood|noted)\b"
)


def is_thanks(text: str) -> bool:
    """Whether small talk is about what was said before, not the beginning of something."""
    return is_small_talk(text) and _THANKS.search(fold(text)) is not None


def without_pleasantries(text: str) -> str:
    """The text without thanks and praise before its question; whole where it is nothing else."""
    found = _PREAMBLE.match(fold(text))
    rest = text[found.end() :].strip() if found else ""
    return rest or text


def is_task(text: str) -> bool:
    """Whether it is an errand (a poem, a recipe, a sum) that no document can run."""
    return _TASK.search(fold(text)) is not None


_ABOUT_THE_ASSISTANT = re.compile(
    r"\b(?:tu es|es-tu|etes-vous|vous etes|are you|bist du|ben je|bent u)\b.{0,20}\b(?:une? (?:vraie? )?(?:personne|humain"
    r"|machine|robot|ia)|human|a (?:real )?(?:person|robot|machine|bot)|ai|mensch|maschine|roboter|mens|robot)\b"
    r"|\b(?:quel age as-tu|comment t'appelles-tu|qui t'a (?:cree|construit|fait)|how old are you|who (?:made|built|created)"
    r" you|what is your name|wie alt bist du|wer hat dich|wie heisst du|hoe oud ben je|wie heeft je gemaakt|hoe heet je)\b"
)


def is_about_the_assistant(text: str) -> bool:
    """Whether the question is about the assistant itself."""
    return bool(_ABOUT_THE_ASSISTANT.search(fold(text)))


def says_nothing(text: str) -> bool:
    """Whether there is no letter in it (empty, emoji, punctuation, a bare number)."""
    return not any(character.isalpha() for character in text)
