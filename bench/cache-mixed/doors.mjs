// What is asked at each of the cache's doors: some known, some in other words, some new, and answers to keep. Each reply is checked.
import { paraphrase, storedAnswer, storedQuestion, strangeQuestion } from '../cache/questions.mjs';
import { MOCK_MODEL } from '../lib/processes/services.mjs';

/** Questions that come again and again at each door. */
const POOL = 500;
const ENGINE_ANSWER = 'The snapshot is kept';
const scope = {
  namespace: 'bench',
  model: MOCK_MODEL,
  prompt: 'bench',
  conversation: '',
  corpus: '',
  queryType: 'bench',
};
const known = (n) => n % POOL;
/** Of every ten requests; the rest looks up what was put. */
const [PUTS, PARAPHRASES, STRANGE] = [[0, 5], [3], [7]];
const turn = (n) => n % 10;
const post = (path, body) => ({ path, body: JSON.stringify(body) });

function lookedFor(n) {
  if (PARAPHRASES.includes(turn(n))) return paraphrase(known(n));
  return STRANGE.includes(turn(n)) ? strangeQuestion(n) : storedQuestion(known(n));
}

/** Nothing where it was not kept, never put, or evicted; otherwise its own answer and no other. */
function isRight(answer, n) {
  return answer === null || answer === undefined || (!STRANGE.includes(turn(n)) && answer === storedAnswer(known(n)));
}

const gptcache = {
  request: (n) =>
    PUTS.includes(turn(n))
      ? post('/put', { prompt: storedQuestion(known(n)), answer: storedAnswer(known(n)) })
      : post('/get', { prompt: lookedFor(n) }),
  check: (status, body, n) => status === 200 && (PUTS.includes(turn(n)) || isRight(JSON.parse(body).answer, n)),
};

const facts = { citations: [], finishReason: 'stop', temperature: 0, grounded: true };
const api = {
  request: (n) =>
    PUTS.includes(turn(n))
      ? post('/cache/store', { scope, question: storedQuestion(known(n)), answer: storedAnswer(known(n)), ...facts })
      : post('/cache/lookup', { scope, question: lookedFor(n) }),
  check: (status, body, n) => {
    if (status !== 200) return false;
    const reply = JSON.parse(body);
    return PUTS.includes(turn(n)) ? reply.stored : isRight(reply.answer, n);
  },
};

/** Every other one as a stream; what is new is asked of the engine and kept. */
const proxy = {
  request: (n) =>
    post('/v1/chat/completions', {
      model: MOCK_MODEL,
      temperature: 0,
      stream: n % 2 === 1,
      messages: [{ role: 'user', content: lookedFor(n) }],
    }),
  check: (status, body, n) => status === 200 && (n % 2 === 1 ? body.trimEnd().endsWith('data: [DONE]') : body.includes(ENGINE_ANSWER)),
};

export const doors = { gptcache, api, proxy };
