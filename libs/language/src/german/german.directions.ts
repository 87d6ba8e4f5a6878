import { type DirectionWords, earlierFirst, giverFirst, laterFirst, saying, takerFirst, within } from '../directions/directions.js';

/** The verb may stand before the one who does it, so there only what marks the other tells. */
const bothSides = <Side extends { readonly before: string }>(way: Side): Side & { readonly behind: string } => ({
  ...way,
  behind: way.before,
});
const title = String.raw`(?:(?:de[mnr]|die|das|Dr|Fr|Frau|Herrn?|Familie)\.?\s|\p{Lu}\p{Ll}+\s)*$`;

export const GERMAN_DIRECTIONS: DirectionWords = {
  ways: [
    // Both stand before the participle, in either order.
    { relation: 'unknown', before: 'either', behind: 'either', said: saying(`ha(?:t|ben|tten?)${within} (?:ersetzt|abgelöst|vertreten)`) },
    laterFirst(saying('(?:nachfolger(?:in)?|ersatz) (?:von|für)')),
    earlierFirst(
      saying(
        'vorgänger(?:in)? von',
        '(?:ersetzt|abgelöst) (?:durch|von)',
        String.raw`w[ui]rde?n?${within} (?:durch|von)${within} (?:ersetzt|abgelöst|vertreten)`,
      ),
    ),
    laterFirst(saying('folgte?|folgen|ersetzte?|ersetzen|vertritt|vertrat')),
    bothSides(laterFirst(saying('übernahm(?:en)?|übernimmt|übernommen|übernehmen'))),
    bothSides(giverFirst(saying('ge(?:geben|liehen|schenkt)|gaben?|gibt|geben|schenkten?|ver(?:kauf|schenk|leih|lieh)\\p{L}{0,3}'))),
    bothSides(takerFirst(saying('be(?:kam|kamen|kommen|kommt)|erhalten|erhielt(?:en)?|(?:ge)?kauf(?:en|ten?|t)|erworben|geerbt'))),
  ],
  us: saying('wir|uns'),
  beside: /(?<!\p{L})(?:i[mn]|am|beim?|seit|bis|vor|nach|ab|zu[mr])\s(?:de[mr]\s)?$/iu,
  doneTo: /(?<!\p{L})(?:den|einen|unseren|ihren|seinen|[Hh]errn)\s(?:\p{Lu}\p{Ll}+\s)*$/iu,
  titles: /^(?:Frau|Herrn?|Familie|Doktor|Prof|Professor|Professorin)$/u,
  from: new RegExp(String.raw`(?<!\p{L})[Vv]o[nm]\s${title}`, 'u'),
  to: new RegExp(String.raw`(?<!\p{L})[Aa]n\s${title}`, 'u'),
};
