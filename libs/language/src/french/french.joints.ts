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
};

export const FRENCH_PARTS: QuestionJoints = {
  and: 'et|ou',
  asking: "qui|que|quand|où|comment|combien|pourquoi|quels?|quelles?|à quelle|à partir de quand|jusqu['’]à quand",
};
