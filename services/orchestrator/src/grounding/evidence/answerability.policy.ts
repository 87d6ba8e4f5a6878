import type { Alignment } from '@docmind/contracts';
import { english, type LanguagePack } from '@docmind/language';
import { z } from 'zod';
import type { WordEvidence } from './word-evidence.policy.js';

export const WORD_FEATURES = [
  'shareInSentence',
  'shareNearby',
  'shareInPassage',
  'namesNotInSentence',
  'namesNotNearby',
  'namesNotInPassage',
  'numbersNotInSentence',
  'numbersNotInPassage',
  'opposites',
  'negationDiffers',
  'kind',
  'newName',
  'number',
  'meaningfulWords',
  'length',
  'similarity',
  'rank',
] as const satisfies readonly (keyof WordEvidence)[];

export const TOKEN_FEATURES = [
  'matched',
  'worst',
  'secondWorst',
  'questionWord',
  'questionWordFree',
  'whole',
  'wholeMean',
  'all',
  'reverse',
  'spread',
  'sentence',
] as const satisfies readonly (keyof Alignment)[];

/** By what a sentence is compared with the others that were found for its question. */
const LED_BY = { sentenceLead: 'sentence', matchedLead: 'matched', allLead: 'all' } as const satisfies Record<string, keyof Alignment>;
export const LEAD_FEATURES = Object.keys(LED_BY) as (keyof typeof LED_BY)[];

/** How far a sentence is before the best of the others, or behind it: what stands out answers more often than one of many alike. */
export type Leads = Readonly<Record<keyof typeof LED_BY, number>>;

/** Nearer to certainty no chance is taken to be. */
const MOST = 0.999;

const coefficientsOf = <Name extends string>(names: readonly Name[]) =>
  z.strictObject(Object.fromEntries(names.map((name) => [name, z.number()])) as Record<Name, z.ZodNumber>);

const provenSchema = z.object({
  /** Of the questions that the texts answer and whose answer the best sentence holds: the share that was refused. */
  rightButRefused: z.number(),
  /** Of the questions that the texts don't answer (near misses on purpose): the share that was refused. */
  unanswerableRefused: z.number(),
  /** Of the questions that the texts answer: the share that got another sentence. */
  wrongButGrounded: z.number(),
});

/** One model of evidence: log-odds that a sentence answers the question. */
function modelSchema<Name extends string>(names: readonly Name[]) {
  return z.object({
    intercept: z.number(),
    coefficients: coefficientsOf(names),
    /** At or above this chance the sentence is believed to answer the question. */
    threshold: z.number().min(0).max(1),
    /** Measured on articles that took no part in the fit. */
    proven: provenSchema,
    /** The same on documents of everyday kinds that took no part in the fit, asked about in other words than theirs. */
    everyday: provenSchema,
  });
}

/** What a model's word adds to the chance by words and tokens, in log-odds. */
const judgeSchema = z.object({
  /** The model that the figures were measured with; others are believed alike where they pass the self-test. */
  model: z.string().min(1),
  intercept: z.number(),
  /** Of the log-odds by words and tokens. */
  chance: z.number(),
  /** Of the judge's own log-odds. */
  odds: z.number(),
  threshold: z.number().min(0).max(1),
  questions: z.number().int(),
  proven: provenSchema,
});

/** Made by `npm run bench -- calibrate-answers` for one embedder. */
export const answerabilitySchema = z.object({
  embedder: z.string().min(1),
  note: z.string(),
  questions: z.object({ answerable: z.number().int(), unanswerable: z.number().int(), documents: z.number().int() }),
  /** Without the embedder, and to choose the sentences that are worth its time. */
  words: modelSchema(WORD_FEATURES),
  wordsAndTokens: modelSchema([...WORD_FEATURES, ...TOKEN_FEATURES, ...LEAD_FEATURES]),
  /** Of questions in languages that the embedder doesn't read: at or above this chance by words and tokens a sentence is believed. */
  otherLanguages: z.object({ threshold: z.number().min(0).max(1), questions: z.number().int() }),
  judge: judgeSchema,
});
export type Answerability = z.infer<typeof answerabilitySchema>;

/** Above it a sentence is believed, by words and tokens, to answer a question that is asked in this language. */
export function thresholdFor({ wordsAndTokens, otherLanguages }: Answerability, { tag }: Pick<LanguagePack, 'tag'>): number {
  return tag === english.tag ? wordsAndTokens.threshold : otherLanguages.threshold;
}

/** The chance that the sentence answers the question, as it was among the questions of the fit. */
export function chanceByWords({ words }: Answerability, evidence: WordEvidence): number {
  return sigmoid(WORD_FEATURES.reduce((sum, name) => sum + words.coefficients[name] * evidence[name], words.intercept));
}

export function chanceByTokens(
  { wordsAndTokens: model }: Answerability,
  evidence: WordEvidence,
  alignment: Alignment,
  leads: Leads,
): number {
  const byWords = WORD_FEATURES.reduce((sum, name) => sum + model.coefficients[name] * evidence[name], model.intercept);
  const byTokens = TOKEN_FEATURES.reduce((sum, name) => sum + model.coefficients[name] * alignment[name], byWords);
  return sigmoid(LEAD_FEATURES.reduce((sum, name) => sum + model.coefficients[name] * leads[name], byTokens));
}

/** Of each of the sentences that were compared with a question, in their order. One alone leads nobody. */
export function leadsOf(alignments: readonly Alignment[]): Leads[] {
  const [sentences, matches, all] = LEAD_FEATURES.map((name) => aheadOf(alignments.map((alignment) => alignment[LED_BY[name]])));
  return alignments.map((_, at) => ({ sentenceLead: sentences?.[at] ?? 0, matchedLead: matches?.[at] ?? 0, allLead: all?.[at] ?? 0 }));
}

function aheadOf(values: readonly number[]): number[] {
  const [best = 0, second = best] = [...values].sort((left, right) => right - left);
  return values.map((value) => value - (value === best ? second : best));
}

/** @param chance by words and tokens */
export function chanceByJudge({ judge }: Answerability, chance: number, odds: number): number {
  const certain = Math.min(MOST, Math.max(1 - MOST, chance));
  return sigmoid(judge.intercept + judge.chance * Math.log(certain / (1 - certain)) + judge.odds * odds);
}

function sigmoid(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}
