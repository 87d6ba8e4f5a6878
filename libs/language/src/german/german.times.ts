import { anyWord } from '../local/local-kinds.js';
import { EVERY_DAY, type TimeWords } from '../times/time-words.js';

export const GERMAN_ASKING = 'wer|wem|wen|was|wann|wo|wohin|wie|wieviel|warum|weshalb|welche[mnrs]?|ab wann|bis wann|um wie ?viel';
const per = (unit: string): string => String.raw`(?:pro|je|jede[mnrs]?|im|am|in der) (?:${unit})(?! ?\d)`;

export const GERMAN_TIMES: TimeWords = {
  tag: 'de',
  seasons: [
    ['spring', anyWord(String.raw`(?:frühling|frühjahr)\p{L}*`)],
    ['summer', anyWord(String.raw`sommer\p{L}*`)],
    ['autumn', anyWord(String.raw`herbst\p{L}*`)],
    ['winter', anyWord(String.raw`winter\p{L}*`)],
  ],
  dayGroups: [
    [[1, 2, 3, 4, 5], anyWord(String.raw`(?:arbeits|werk|wochen)tag\p{L}*`, 'unter der woche')],
    [[6], anyWord(String.raw`werktag\p{L}*`)],
    [[0, 6], anyWord('wochenenden?s?')],
    [EVERY_DAY, anyWord(String.raw`täglich\p{L}*`, 'jede[nrm]? tag', 'an allen tagen', 'rund um die uhr')],
  ],
  periods: [
    ['hour', anyWord(per('stunde'), String.raw`stündlich\p{L}*`, String.raw`stunden(?:lohn|preis|satz)\p{L}*`)],
    ['day', anyWord(per('tag|nacht'), String.raw`täglich\p{L}*`, String.raw`tages(?:beitrag|gebühr|karte|miete|preis|satz)\p{L}*`)],
    ['week', anyWord(per('woche'), String.raw`wöchentlich\p{L}*`, String.raw`wochen(?:beitrag|gebühr|karte|miete|preis)\p{L}*`)],
    ['month', anyWord(per('monat'), String.raw`monatlich\p{L}*`, String.raw`monats(?:beitrag|gebühr|karte|miete|preis|rate)\p{L}*`)],
    ['quarter', anyWord(per('quartal|vierteljahr'), String.raw`vierteljährlich\p{L}*`, String.raw`quartals(?:beitrag|gebühr)\p{L}*`)],
    ['year', anyWord(per('jahr'), String.raw`(?:all)?jährlich\p{L}*`, String.raw`jahres(?:beitrag|gebühr|karte|miete|preis|zins)\p{L}*`)],
  ],
  to: /(?<!\p{L})bis(?!\p{L})|^\s?[–—/-]\s?$/iu,
  between: /(?<!\p{L})zwischen(?!\p{L})/iu,
  open: /(?<!\p{L})(?:seit|ab|bis|bis zum|vom|nach|vor)\s(?:(?:dem|der|anfang|mitte|ende|einschließlich|\d{1,2}\.)\s){0,3}$/iu,
  asksHowOften: anyWord('wie ?viele[nr]?', 'wie oft'),
  asksWhether: (question) => !anyWord(GERMAN_ASKING).test(question),
};
