// People who talk to whichever engine is active: each asks, hears the whole answer, and asks again with all that was said.
import { setTimeout as delay } from 'node:timers/promises';
import { eventsOf } from '@docmind/openai-wire';

const MAX_TOKENS = 24;
/** Then the conversation begins anew, so that prompts stay short. */
const MAX_TURNS = 4;
const ALIAS = 'docmind';
const PAUSE_AFTER_LOSS_MS = 100;

export class Talks {
  /** When each token of a stream and the last of each whole answer came, in ms since the epoch, and from which model. */
  tokens = [];
  answered = 0;
  lost = [];
  #running = true;
  #talkers = [];

  constructor(url) {
    this.url = url;
  }

  begin({ streaming, whole }) {
    const talkers = [...Array(streaming).fill(true), ...Array(whole).fill(false)];
    this.#talkers = talkers.map((stream, index) => this.#talk(index, stream));
  }

  /** Resolves when the last answer was heard. */
  async end() {
    this.#running = false;
    await Promise.all(this.#talkers);
  }

  async #talk(index, stream) {
    let messages = [];
    while (this.#running) {
      if (messages.length >= MAX_TURNS * 2) messages = [];
      messages.push({ role: 'user', content: `My number is ${index}. Tell me something about the number ${index + messages.length}.` });
      try {
        messages.push({ role: 'assistant', content: await (stream ? this.#hear(messages) : this.#read(messages)) });
        this.answered += 1;
      } catch (thrown) {
        this.lost.push(thrown.message);
        messages = [];
        await delay(PAUSE_AFTER_LOSS_MS);
      }
    }
  }

  async #hear(messages) {
    let text = '';
    let finish;
    let ended = false;
    for await (const { data } of eventsOf((await ask(this.url, { messages, stream: true })).body)) {
      if (data === '[DONE]') ended = true;
      else {
        const chunk = partOf(JSON.parse(data));
        if (chunk.content !== '') this.tokens.push({ at: Date.now(), model: chunk.model });
        text += chunk.content;
        finish ??= chunk.finish;
      }
    }
    if (!ended || finish === undefined) throw new Error('a stream ended without its end');
    return text;
  }

  async #read(messages) {
    const { choices, model } = await (await ask(this.url, { messages })).json();
    if (!choices[0]?.finish_reason) throw new Error('an answer without an end');
    this.tokens.push({ at: Date.now(), model });
    return choices[0].message.content;
  }
}

function partOf({ choices: [choice] = [], error, model }) {
  if (error) throw new Error(error.message);
  return { content: choice?.delta?.content ?? '', finish: choice?.finish_reason ?? undefined, model };
}

/** How many tokens the active engine reads in this conversation. */
export async function promptTokens(url, messages) {
  const { usage, model } = await (await ask(url, { messages, max_tokens: 1 })).json();
  return { tokens: usage.prompt_tokens, model };
}

async function ask(url, more) {
  const body = JSON.stringify({ model: ALIAS, max_tokens: MAX_TOKENS, temperature: 0, ...more });
  const reply = await fetch(`${url}/v1/chat/completions`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  if (reply.ok) return reply;
  throw new Error(`status ${reply.status}: ${(await reply.text()).slice(0, 200)}`);
}
