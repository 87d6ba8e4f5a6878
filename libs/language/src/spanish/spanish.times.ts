import { anyWord } from '../local/local-kinds.js';
import { EVERY_DAY, type TimeWords } from '../times/time-words.js';

export const SPANISH_ASKING = 'quién|quiénes|qué|cuándo|dónde|cómo|cuánt[oa]s?|cuál|cuáles|por qué|a qué|desde cuándo|hasta cuándo';
const per = (unit: string): string => String.raw`(?:por|al?|a la|cada) (?:${unit})`;

export const SPANISH_TIMES: TimeWords = {
  tag: 'es',
  seasons: [
    ['spring', anyWord('primavera')],
    ['summer', anyWord('verano')],
    ['autumn', anyWord('otoño')],
    ['winter', anyWord('invierno')],
  ],
  dayGroups: [
    [[1, 2, 3, 4, 5], anyWord('entre semana', '(?:días )?laborables?')],
    [[6], anyWord('(?:días )?laborables?')],
    [[0, 6], anyWord('fin(?:es)? de semana')],
    [EVERY_DAY, anyWord('todos los días', 'cada día', 'a diario', 'diariamente')],
  ],
  periods: [
    ['hour', anyWord(per('hora'))],
    ['day', anyWord(per('día|noche'), 'diari[oa]s?', 'diariamente')],
    ['week', anyWord(per('semana'), 'semanal(?:es|mente)?')],
    ['month', anyWord(per('mes'), 'mensual(?:es|mente)?')],
    ['quarter', anyWord(per('trimestre'), 'trimestral(?:es|mente)?')],
    ['year', anyWord(per('año'), 'anual(?:es|mente)?')],
  ],
  to: /(?<!\p{L})(?:a|al|hasta)(?!\p{L})|^\s?[–—/-]\s?$/iu,
  between: /(?<!\p{L})entre(?!\p{L})/iu,
  open: /(?<!\p{L})(?:desde|a partir de|hasta|después de|antes de)\s(?:(?:el|la|del|de|principios|mediados|finales|\d{1,2})\s){0,4}$/iu,
  asksHowOften: anyWord('cuánt[oa]s (?:días|veces|horas|noches|semanas|meses)'),
  asksWhether: (question) => !anyWord(SPANISH_ASKING).test(question),
};
