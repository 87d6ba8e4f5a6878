// Who may share an answer with whom.
import { must, NotApplicable } from '../target/target.mjs';

const user = (content) => ({ role: 'user', content });
const system = (content) => ({ role: 'system', content });

/** One asks twice, so that the answer is known to be kept; then another asks, and must get one of its own. */
async function neverShared(target, one, other) {
  const first = await target.ask(one);
  const again = await target.ask(one);
  if (again.asked > 0) throw new NotApplicable('the same request twice was no hit either, so this proves nothing');
  const foreign = await target.ask(other);
  must(foreign.text !== first.text, `the other one was given "${foreign.text}", which was the first one's answer`);
  must(foreign.asked > 0, 'the other one was answered without asking the model');
}

const LOOK_UP = {
  type: 'function',
  function: { name: 'look_up', description: 'Looks it up.', parameters: { type: 'object', properties: {} } },
};

/** The same question, with one thing about the request changed. */
const differing = (name, what, change) => ({
  name: `same text, other ${name}`,
  must: `${what} belongs to the request: a change of it is another request`,
  run: (target, topic) => {
    const messages = [system('Answer briefly.'), user(`How does ${topic} start?`)];
    return neverShared(target, { messages }, { messages, ...change(messages, topic) });
  },
});

export const scopeCases = [
  {
    name: 'two tenants ask the same',
    must: 'one tenant never sees what another was answered',
    async run(target, topic) {
      if (!target.options.keys.b) throw new NotApplicable('needs keys of two tenants (--key-a, --key-b)');
      const messages = [user(`What does ${topic} cost?`)];
      await neverShared(target, { messages, as: 'a' }, { messages, as: 'b' });
    },
  },
  {
    name: 'two namespaces ask the same',
    must: 'a namespace is a wall',
    async run(target, topic) {
      const header = target.options.namespaceHeader;
      if (!header) throw new NotApplicable('needs the header that names a namespace (--namespace-header)');
      const messages = [user(`Who owns ${topic}?`)];
      await neverShared(target, { messages, headers: { [header]: 'one' } }, { messages, headers: { [header]: 'two' } });
    },
  },
  differing('system prompt', 'the system prompt', ([, asked]) => ({ messages: [system('Answer at length, as a pirate.'), asked] })),
  differing('tools', 'the list of tools', () => ({ body: { tools: [LOOK_UP] } })),
  differing('history', 'what was said before', ([first, asked]) => ({
    messages: [first, user('I use the old version.'), { role: 'assistant', content: 'Noted.' }, asked],
  })),
  differing('roles in the history', 'who said what before', ([first, asked]) => ({
    messages: [first, { role: 'assistant', content: 'I use the old version.' }, user('Noted.'), asked],
  })),
  differing('temperature', 'the temperature', () => ({ body: { temperature: 0.3 } })),
  {
    name: 'no temperature is named',
    must: 'a request that leaves the temperature to the server is answered again, but not with what was asked for at another one',
    async run(target, topic) {
      const messages = [user(`Where does ${topic} end?`)];
      const unnamed = { messages, body: { temperature: undefined } };
      for (const temperature of [0, 1]) await neverShared(target, unnamed, { messages, body: { temperature } });
    },
  },
  differing('output schema', 'the form of the answer', () => ({ body: { response_format: { type: 'json_object' } } })),
  differing('length limit', 'how long an answer may be', () => ({ body: { max_tokens: 5 } })),
  differing('model', 'the model', () => ({ body: { model: 'pack-model-2' } })),
  {
    name: 'what is my name, in two conversations',
    must: 'an answer that rests on a conversation stays in it',
    async run(target, topic) {
      const conversation = (name) => [
        user(`My name is ${name} and I work on ${topic}.`),
        { role: 'assistant', content: 'Nice to meet you.' },
        user('What is my name?'),
      ];
      await neverShared(target, { messages: conversation('Ada') }, { messages: conversation('Grace') });
    },
  },
  {
    name: 'what is my name, with and without a conversation',
    must: 'a first turn never gets what was said in a later one',
    async run(target, topic) {
      const asked = user(`What is my name in ${topic}?`);
      const later = [user('My name is Ada.'), { role: 'assistant', content: 'Hello Ada.' }, asked];
      await neverShared(target, { messages: later }, { messages: [asked] });
    },
  },
  {
    name: 'keys of the JSON in another order',
    must: 'the order of keys says nothing: it is the same request',
    async run(target, topic) {
      const content = `When was ${topic} begun?`;
      const { model } = target.options;
      const tools = [LOOK_UP];
      const first = await target.ask({ raw: JSON.stringify({ model, temperature: 0, tools, messages: [user(content)] }) });
      const { name, description, parameters } = LOOK_UP.function;
      const turned = [{ function: { parameters, description, name }, type: 'function' }];
      const second = await target.ask({
        raw: JSON.stringify({ messages: [{ content, role: 'user' }], tools: turned, temperature: 0, model }),
      });
      must(second.asked === 0 && second.text === first.text, 'the model was asked again');
    },
  },
];
