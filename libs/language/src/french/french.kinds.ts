import { anyWord, durationOf, type LocalKinds } from '../local/local-kinds.js';

const UNITS = 'jours?|heures?|minutes?|semaines?|mois|ans?|années?|trimestres?';
const COUNTED =
  'deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt|trente|quarante|cinquante|soixante|quatre-vingts?|cents?|mille';
const NUMBER = `une?|${COUNTED}`;

/** "Que faire quand l'alarme sonne ?" and "le locataire qui part" ask neither when nor who: there the word opens no question, and ends none. */
function asking(word: string): string {
  const before = String.raw`[,:?!]\s|(?<!\p{L})(?:à|avec|chez|contre|de|depuis|dès|est|et|par|pour|savez-vous|savoir|dites-moi|sur)\s`;
  return String.raw`(?<=${before})${word}|^${word}(?![^,]*,)|${word}(?=\s?[?.]?$)`;
}

export const FRENCH_KINDS: LocalKinds = {
  asks: [
    ['time', anyWord(asking('quand'), String.raw`quelles?\s(?:date|heure|année)s?`, String.raw`quels?\s(?:jour|mois|moment)s?`)],
    ['reason', anyWord('pourquoi', 'pour quelles? raisons?')],
    ['amount', anyWord('combien')],
    ['place', anyWord('où')],
    ['person', anyWord(asking('qui'))],
  ],
  signs: {
    person: anyWord(
      'm|mme|mlle|dr|monsieur|madame|je|nous|il|ils|elle|elles|on|vous|chacun|tous|toutes|personne|quelqu|lui|leur|ceux|celui',
      'gens|personnes?|parents?|enfants?|clients?|clientes?|hôtes?|chefs?|médecins?|maires?|mairie|société|entreprise|association|club|comité|conseil|équipe|bureau|service|police|école|banque|syndic|syndicat|membres?|élèves?|voisins?|femmes?|hommes?|mari|avocate?s?|notaires?',
      'concierges?|sœurs?|frères?|mères?|pères?|fils|filles?|grands?-(?:mères?|pères?)|oncles?|tantes?|cousine?s?|nièces?|neveux?|famille|amie?s?|collègues?|architectes?|juges?',
      'assemblée|copropriété|commune|ville|département|région|état|gouvernement|ministère|assurance|mutuelle|fondation|université|hôpital|coopérative|commission|direction|administration|agence',
      String.raw`\p{L}{2,}(?:eurs?|euses?|rices?|aires?|istes?|iens?|iennes?|iers?|ières?)`,
      '(?:adhér|ag|gér|exploit|habit|présid|résid|assist|étudi|enseign|commerç)(?:ent|ant)e?s?|employée?s?|salariée?s?|déléguée?s?|associée?s?|invitée?s?|retraitée?s?|gardienne?s?',
    ),
    time: anyWord(
      String.raw`1\d{3}|20\d{2}|\d{1,2} ?[h:.] ?\d{0,2}|\d{1,2}/\d{1,2}|\d{1,2} ?heures?|1er`,
      'janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre',
      '(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)s?',
      "matin|midi|soir|nuit|minuit|après-midi|aujourd['’]hui|demain|hier|printemps|été|automne|hiver|noël|pâques|vacances|fériés?|saison|week-ends?|siècle",
      '(?:journ|matin|soir)ées?|aube|aurore|(?:coucher|lever) du (?:jour|soleil)|permanence',
      'avant|après|depuis|dès|lors|lorsque|quand|pendant|durant|jusqu|début|fin|courant|immédiatement|toujours|jamais|chaque|quotidiennement|hebdomadaire|mensuel|annuel(?:le)?|tard|tôt|partir|puis|ensuite|sous',
      UNITS,
    ),
    amount: anyWord(
      String.raw`\d[\p{L}\d.,%]*`,
      COUNTED,
      'une? (?:tiers|quart|douzaine|dizaine|jour|heure|minute|semaine|mois|an|année|euro)',
      'aucune?|zéro|demi|demie|moitié|tiers|quarts?|dizaine|douzaine|centaine|millier|milliers|millions?|milliards?|plusieurs|quelques|deux-tiers|double|gratuite?s?|gratuitement|rien|illimitée?s?|chaque|seule?s?|unique',
      "(?:il y a|qu['’]) ?une?|une? \\p{L}+ par",
    ),
    place: anyWord(
      'à|au|aux|dans|en|sur|sous|chez|près|derrière|devant|entre|contre|hors|ici|là|rue|place|étage|face|côté|gauche|droite|nord|sud|est|ouest',
    ),
    reason: new RegExp(
      `${anyWord("car|parce|puisque|comme|pour|afin|cause|raisons?|motifs?|donc|ainsi|grâce|dû|due|dus|suite|sinon|faute|éviter|évite|empêche|par|si|d['’]où|vu|étant|permet|permettre").source}|[\\p{L}\\p{N}]\\s?[:;]\\s|\\s[–—-]\\s`,
      'iu',
    ),
  },
  durations: durationOf({
    number: NUMBER,
    units: UNITS,
    unless: 'dans|sous|après|avant|en|depuis|les|dès|tous les|toutes les|à',
    until: "avant|après|plus tard|plus tôt|à l['’]avance|auparavant|du matin|du soir",
  }),
};
