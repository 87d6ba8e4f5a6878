import type { AnswerKind } from '../../pack/language-pack.js';

const KINDS: readonly (readonly [AnswerKind, RegExp])[] = [
  ['person', /\b(?:who|whom|whose)\b/],
  ['time', /\bwhen\b|\b(?:what|which) (?:year|date|day|month|century|decade|period|time)\b/],
  [
    'amount',
    /\bhow (?:many|much|long|far|old|large|big|tall|high|often|fast|deep|heavy)\b|\bwhat (?:percentage|percent|number|amount|fraction|proportion|population)\b/,
  ],
  [
    'place',
    /\bwhere\b|\b(?:what|which) (?:city|country|state|place|river|continent|region|area|town|street|district|location|province|nation|island|sea|ocean)\b/,
  ],
  ['reason', /\bwhy\b/],
];

export function answerKindOf(question: string): AnswerKind | undefined {
  const lower = question.toLowerCase();
  return KINDS.find(([, pattern]) => pattern.test(lower))?.[0];
}

const NUMBER_WORDS =
  /\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|hundred|thousand|million|billion|dozen|half|third|quarter|several|many|most|few|none|both|twice|once)\b/i;
const PEOPLE = /\b(?:king|queen|emperor|duke|people|men|women|party|government|army|they|he|she|group|leader|team|staff|manager)\b/i;
const TIMES =
  /\b\d{3,4}\b|\b\d{1,2}(?:st|nd|rd|th)\b|\b(?:january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|century|decade|today|yesterday|morning|night|summer|winter|spring|autumn|after|before|during|until|since|when)\b/i;
const PLACES = /\b(?:in|at|on|near|from|to|across|along|north|south|east|west|inside|outside)\s+(?:the\s+)?\p{L}/iu;
const REASONS = /\b(?:because|due|since|so that|in order|reason|therefore|thus|cause|caused|led|result|to)\b/i;

export function hasNumber(text: string): boolean {
  return /\d/.test(text) || NUMBER_WORDS.test(text);
}

/** Whether a sentence holds something of the kind that is asked for. @param newNames names in it that the question doesn't have */
export function holdsKind(kind: AnswerKind, sentence: string, newNames: number): boolean {
  switch (kind) {
    case 'person':
      return newNames > 0 || PEOPLE.test(sentence);
    case 'time':
      return TIMES.test(sentence);
    case 'amount':
      return hasNumber(sentence);
    case 'place':
      return newNames > 0 || PLACES.test(sentence);
    case 'reason':
      return REASONS.test(sentence);
  }
}
