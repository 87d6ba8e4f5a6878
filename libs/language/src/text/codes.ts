// "What is the alarm code?" is answered by the code, not by who changes it.
const CODES = [
  'access data|(?:pass|zip|post)?codes?|passwords?|passphrases?|pins?|ibans?|(?:tele|mobile )?phone|numbers?',
  String.raw`\p{L}*(?:code|codes|passwort|kennwort|nummer|telefonnummer|kennung|pin|iban)`,
  'codes?|mots? de passe|numéros?',
  'códigos?|contraseñas?|claves?|números?',
].join('|');
const ASKING =
  "what(?:['’]s| is| are| was)|wie (?:lautet|ist|heißt)|welche[nrs]?|quel(?:le)?s? (?:est|sont|était)|cuál(?:es)? (?:es|son|era)";
/** What a thing is called before "of" or at the question's end is what is asked for: in "the code switch" no code is. */
const ASKED = new RegExp(
  String.raw`^(?:${ASKING})\s(?:[\p{L}\p{N}'’.-]+\s){0,8}?(?:${CODES})(?=\s*[?.]?$|\s(?:of|for|to|at|from|von|vom|für|der|des|zum|zur|de|du|del|des|pour|para)\s)`,
  'iu',
);
const HELD = /\d|[`"“„«]|\p{Ll}\p{Lu}/u;
/** "The password is swordfish", and neither "is on the door" nor "is changed". */
const STATED = new RegExp(
  String.raw`(?<!\p{L})(?:${CODES})\s?(?::|=|(?<!\p{L})(?:is|lautet|ist|est|es)(?=\s))\s*(?!(?:[\p{L}]+ed|known|kept|given|written|sent|not|never|the|a|an|on|in|at|by|for|only|always|nicht|nur|im|am|auf|bei|der|die|das|ein|eine|dans|sur|le|la|un|une|en|el|una)(?!\p{L}))\p{L}`,
  'iu',
);

/** Whether a code, a password or a number of something is asked for. */
export function asksForCode(question: string): boolean {
  return ASKED.test(question.trim());
}

/** Whether a sentence may say one. */
export function holdsCode(sentence: string): boolean {
  return HELD.test(sentence) || STATED.test(sentence);
}
