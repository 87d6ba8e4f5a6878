import { FRENCH_TIMES } from './french.times.js';
import type { LocalJoints } from '../local/local-follow-up.js';
import type { QuestionJoints } from '../local/local-parts.js';

export const FRENCH_JOINTS: LocalJoints = {
  opens: /^(?:(?:et|mais|ou|alors) )?(?:(?:qu['’]en est-il (?:de|pour)|pour ce qui est de) )?(?<=\s)/iu,
  and: 'et',
  prepositions: /^(?:à|au|aux|avec|chez|dans|de|des|du|depuis|en|entre|pendant|pour|sans|sous|sur|vers)$/iu,
  articles: /^(?:le|la|les|un|une|mon|ma|mes|notre|nos|votre|vos|[ld]['’]\p{L}+)$/iu,
  pronouns:
    /(?<!\p{L})(?:il|ils|elle|elles|lui|leur|celui-ci|celle-ci|ceux-ci|celles-ci|cela|ça)(?!\p{L})|-(?:il|elle|ils|elles)(?!\p{L})/iu,
  // "Quand le bail se termine-t-il ?" says itself what ends.
  emptyPronouns:
    /(?<!\p{L})(?:y\sa-t-il|il\sy\sa|faut-il|il\sfaut|vaut-il|s['’]agit-il|se\spasse-t-il|(?:est-il|il\sest)\s(?:interdit|nécessaire|permis|possible)|(?:(?:les?|la|une?|mon|ma|mes|notre|nos|votre|vos)\s|l['’])(?:[\p{L}'’-]+\s){1,6}?[\p{L}-]+-(?:il|elle)s?)(?!\p{L})/giu,
  asks: /(?<!\p{L})(?:qui|que|quoi|quand|où|comment|combien|pourquoi|quels?|quelles?|est|sont|était|sera|a|ont|peut|peut-on|doit|doit-on|faut-il|coûte|coûtent|coûte-t-il|ouvre|ferme|commence|finit|termine)(?![\p{L}-])/iu,
  actsOn: /^qui\s(?!est(?!\p{L})|sont(?!\p{L})|était|sera)/iu,
  empty:
    /^(?:ah|alors|après|bon|bref|donc|eh|enfin|ensuite|et|là|maintenant|même|moi|non|nous|ok|oui|puis|quoi|sinon|toi|toujours|tu|vous|vraiment|encore|aussi)$/iu,
  times: FRENCH_TIMES,
};

/** "Si je pars et que le bail court": before one of these "que" goes on with a condition, and asks nothing. */
const SUBJECT = String.raw`(?:ces?|cet|cette|des|elles?|ils?|je|la|les?|leurs?|ma|mes|mon|notre|nos|nous|on|ses|son|tu|une?|vos|votre|vous)(?!\p{L})|[jlt]['’]`;

export const FRENCH_PARTS: QuestionJoints = {
  and: 'et|ou',
  asking: String.raw`qui|que(?=\s)(?!\s(?:${SUBJECT}))|qu['’]est-ce|quand|où|comment|combien|pourquoi|quels?|quelles?|à quelle|à partir de quand|jusqu['’]à quand`,
  // "Ceux qui arrivent et qui partent": the second hangs on the same word as the first.
  goesOn: (before, after) => /^qui(?!\p{L})/iu.test(after) && /[\p{L},]\s+qui(?!\p{L})/iu.test(before),
};
