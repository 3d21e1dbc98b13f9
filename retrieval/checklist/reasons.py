"""Why an article that one might expect is not asked for; `words` are those of the description that say so."""

from __future__ import annotations

from corpus.text import mark

# The keys are those of obligations.yaml.
REASONS: dict[str, str] = {
    "verification_only": mark(
        "Simple vérification d'identité, un à un ({words}) : ce cas est exclu de la règle."
    ),
    "temporary_is_fixed": mark(
        "Une caméra déplacée d'un site à l'autre ({words}) est une caméra fixe temporaire, pas une caméra mobile."
    ),
    "drone_is_mobile": mark(
        "Un drone qui surveille ({words}) est une caméra mobile, pas une caméra fixe temporaire."
    ),
    "police_law": mark(
        "Ces caméras sont celles de la police ({words}) : la loi sur la fonction de police s'applique à leur place."
    ),
    "mobile_rules": mark(
        "Lecture de plaques depuis un véhicule ({words}) : ce sont les règles des caméras mobiles qui s'appliquent."
    ),
    "only_counting": mark(
        "Comptage sans but de surveillance ({words}) : la loi caméras ne s'applique pas, le RGPD est à vérifier."
    ),
    "closed_place": mark(
        "Lieu fermé accessible au public ({words}) : l'avis du conseil communal n'est pas demandé."
    ),
    "human_review": mark(
        "Une personne relit et assume le texte ({words}) : le signalement n'est pas demandé."
    ),
    "low_risk": mark("Rien dans la description n'annonce de risque élevé ({words})."),
    "no_access_offered": mark(
        "Les téléphones sont captés ({words}), mais aucun accès à internet n'est fourni au public."
    ),
    "large_agglomerations": mark(
        "Mesures locales de bruit ({words}) : cartes et plans ne sont demandés qu'aux grandes agglomérations et aux grands axes."
    ),
    "no_rule_of_collection": mark(
        "Carte communale ({words}) : la règle ne vise ses données que si une norme impose de les collecter ou de les diffuser."
    ),
    "not_a_nis2_entity": mark(
        "Rien n'indique que l'organisme est une entité soumise à la loi NIS2 ({words}) : une commune ne l'est pas d'office."
    ),
}
DENIED = mark("La description l'exclut : {words}.")
HARMLESS = mark(
    "Les mesures portent sur des choses, pas sur des personnes ({words}) : pas de données personnelles."
)
NO_PERSONAL_DATA = mark("La description dit qu'aucune donnée personnelle n'est traitée : {words}.")
NO_PERSONAL_DATA_FIELD = mark("Le champ « données personnelles » de la fiche dit « non ».")
NOTHING_PERSONAL = mark("Rien dans la description ne parle de données personnelles.")
BELOW = mark("Le montant ({amount}) n'atteint pas le seuil de {threshold}.")
ABOVE = mark("Le montant ({amount}) atteint ou dépasse le plafond de {threshold}.")
WALLOON = mark("Règle wallonne : le projet n'est pas mené en Région wallonne ({words}).")
BELGIAN = mark("Règle belge : le projet n'est pas mené en Belgique ({words}).")
REPEALED = mark("Cette règle est abrogée ; elle ne demande plus rien.")
