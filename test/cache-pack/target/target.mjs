// The cache under test, spoken to as any OpenAI client would.

/** Something the target lacks, so that a case says nothing about it. */
export class NotApplicable extends Error {}
/** What must hold does not. */
export class Broken extends Error {}

/**
 * @typedef {object} TargetOptions
 * @property {string} url with the version, such as http://127.0.0.1:8899/v1
 * @property {string} [model]
 * @property {Record<string, string>} [keys] by caller: `a` and `b` are two tenants, `operator` may import
 * @property {string} [namespaceHeader]
 * @property {(offsetMs: number) => void} [setClock] only where the target runs in this process
 */
export class Target {
  /** @param {TargetOptions} options */
  constructor(options, upstream) {
    this.options = { model: 'pack-model', keys: {}, ...options };
    this.upstream = upstream;
  }

  /**
   * @param {{as?: string, messages?: object[], body?: object, raw?: string, headers?: Record<string, string>, stream?: boolean}} asked
   * @returns {Promise<{status: number, text: string, body: any, chunks: any[], headers: Headers, asked: number}>}
   * `asked` counts the calls to the model that this question led to
   */
  async ask({ as = 'a', messages, body = {}, raw, headers = {}, stream = false }) {
    const before = this.upstream.calls.length;
    const request = { model: this.options.model, messages, temperature: 0, ...(stream ? { stream } : {}), ...body };
    const response = await this.send('/chat/completions', raw ?? JSON.stringify(request), { as, headers });
    const received = await response.text();
    const asked = this.upstream.calls.length - before;
    return { status: response.status, headers: response.headers, asked, ...contentOf(response, received) };
  }

  /** Reads the first piece of text of a stream and leaves. */
  async leaveEarly({ as = 'a', messages }) {
    const leaver = new AbortController();
    const request = { model: this.options.model, messages, temperature: 0, stream: true };
    const response = await this.send('/chat/completions', JSON.stringify(request), { as, headers: {}, signal: leaver.signal });
    for await (const bytes of response.body) if (Buffer.from(bytes).includes('Answer')) break;
    leaver.abort();
  }

  send(path, body, { as, headers = {}, signal, type = 'application/json' }) {
    const key = this.options.keys[as] ?? this.options.keys.a;
    const authorization = key === undefined ? {} : { authorization: `Bearer ${key}` };
    return fetch(`${this.options.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': type, ...authorization, ...headers },
      body,
      signal,
    });
  }

  /** The target's own routes lie beside /v1. */
  beside(path, body, { as, type, method = 'POST' }) {
    const url = new URL(path, this.options.url);
    const key = this.options.keys[as] ?? this.options.keys.a;
    const authorization = key === undefined ? {} : { authorization: `Bearer ${key}` };
    return fetch(url, {
      method,
      headers: { ...authorization, ...(type ? { 'content-type': type } : {}) },
      ...(method === 'GET' ? {} : { body }),
    });
  }
}

function contentOf({ headers }, received) {
  if ((headers.get('content-type') ?? '').includes('event-stream')) {
    const chunks = chunksOf(received);
    return { chunks, body: undefined, text: chunks.map((chunk) => chunk.choices?.[0]?.delta?.content ?? '').join('') };
  }
  const body = parse(received);
  return { chunks: [], body, text: body?.choices?.[0]?.message?.content ?? '' };
}

function chunksOf(text) {
  const data = text.split(/\r?\n/).filter((line) => line.startsWith('data: ') && line !== 'data: [DONE]');
  return data.map((line) => parse(line.slice('data: '.length)) ?? {});
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @param {unknown} holds */
export function must(holds, otherwise) {
  if (!holds) throw new Broken(otherwise);
}
