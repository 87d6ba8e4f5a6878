import type { StoredDocument, Validation } from '@docmind/contracts';
import type { IntroductionLanguage } from '@docmind/language';
import type { AgentAnswer } from '../graph/agent-answer.js';
import { citationsOf, quotationOf, refusal } from '../grounding/decide.policy.js';
import type { Candidate } from '../grounding/evidence/candidates.policy.js';
import { noDocumentsOf } from '../grounding/own-words.policy.js';
import { oppositeSentences, tellingSentences } from './summary.policy.js';

export type CollectionAnswer = AgentAnswer;

export interface ReadDocument {
  readonly document: StoredDocument;
  readonly candidates: readonly Candidate[];
  /** All its passages were read. */
  readonly isWhole: boolean;
}

const MOST_LISTED = 50;
const SENTENCES = { about: 2, summary: 6 } as const;
const PAIRS = 3;

interface ListWords {
  readonly head: (count: number) => string;
  readonly readIn: (day: string) => string;
  readonly pages: (count: number) => string;
  readonly more: (count: number) => string;
}

const LIST_WORDS: Readonly<Record<IntroductionLanguage, ListWords>> = {
  en: {
    head: (count) => (count === 0 ? 'There are no documents.' : count === 1 ? 'There is one document:' : `There are ${count} documents:`),
    readIn: (day) => `read in on ${day}`,
    pages: (count) => `${count} page${count === 1 ? '' : 's'}`,
    more: (count) => `and ${count} more; GET /documents lists all.`,
  },
  de: {
    head: (count) =>
      count === 0 ? 'Es sind keine Dokumente da.' : count === 1 ? 'Es ist ein Dokument da:' : `Es sind ${count} Dokumente da:`,
    readIn: (day) => `aufgenommen am ${day}`,
    pages: (count) => `${count} Seite${count === 1 ? '' : 'n'}`,
    more: (count) => `und ${count} weitere; GET /documents nennt alle.`,
  },
  fr: {
    head: (count) => (count === 0 ? "Il n'y a aucun document." : count === 1 ? 'Il y a un document :' : `Il y a ${count} documents :`),
    readIn: (day) => `ajouté le ${day}`,
    pages: (count) => `${count} page${count === 1 ? '' : 's'}`,
    more: (count) => `et ${count} autres ; GET /documents les donne tous.`,
  },
  es: {
    head: (count) => (count === 0 ? 'No hay documentos.' : count === 1 ? 'Hay un documento:' : `Hay ${count} documentos:`),
    readIn: (day) => `añadido el ${day}`,
    pages: (count) => `${count} página${count === 1 ? '' : 's'}`,
    more: (count) => `y ${count} más; GET /documents los da todos.`,
  },
};

/** Read from the index itself, so that no passage could bear it out or speak against it. */
export function listing(documents: readonly StoredDocument[], language: IntroductionLanguage = 'en'): CollectionAnswer {
  const words = LIST_WORDS[language];
  const lines = documents.slice(0, MOST_LISTED).map(({ path, updatedAt, pages }) => {
    const size = pages > 0 ? `, ${words.pages(pages)}` : '';
    return `- ${path} (${words.readIn(updatedAt.slice(0, 10))}${size})`;
  });
  const more = documents.length - lines.length;
  const tail = more > 0 ? [words.more(more)] : [];
  return ofTheIndex([words.head(documents.length), ...lines, ...tail].join('\n'));
}

/** Read from the list of documents; no passage bears it out. */
function ofTheIndex(answer: string): CollectionAnswer {
  const verdict: Validation = { grounded: false, mode: 'listing', answers: 'fully', sentences: [], problems: [] };
  return { answer, route: 'documents', citations: [], nearest: [], verdict, degraded: [], finishReason: 'stop' };
}

const INTRODUCTIONS: Readonly<Record<IntroductionLanguage, (count: number) => string>> = {
  en: (count) =>
    `I answer questions about your documents, show the words that an answer rests on, and say so when they don't answer. ${
      count === 0
        ? 'None are in yet: add some, and ask.'
        : `${count === 1 ? 'One is' : `${count} are`} in. Ask what they say, or for a list.`
    }`,
  de: (count) =>
    `Ich beantworte Fragen zu Ihren Dokumenten, zeige die Worte, auf denen eine Antwort beruht, und sage, wenn sie darin nicht steht. ${
      count === 0 ? 'Noch ist keines da: Fügen Sie welche hinzu und fragen Sie.' : `${count === 1 ? 'Eines ist' : `${count} sind`} da.`
    }`,
  fr: (count) =>
    `Je réponds aux questions sur vos documents, je montre les mots sur lesquels une réponse s'appuie, et je dis quand ils n'y répondent pas. ${
      count === 0 ? "Il n'y en a pas encore : ajoutez-en, puis demandez." : `Il y en a ${count}.`
    }`,
  es: (count) =>
    `Respondo preguntas sobre sus documentos, muestro las palabras en que se apoya una respuesta y digo cuándo no responden. ${
      count === 0 ? 'Aún no hay ninguno: añada alguno y pregunte.' : `Hay ${count}.`
    }`,
};

/** @param count of documents */
export function introduction(count: number, language: IntroductionLanguage = 'en'): CollectionAnswer {
  return ofTheIndex(INTRODUCTIONS[language](count));
}

/** A model that is asked all the same makes something up. */
export function noDocuments(question: string): CollectionAnswer {
  const answer = noDocumentsOf(question);
  return { ...refusal([], 0, ['there are no documents']), answer, route: 'documents', degraded: [], finishReason: 'stop' };
}

export function summary(asks: 'about' | 'summary', read: readonly ReadDocument[]): CollectionAnswer {
  const parts = read.map(({ document, candidates }) => ({ document, sentences: tellingSentences(candidates, SENTENCES[asks]) }));
  const texts = parts.map(({ document, sentences }) => `${document.path}: ${sentences.map(({ text }) => text).join(' ')}`);
  return quoted(
    texts.join('\n'),
    parts.flatMap(({ sentences }) => sentences),
    read,
  );
}

/** What both speak of, side by side; what each is about where they share nothing. */
export function comparison(read: readonly ReadDocument[]): CollectionAnswer {
  const [left, right] = read as [ReadDocument, ReadDocument];
  const pairs = oppositeSentences(left.candidates, right.candidates, PAIRS);
  if (pairs.length === 0) return summary('about', read);
  const lines = pairs.flatMap(([one, two]) => [`${left.document.path}: ${one.text}`, `${right.document.path}: ${two.text}`]);
  return quoted(lines.join('\n'), pairs.flat(), read);
}

/** The documents' own sentences: each is borne out by itself. Whether they are the ones that matter is not checked. */
function quoted(answer: string, sentences: readonly Candidate[], read: readonly ReadDocument[]): CollectionAnswer {
  const isWhole = read.every((one) => one.isWhole);
  const verdict: Validation = {
    grounded: isWhole && sentences.length > 0,
    mode: 'extractive',
    answers: isWhole ? 'fully' : 'partly',
    sentences: sentences.map(quotationOf),
    problems: isWhole ? [] : ['the document is longer than what was read of it'],
  };
  return { answer, route: 'documents', citations: citationsOf(sentences), nearest: [], verdict, degraded: [], finishReason: 'stop' };
}
