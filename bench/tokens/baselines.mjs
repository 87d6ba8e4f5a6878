// Two other ways to have agents answer, on the same engine and search. What they look for is given to them, as an ideal model would choose it:
// small models choose badly, and only the tokens of choosing are to be compared.
import { postJson } from '../lib/load/http.mjs';

const SEARCH_LIMIT = 5;
const STEP_TOKENS = 48;
const ANSWER_TOKENS = 160;
const AGENTS = 'query_router, query_planner, retrieval_expert, result_synthesizer and response_validator';
const TOOL = 'search_documents(query): the passages of the documents that fit the query best';

/** One conversation with the model, whose whole history is sent each time. */
class History {
  tokens = 0;
  calls = 0;

  constructor(url, model, system) {
    this.url = url;
    this.model = model;
    this.messages = [{ role: 'system', content: system }];
  }

  tell(content) {
    this.messages.push({ role: 'user', content });
  }

  async step(content, maxTokens = STEP_TOKENS) {
    this.tell(content);
    const body = { model: this.model, messages: merged(this.messages), max_tokens: maxTokens, temperature: 0 };
    const { choices, usage } = await postJson(`${this.url}/v1/chat/completions`, body);
    this.tokens += usage.total_tokens;
    this.calls += 1;
    const text = choices[0].message.content ?? '';
    this.messages.push({ role: 'assistant', content: text === '' ? '-' : text });
    return text;
  }
}

/** Templates want turns to alternate. */
function merged(messages) {
  return messages.reduce((turns, message) => {
    const last = turns.at(-1);
    if (last?.role !== message.role) return [...turns, message];
    return [...turns.slice(0, -1), { role: last.role, content: `${last.content}\n\n${message.content}` }];
  }, []);
}

async function found({ orchestrator }, query) {
  const { passages } = await postJson(`${orchestrator}/search`, { query, limit: SEARCH_LIMIT });
  return passages.map(({ text }, at) => `[${at + 1}] ${text}`).join('\n\n');
}

/** A supervisor that hands over to one agent after another, one call of the model a handoff, one search at a time. */
export async function supervisor(urls, model, { question, parts }) {
  const history = new History(urls.inference, model, `You coordinate ${AGENTS}. Tool: ${TOOL}.`);
  await history.step(`Question: ${question}\n\nquery_router: say in a few words what kind of question this is.`);
  await history.step('query_planner: name what has to be looked for.');
  for (const part of parts) {
    history.tell(`search_documents("${part}") returned:\n\n${await found(urls, part)}`);
    await history.step('retrieval_expert: say in one sentence what was found.');
  }
  const answer = await history.step('result_synthesizer: answer the whole question from what was found.', ANSWER_TOKENS);
  await history.step('response_validator: is the answer supported by what was found? Say yes or no, and why.');
  return { answer, tokens: history.tokens, calls: history.calls };
}

/** One agent with the same tool, called as often as it has something to look for. */
export async function singleAgent(urls, model, { question, parts }) {
  const history = new History(urls.inference, model, `You answer questions about documents. Tool: ${TOOL}. Call it until you can answer.`);
  await history.step(`Question: ${question}\n\nSay what you search for first.`);
  const [first, ...rest] = parts;
  history.tell(`search_documents("${first}") returned:\n\n${await found(urls, first)}`);
  for (const part of rest) {
    await history.step('Say what you search for next.');
    history.tell(`search_documents("${part}") returned:\n\n${await found(urls, part)}`);
  }
  const answer = await history.step('Answer the whole question from what was found.', ANSWER_TOKENS);
  return { answer, tokens: history.tokens, calls: history.calls };
}
