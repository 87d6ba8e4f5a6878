// The evidence for each question's sentences, made by the code that serves: the same sentences, the same words, the same token vectors.
import { createEmbedder } from '../../services/cache/dist/embedding/embedders/create-embedder.js';
import { cosineOf } from '../../services/cache/dist/embedding/vectors/embedder.port.js';
import { KeptTokenVectors } from '../../services/cache/dist/embedding/vectors/token-vectors.js';
import { EmbeddingService } from '../../services/cache/dist/embedding/embedding.service.js';
import { embeddedText } from '../../services/cache/dist/ingestion/documents/chunk-text.policy.js';
import { candidatesOf, inContext } from '../../services/orchestrator/dist/grounding/evidence/candidates.policy.js';
import { boundOf } from '../../services/orchestrator/dist/grounding/evidence/chance-bounds.policy.js';
import { isOfAnother } from '../../services/orchestrator/dist/grounding/evidence/designators.policy.js';
import { forQuestion } from '../../services/orchestrator/dist/grounding/evidence/table-cells.policy.js';
import { askedWordsOf, passageStems, wordEvidence } from '../../services/orchestrator/dist/grounding/evidence/word-evidence.policy.js';
import { contains } from '../answers/contains.mjs';
import { modelsDir } from '../calibrate/cosines.mjs';

/** As RETRIEVAL_LIMIT. */
const PASSAGES = 6;
/** All sentences of a few articles, so that each is embedded once. */
const KEPT_BYTES = 512 * 1024 * 1024;
const SHOWN_EVERY = 500;
/** As reciprocal-rank fusion's usual constant. */
const RRF = 60;

/** Calls `work` with the embedder's two ways, and closes it. */
export async function withEmbedder(id, work) {
  const embedder = await createEmbedder({ id, modelsDir: modelsDir() });
  try {
    embedder.assertReady();
    const service = new EmbeddingService(embedder, new KeptTokenVectors(embedder, KEPT_BYTES));
    return await work({ embed: (text, kind) => embedder.embed(text, kind), align: (request) => service.align(request) });
  } finally {
    await embedder.close();
  }
}

/** Each question with the sentences of the passages that were found for it, and the evidence of their words. */
export async function wordsOfQuestions({ passages, questions }, { embed }, log) {
  const vectors = [];
  for (const passage of passages) vectors.push(await embed(embeddedText(passage), 'passage'));
  const stemsBy = new Map();
  const stemsFor = (words) => {
    const { tag } = words.pack;
    if (!stemsBy.has(tag)) stemsBy.set(tag, stemsWithRarity(passages, words));
    return stemsBy.get(tag);
  };
  const found = [];
  for (const asked of questions) {
    const vector = await embed(asked.question, 'query');
    const words = askedWordsOf(asked.question);
    const { stems, rarity } = stemsFor(words);
    const top = retrieve(passages, vectors, stems, vector, words, rarity);
    const sentences = candidatesOf(top.map(({ at, cosine }) => ({ ...passages[at], similarity: cosine })));
    const isOther = isOfAnother(asked.question);
    const candidates = forQuestion(asked.question, sentences).candidates.filter((one) => !isOther(one) && !words.isTurned(one));
    const byPassage = new Map(top.map(({ at }) => [passages[at].chunkId, stems[at]]));
    found.push({
      ...asked,
      candidates: candidates
        .map((candidate) => observed(asked, candidate, words, byPassage.get(candidate.passage.chunkId)))
        .filter(({ bound }) => bound(1, 0) === 1),
    });
    if (found.length % SHOWN_EVERY === 0) log(`${found.length} of ${questions.length} questions looked up`);
  }
  return found;
}

function observed(asked, candidate, words, passage) {
  const evidence = wordEvidence(words, candidate, passage);
  return {
    candidate,
    inContext: inContext(candidate),
    right: asked.answers.some((answer) => contains(candidate.text, answer)),
    ofPassage: candidate.passage.chunkId === asked.passage.chunkId,
    words: evidence,
    bound: boundOf(words, candidate, evidence),
  };
}

function stemsWithRarity(passages, words) {
  const stems = passages.map((passage) => passageStems(passage, words));
  return { stems, rarity: rarityOf(stems) };
}

function retrieve(passages, vectors, stems, vector, { content }, rarity) {
  const rated = passages.map((_, at) => ({
    at,
    cosine: cosineOf(vector, vectors[at]),
    shared: content.reduce((sum, word) => sum + (stems[at].has(word) ? rarity(word) : 0), 0),
  }));
  const score = new Map();
  for (const by of ['cosine', 'shared'])
    rated.sort((left, right) => right[by] - left[by]).forEach(({ at }, rank) => score.set(at, (score.get(at) ?? 0) + 1 / (RRF + rank)));
  return rated.sort((left, right) => score.get(right.at) - score.get(left.at)).slice(0, PASSAGES);
}

function rarityOf(stems) {
  const counts = new Map();
  for (const words of stems) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return (word) => Math.log(1 + stems.length / (counts.get(word) ?? 1));
}
