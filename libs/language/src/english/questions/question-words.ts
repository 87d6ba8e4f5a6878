import { STOP_WORD_GROUPS } from '../words/stop-words.js';
import { words } from '../../text/word-lists.js';

export const QUESTION_WORDS: ReadonlySet<string> = new Set(STOP_WORD_GROUPS.questions);

/** After "how": what is measured. */
export const MEASURES = words('big cold deep far fast heavy high hot large long many much old tall wide');
/** After "how": what has no number of its own. */
export const DEGREES = words('hard likely often safe soon well');
export const QUANTITIES: ReadonlySet<string> = new Set([...MEASURES, ...DEGREES]);

export const AUXILIARY_FORMS = {
  be: words('am are aren is isn was were'),
  can: words('can could'),
  do: words('did do does'),
  have: words('had has have'),
  may: words('may might'),
  should: words('must ought shall should'),
  will: words('will would'),
} as const;
/** Every form to its kind; "be" itself opens no question. */
export const AUXILIARIES: ReadonlyMap<string, string> = new Map(
  Object.entries(AUXILIARY_FORMS).flatMap(([kind, forms]) => forms.map((form) => [form, kind] as const)),
);

export const COMMANDS = words('compare create define describe explain find give list name show summarise summarize tell translate write');

export const WAYS = words('approach approaches key keys method methods procedure process step steps way ways');
export const ANYONE = words('anyone i one people somebody someone we you');
export const OPENS_A_WAY = words('i one to we you');
export const TIME_UNITS = words('day days hour hours minute minutes month months second seconds week weeks year years');

/** What has a number or a date for an answer: "which port", "what is the upload limit". */
export const VALUES = words(`
  amount budget cost date deadline duration fee length limit number percentage port price rate size temperature time version year`);

/** Somebody or something has several of them, which a word before the name tells apart: "the emergency number". */
export const NUMBERED = words(`
  account address charge code contact cost deadline email extension fee iban income key line number password phone pin premium price rate rent
  salary tax telephone wage`);
