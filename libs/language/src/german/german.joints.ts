import { GERMAN_ASKING, GERMAN_TIMES } from './german.times.js';
import type { LocalJoints } from '../local/local-follow-up.js';
import type { QuestionJoints } from '../local/local-parts.js';

export const GERMAN_JOINTS: LocalJoints = {
  opens: /^(?:(?:und|aber|oder|dann) )?(?:(?:was ist mit|wie (?:ist es|sieht es|steht es) (?:mit|bei)|wie wäre es mit) )?(?<=\s)/iu,
  and: 'und',
  prepositions: /^(?:am|an|auf|bei|beim|für|gegen|im|in|mit|nach|ohne|seit|über|unter|vom|von|vor|während|wegen|zum|zur|ab|bis)$/iu,
  articles: /^(?:der|die|das|den|dem|des|eine?[mnrs]?|mein\p{L}*|unser\p{L}*|ihr\p{L}*|dein\p{L}*)$/iu,
  pronouns: /(?<!\p{L})(?:er|ihn|ihm|es|sie|ihnen|davon|dafür|damit|darüber|dazu|dort|dieser|dieses|diese)(?!\p{L})(?!\s\p{Lu})/u,
  emptyPronouns:
    /(?<!\p{L})(?:(?:gibt|gab|geht)\ses|es\s(?:gibt|gab|geht)|spät\sist\ses|es(?=\s(?:\p{L}+\s)?(?:erlaubt|gestattet|möglich|nötig|untersagt|verboten|zulässig)(?!\p{L})))(?!\p{L})/giu,
  asks: /(?<!\p{L})(?:wer|wem|wen|was|wann|wo|wohin|woher|wie|warum|weshalb|welche[mnrs]?|ist|sind|war|waren|wird|werden|wurden?|hat|haben|kann|können|muss|müssen|darf|dürfen|soll|sollen|kostet|kosten|gilt|gelten|gibt|ge\p{L}{3,}t|ge\p{L}{3,}en|bezahlt|geöffnet|erlaubt)(?!\p{L})/u,
  actsOn: /^we[mnr]\s(?!ist(?!\p{L})|sind(?!\p{L})|war(?:en)?(?!\p{L})|wird(?!\p{L}))/iu,
  empty:
    /^(?:ach|also|aha|dann|dazu|denn|doch|eben|echt|genau|ja|jetzt|mal|na|nein|noch|nun|nur|ok|okay|schon|so|sonst|und|weiter|wirklich|wohl|ich|du|er|sie|wir|ihr)$/iu,
  bare: { der: 'die', dem: '', den: 'die', einer: 'eine', einem: 'ein' },
  times: GERMAN_TIMES,
};

export const GERMAN_PARTS: QuestionJoints = {
  and: 'und|sowie|oder',
  asking: GERMAN_ASKING,
};
