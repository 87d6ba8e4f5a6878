import { SPANISH_ASKING, SPANISH_TIMES } from './spanish.times.js';
import type { LocalJoints } from '../local/local-follow-up.js';
import type { QuestionJoints } from '../local/local-parts.js';

export const SPANISH_JOINTS: LocalJoints = {
  opens: /^¿?\s?(?:(?:y|e|pero|o|entonces) )?(?:(?:qué (?:tal|pasa con|hay de)) )?(?<=\s)/iu,
  and: 'y',
  prepositions: /^(?:a|al|con|de|del|desde|durante|en|entre|hasta|para|por|sin|sobre)$/iu,
  articles: /^(?:el|la|los|las|un|una|unos|unas|mi|mis|su|sus|nuestr[oa]s?)$/iu,
  pronouns: /(?<!\p{L})(?:él|ella|ellos|ellas|lo|eso|esto|ése|ésa|allí)(?!\p{L})/iu,
  emptyPronouns: /(?<!\p{L})lo\s(?:antes|contrario|de|del|mejor|mismo|más|que|siguiente)(?!\p{L})/giu,
  asks: /(?<!\p{L})(?:quién|quiénes|qué|cuándo|dónde|cómo|cuánt[oa]s?|por qué|cuál|cuáles|es|son|era|está|están|ha|han|puede|puedo|debe|hay|cuesta|cuestan|abre|abren|cierra|cierran|empieza|termina|dura)(?!\p{L})/iu,
  actsOn: /^¿?a?\s?quién(?:es)?\s(?!es(?!\p{L})|son(?!\p{L})|era|fue|será)/iu,
  empty:
    /^¿?(?:ah|ahora|así|bueno|claro|después|entonces|luego|no|nosotros|ok|pues|qué|si|sí|tal|también|tú|usted|ustedes|vale|y|ya|yo)$/iu,
  times: SPANISH_TIMES,
};

export const SPANISH_PARTS: QuestionJoints = {
  and: 'y|e|o',
  asking: `¿|${SPANISH_ASKING}`,
};
