import type { LocalJoints } from '../local/local-follow-up.js';
import type { QuestionJoints } from '../local/local-parts.js';

export const FRENCH_JOINTS: LocalJoints = {
  opens: /^(?:(?:et|mais|ou|alors) )?(?:(?:qu['’]en est-il (?:de|pour)|pour ce qui est de) )?(?<=\s)/iu,
  and: 'et',
  prepositions: /^(?:à|au|aux|avec|chez|dans|de|des|du|depuis|en|entre|pendant|pour|sans|sous|sur|vers)$/iu,
  articles: /^(?:le|la|les|un|une|mon|ma|mes|notre|nos|votre|vos|[ld]['’]\p{L}+)$/iu,
  pronouns:
    /(?<!\p{L})(?:il|ils|elle|elles|lui|leur|celui-ci|celle-ci|ceux-ci|celles-ci|cela|ça)(?!\p{L})|-(?:il|elle|ils|elles)(?!\p{L})/iu,
  asks: /(?<!\p{L})(?:qui|que|quoi|quand|où|comment|combien|pourquoi|quels?|quelles?|est|sont|était|sera|a|ont|peut|peut-on|doit|doit-on|faut-il|coûte|coûtent|coûte-t-il|ouvre|ferme|commence|finit|termine)(?![\p{L}-])/iu,
};

export const FRENCH_PARTS: QuestionJoints = {
  and: 'et|ou',
  asking: "qui|que|quand|où|comment|combien|pourquoi|quels?|quelles?|à quelle|à partir de quand|jusqu['’]à quand",
};
