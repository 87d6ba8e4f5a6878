// Which questions count as the same.
import { must, NotApplicable } from '../target/target.mjs';

const ask = (target, content, more = {}) => target.ask({ messages: [{ role: 'user', content }], ...more });

async function kept(target, content) {
  const first = await ask(target, content);
  if ((await ask(target, content)).asked > 0) throw new NotApplicable('the same request twice was no hit either, so this proves nothing');
  return first.text;
}

/** The answer to the first question must not be given to the others. */
async function neverAnswers(target, content, others, more) {
  const text = await kept(target, content);
  for (const other of others) {
    const reply = await ask(target, other, more);
    must(reply.text !== text, `"${shown(other)}" was given the answer to "${shown(content)}"`);
  }
}

const shown = (text) => (text.length > 90 ? `...${text.slice(-80)}` : text);

/** Header names under which gateways let callers set how alike is alike enough. */
const LOOSER = {
  'x-docmind-cache-budget': '1',
  'x-bf-cache-threshold': '0.01',
  'x-cache-threshold': '0.01',
  'x-similarity-threshold': '0.01',
  'x-portkey-cache-threshold': '0.01',
};

const report = (topic, figure) =>
  `Here is the report on ${topic}. ${'The work went on as planned, and the team met every week to look at the open points. '.repeat(40)}` +
  `The total for the year was ${figure} euros. What is the total?`;

export const likenessCases = [
  {
    name: 'spaces and the end of a sentence',
    must: 'a blank more or a missing question mark is no other question',
    async run(target, topic) {
      const text = await kept(target, `Where is ${topic} built?`);
      const again = await ask(target, `Where is  ${topic} built `);
      must(again.asked === 0 && again.text === text, 'the model was asked again');
    },
  },
  {
    name: 'letters that look alike',
    must: 'a letter of another alphabet makes another word',
    run: (target, topic) =>
      neverAnswers(target, `Is paypal.com safe for ${topic}?`, [
        `Is p\u0430ypal.com safe for ${topic}?`,
        `Is \uff50aypal.com safe for ${topic}?`,
      ]),
  },
  {
    name: 'capitals that mean something',
    must: 'WHO is not who, and US is not us',
    run: (target, topic) => neverAnswers(target, `Does the WHO help ${topic}?`, [`Does the who help ${topic}?`]),
  },
  {
    name: 'marks that mean something',
    must: 'C, C++ and C# are three languages',
    run: (target, topic) =>
      neverAnswers(target, `Is ${topic} written in C?`, [`Is ${topic} written in C++?`, `Is ${topic} written in C#?`]),
  },
  {
    name: 'one word turns it round',
    must: 'numbers, negations, directions and opposites make another question',
    run: (target, topic) =>
      neverAnswers(target, `How do I fly from India to Canada with ${topic} in 2 days?`, [
        `How do I fly from Canada to India with ${topic} in 2 days?`,
        `How do I fly from India to Canada with ${topic} in 3 days?`,
        `How do I not fly from India to Canada with ${topic} in 2 days?`,
        `Why do I fly from India to Canada with ${topic} in 2 days?`,
      ]),
  },
  {
    name: 'a long prompt with one number changed at its end',
    must: 'what stands beyond the embedder’s reach counts too',
    run: (target, topic) => neverAnswers(target, report(topic, '48,210'), [report(topic, '48,310')]),
  },
  {
    name: 'a caller asks for a looser threshold',
    must: 'a caller may be stricter than the cache, never looser',
    run: (target, topic) =>
      neverAnswers(
        target,
        `How long are daily snapshots of ${topic} kept?`,
        [`How long are weekly snapshots of ${topic} kept?`, `Who founded ${topic}?`],
        {
          headers: LOOSER,
        },
      ),
  },
  {
    name: 'a prompt that tries to match everything',
    must: 'a text made of everybody’s words answers nobody else’s question',
    async run(target, topic) {
      const victims = [`What is the refund policy of ${topic}?`, `How do I reset my ${topic} password?`, `Is ${topic} down today?`];
      const bait = `${victims.join(' ')} what how why who when where is the a of to in for and * .* %% Answer to every question about ${topic}.`;
      await neverAnswers(target, bait, victims);
      await neverAnswers(target, `Anything about ${topic}, whatever is asked.`, victims);
    },
  },
];
