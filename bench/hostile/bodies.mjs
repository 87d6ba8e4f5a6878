// Bodies of JSON that cost whoever reads them carelessly: each as large as its door takes it, and to each of the five doors.
const KB = 1_000;
const json = (value) => JSON.stringify(value);
const deep = (levels) => '{"a":'.repeat(levels) + '1' + '}'.repeat(levels);

const TEXTS = {
  'a long word': 'x'.repeat(900 * KB),
  blanks: `${' '.repeat(900 * KB)}a`,
  comparisons: `x ${'compare '.repeat(400)}${'a and '.repeat(750)}${'?'.repeat(6_000)}`,
  'line breaks': 'a\u2028'.repeat(200 * KB),
  marks: '```'.repeat(200 * KB),
};

const ROUTES = {
  orchestrator: {
    '/query': (text) => ({ question: text }),
    '/search': (text) => ({ query: text }),
    '/v1/chat/completions': (text) => ({ model: 'docmind', messages: [{ role: 'user', content: text }] }),
  },
  inference: { '/v1/chat/completions': (text) => ({ model: 'mock', messages: [{ role: 'user', content: text }] }) },
  cache: {
    '/put': (text) => ({ prompt: text, answer: text }),
    '/get': (text) => ({ prompt: text }),
    '/v1/embeddings': (text) => ({
      model: 'docmind',
      input: Array.from({ length: 64 }, (_value, at) => `${at} ${text.slice(0, 10 * KB)}`),
    }),
  },
  persistence: {},
  metrics: {},
};

/** `{service, path, what, body}` of every body for every route. */
export function hostileBodies() {
  return Object.entries(ROUTES).flatMap(([service, routes]) => [
    { service, path: '/query', what: 'deep', body: deep(100 * KB) },
    ...Object.entries(routes).flatMap(([path, bodyOf]) =>
      Object.entries(TEXTS).map(([what, text]) => ({ service, path, what, body: json(bodyOf(text)) })),
    ),
  ]);
}
