// What went wrong, in the reader's language. The door's own words are English: they stand behind, as what they are.
import type { WireError } from '@docmind/contracts';

export const problemsEn = {
  'problem.unreachable': 'DocMind does not answer. Try again when it runs.',
  'problem.cut': 'The connection was lost. What was shown so far is kept; try again when DocMind answers.',
  'problem.late': 'It took too long. Try again, or ask fewer documents.',
  'problem.busy': 'Too much at once. Try again in {seconds} s.',
  'problem.own': 'This page failed.',
};

export const problemsDe: Readonly<Record<keyof typeof problemsEn, string>> = {
  'problem.unreachable': 'DocMind antwortet nicht. Versuchen Sie es noch einmal, wenn es läuft.',
  'problem.cut': 'Die Verbindung ist abgerissen. Was zu sehen war, bleibt; versuchen Sie es noch einmal, wenn DocMind antwortet.',
  'problem.late': 'Es hat zu lange gedauert. Versuchen Sie es noch einmal, oder fragen Sie weniger Dokumente.',
  'problem.busy': 'Zu viel auf einmal. Versuchen Sie es in {seconds} s noch einmal.',
  'problem.own': 'Diese Seite hat versagt.',
};

/** For whoever may not read the door's words: what kind of refusal it is. */
export const REFUSALS: Readonly<Record<'de', Readonly<Record<WireError['code'], string>>>> = {
  de: {
    INVALID_ARGUMENT: 'Das wird so nicht angenommen.',
    FAILED_PRECONDITION: 'Das geht so nicht.',
    PAYLOAD_TOO_LARGE: 'Das ist zu groß.',
    METHOD_NOT_ALLOWED: 'Das geht hier nicht.',
    UNAUTHENTICATED: 'Dieser Schlüssel gilt nicht.',
    PERMISSION_DENIED: 'Das erlaubt Ihr Schlüssel nicht.',
    NOT_FOUND: 'Das gibt es nicht.',
    RESOURCE_EXHAUSTED: 'Zu viel auf einmal. Versuchen Sie es gleich noch einmal.',
    CANCELLED: 'Es wurde abgebrochen.',
    INTERNAL: 'In DocMind ist etwas schiefgegangen.',
    UNAVAILABLE: 'Ein Teil von DocMind antwortet nicht. Versuchen Sie es noch einmal, wenn er läuft.',
    DEADLINE_EXCEEDED: 'Es hat zu lange gedauert.',
  },
};
