import { type DirectionWords, earlierFirst, giverFirst, laterFirst, saying, takerFirst, within } from '../directions/directions.js';

export const FRENCH_DIRECTIONS: DirectionWords = {
  ways: [
    earlierFirst(
      saying(`(?:été|est|sont|était|fut) (?:remplacée?s?|suivie?s?)${within} par`, '(?:remplacée?s?|suivie?s?) par', 'prédécesseure? de'),
    ),
    laterFirst(saying('succ[éè]d\\p{L}{1,5}|remplac\\p{L}{1,4}|successeure? de|pris(?:e)? la (?:place|suite|relève) de')),
    giverFirst(saying('donn(?:e|er|ée?s?|ent|ait)|vend(?:re|ues?|us?|ent)?|offr\\p{L}{1,3}|prêt(?:e|er|ée?s?|ent)')),
    takerFirst(saying('achet\\p{L}{1,4}|achèt\\p{L}{1,3}|reçu(?:e|s|es)?|reç\\p{L}{1,4}|emprunt\\p{L}{1,3}|hérit\\p{L}{1,3}')),
  ],
  us: saying('nous'),
  beside: /(?<!\p{L})(?:en|dans|chez|pendant|depuis|avant|après)\s(?:(?:le|la|les)\s)?$/iu,
  titles: /^(?:Mme|Mlle|Madame|Monsieur|Docteur)$/u,
  to: /(?<!\p{L})(?:à|aux?)\s(?:(?:la|les?|M|Mme|Mlle|Dr)\.?\s)?(?:\p{Lu}\p{Ll}+\s)*$/u,
};
