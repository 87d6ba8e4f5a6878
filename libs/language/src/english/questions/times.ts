import { AUXILIARIES } from './question-words.js';
import { EVERY_DAY, type TimeWords } from '../../times/time-words.js';

const word = (...patterns: readonly string[]): RegExp => new RegExp(String.raw`\b(?:${patterns.join('|')})\b`, 'iu');

/** "For a week", "it takes a day" and "a month late" say how long. */
const HOW_LONG =
  'about|after|and|at|before|by|for|half|in|is|last(?:s|ed)?|of|on|once every|or|over|take[ns]?|than|to|took|under|was|with|within';
const LONG = String.raw`\s(?:ago|before|after|earlier|early|in advance|late|later|long|old|or more)`;
const per = (unit: string): string =>
  String.raw`(?:per|each|every|(?<!\b(?:${HOW_LONG})\s)an?)\s(?:single\s)?(?:${unit})(?!['’]|${LONG})|/\s?(?:${unit})`;

export const ENGLISH_TIMES: TimeWords = {
  tag: 'en',
  // Seasons are read with the other sides: a "spring" may be of steel.
  seasons: [],
  dayGroups: [
    [[1, 2, 3, 4, 5], word('weekdays?', 'workdays?', 'working days?', 'during the week')],
    [[0, 6], word('weekends?')],
    [EVERY_DAY, word('daily', '(?:all|any|each|every) days?', 'seven days a week', 'at all times', 'around the clock')],
  ],
  periods: [
    ['hour', word(per('hour'), 'hourly')],
    ['day', word(per('day|night'), 'daily', 'nightly')],
    ['week', word(per('week'), 'weekly')],
    ['month', word(per('month'), 'monthly')],
    ['quarter', word(per('quarter'), 'quarterly')],
    ['year', word(per('year'), 'yearly', 'annual(?:ly)?', 'per annum')],
  ],
  to: /\b(?:to|till?|until|through)\b|^\s?[–—/-]\s?$/iu,
  between: /\bbetween\b/iu,
  open: /\b(?:since|from|as of|starting|beginning|until|till|up to|through|after|before)\s(?:(?:the|early|mid|late|end of|beginning of|start of|\d{1,2}(?:st|nd|rd|th)?(?:\sof)?)\s){0,3}$/iu,
  asksHowOften: word('how (?:many|often)'),
  asksWhether: (question) => AUXILIARIES.has((/^[^\p{L}]*(\p{L}+)/u.exec(question)?.[1] ?? '').toLowerCase()),
  isMonth: (name, before) => !/^(?:march|may)$/iu.test(name) || (/^\p{Lu}/u.test(name) && /[\p{L}\p{N},]\s$/u.test(before)),
};
