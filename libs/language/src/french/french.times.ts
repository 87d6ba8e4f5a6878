import { anyWord } from '../local/local-kinds.js';
import { EVERY_DAY, type TimeWords } from '../times/time-words.js';

const per = (unit: string): string => String.raw`(?:par|chaque|à l['’]|au) ?(?:${unit})`;

export const FRENCH_TIMES: TimeWords = {
  tag: 'fr',
  seasons: [
    ['spring', anyWord('printemps')],
    ['summer', anyWord(String.raw`(?<!(?<!\p{L})(?:a|ai|as|ont|pas|déjà|ayant|avons|avez|avoir|(?:av|aur)\p{L}+)\s)étés?`, 'estivale?s?')],
    ['autumn', anyWord('automne')],
    ['winter', anyWord('hiver')],
  ],
  dayGroups: [
    [[1, 2, 3, 4, 5], anyWord('en semaine', 'jours (?:ouvrables|ouvrés)')],
    [[6], anyWord('jours ouvrables')],
    [[0, 6], anyWord('week-ends?', 'fins? de semaine')],
    [EVERY_DAY, anyWord('tous les jours', 'chaque jour', 'quotidien(?:ne)?(?:ment)?s?', 'sept jours sur sept')],
  ],
  periods: [
    ['hour', anyWord(per('heure'))],
    ['day', anyWord(per('jour|journée|nuit|nuitée'), 'quotidien(?:ne)?(?:ment)?s?', 'journali(?:er|ère)s?')],
    ['week', anyWord(per('semaine'), 'hebdomadaires?')],
    ['month', anyWord(per('mois'), 'mensuel(?:le)?(?:ment)?s?')],
    ['quarter', anyWord(per('trimestre'), 'trimestriel(?:le)?(?:ment)?s?')],
    ['year', anyWord(per('ans?|année'), 'annuel(?:le)?(?:ment)?s?')],
  ],
  to: /(?<!\p{L})(?:à|au|jusqu['’](?:à|au))(?!\p{L})|^\s?[–—/-]\s?$/iu,
  between: /(?<!\p{L})entre(?!\p{L})/iu,
  open: /(?<!\p{L})(?:depuis|dès|à partir d(?:e|u|['’])|après|avant|jusqu['’](?:en|à|au))\s?(?:(?:le|la|l['’]|début|mi|fin|\d{1,2}|1er)[\s-]?){0,3}$/iu,
  asksHowOften: anyWord('combien de (?:jours|fois|heures|nuits|semaines|mois)'),
  asksWhether: (question) =>
    /^\s?(?:est-ce\s|(?:[\p{L}'’]+\s){0,4}[\p{L}'’]+-(?:t-)?(?:elles?|ils?|nous|on|vous)(?!\p{L}))/iu.test(question),
};
