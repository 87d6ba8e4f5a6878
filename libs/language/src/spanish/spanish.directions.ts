import { type DirectionWords, earlierFirst, giverFirst, laterFirst, saying, takerFirst, within } from '../directions/directions.js';

export const SPANISH_DIRECTIONS: DirectionWords = {
  ways: [
    earlierFirst(
      saying(
        `(?:fue|fueron|es|será|sido) (?:reemplazad[oa]s?|relevad[oa]s?|sustituid[oa]s?)${within} por`,
        '(?:reemplazad[oa]|relevad[oa]|sustituid[oa]) por',
        'predecesora? de',
      ),
    ),
    laterFirst(saying('sustitu\\p{L}{1,4}|reemplaz\\p{L}{1,4}|relev(?:a|ó|ar)|suce(?:de|dió|der)|sucesora? de|tomó el relevo de')),
    giverFirst(saying('vend(?:e|en|er|ió|ieron|imos|ido)|d(?:a|ar|io|imos|ieron|ado)|regal\\p{L}{1,4}|prest(?:a|ó|amos|aron|ado)')),
    takerFirst(saying('compr(?:a|ó|amos|aron|ado|ar)|recib\\p{L}{1,5}|hered\\p{L}{1,4}')),
  ],
  us: saying('nosotr[oa]s'),
  beside: /(?<!\p{L})(?:en|durante|desde|hasta|tras)\s(?:(?:el|la|los|las)\s)?$/iu,
  titles: /^(?:Señora?|Doña|Don)$/u,
  to: /(?<!\p{L})al?\s(?:(?:la|los|las|don|doña|[Ss]ra?|[Dd]ra?)\.?\s)?(?:\p{Lu}\p{Ll}+\s)*$/u,
};
