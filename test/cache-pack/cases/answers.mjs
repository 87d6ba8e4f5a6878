// Which answers are kept, and how they come back.
import { setTimeout as delay } from 'node:timers/promises';
import { must, NotApplicable } from '../target/target.mjs';

const messagesFor = (content) => [{ role: 'user', content }];

/** What is served now must have been asked for anew, and be whole. */
async function servesAnew(target, messages, bad, stream = false) {
  target.upstream.script = {};
  const good = await target.ask({ messages, stream });
  must(good.status === 200, `the next request got status ${good.status}`);
  must(good.asked > 0, `the next request was served ${bad} from the cache`);
  must(/^Answer \d+, which no other answer is\.$/.test(good.text), `the next request got "${good.text}"`);
}

/** A cache that is told at once ends the model's work; one that isn't lets it come to its end. */
async function untilQuiet(upstream) {
  const limit = Date.now() + 5_000;
  while (upstream.open > 0) {
    must(Date.now() < limit, 'the model was still at work five seconds later');
    await delay(5);
  }
}

async function twoWays(target, messages, first, second) {
  const one = await target.ask({ messages, ...first });
  const other = await target.ask({ messages, ...second });
  must(other.asked === 0 && other.text === one.text, 'the model was asked again');
  return { one, other };
}

export const answerCases = [
  {
    name: 'the upstream fails, then the caller tries again',
    must: 'an error reaches the caller as it is, and is never kept',
    async run(target, topic) {
      const messages = messagesFor(`How big is ${topic}?`);
      target.upstream.script = { status: 500 };
      for (let time = 1; time <= 2; time += 1) {
        const failed = await target.ask({ messages });
        must(failed.status === 500, `the caller got status ${failed.status} for an upstream's 500`);
        must(failed.body?.error?.message?.includes('scripted failure'), 'the upstream’s own message got lost');
        must(failed.asked > 0, 'the error came from the cache');
      }
      await servesAnew(target, messages, 'an error');
    },
  },
  {
    name: 'a truncated answer, then a full one',
    must: 'an answer that ended for its length is passed on and never kept',
    async run(target, topic) {
      for (const stream of [false, true]) {
        const messages = messagesFor(`Describe ${topic} ${stream ? 'as a stream' : 'at once'}.`);
        target.upstream.script = { finish: 'length' };
        const cut = await target.ask({ messages, stream });
        must(cut.status === 200, `the truncated answer came with status ${cut.status}`);
        await servesAnew(target, messages, 'the truncated answer');
      }
    },
  },
  {
    name: 'a stream that its caller left',
    must: 'the caller who asks next gets a whole answer that was made for it',
    async run(target, topic) {
      const messages = messagesFor(`Tell me a story about ${topic}.`);
      target.upstream.script = { delayMs: 25 };
      await target.leaveEarly({ messages });
      await untilQuiet(target.upstream);
      await servesAnew(target, messages, 'what was left', true);
    },
  },
  {
    name: 'an answer that calls a tool',
    must: 'a tool call is done once for each that asks',
    async run(target, topic) {
      const tools = [{ type: 'function', function: { name: 'look_up', parameters: { type: 'object', properties: {} } } }];
      const request = { messages: messagesFor(`Look up ${topic}.`), body: { tools } };
      target.upstream.script = { toolCall: true };
      await target.ask(request);
      const again = await target.ask(request);
      must(again.asked > 0, 'the tool call came from the cache');
    },
  },
  {
    name: 'a stream and a whole answer share what is kept',
    must: 'the same answer serves both, with the original’s usage and end',
    async run(target, topic) {
      const { other: whole } = await twoWays(target, messagesFor(`Name the parts of ${topic}.`), { stream: true }, {});
      must(whole.body.object === 'chat.completion', `the whole answer is a "${whole.body.object}"`);
      must(whole.body.choices[0].finish_reason === 'stop', `it ended with "${whole.body.choices[0].finish_reason}"`);
      must(whole.body.usage?.total_tokens === 18, `its usage is ${JSON.stringify(whole.body.usage)}, the model had told 18 tokens`);
      const { other: streamed } = await twoWays(target, messagesFor(`Name the makers of ${topic}.`), {}, { stream: true });
      must(streamed.chunks.length > 2, `the stream came in ${streamed.chunks.length} pieces`);
      must(
        streamed.chunks.some((chunk) => chunk.choices[0]?.finish_reason === 'stop'),
        'the stream has no end',
      );
      must(streamed.chunks[0].choices[0].delta.role === 'assistant', 'the stream does not begin with the role');
    },
  },
  {
    name: 'the usage of a stream',
    must: 'it comes when it is asked for with include_usage, and only then',
    async run(target, topic) {
      const messages = messagesFor(`Count the users of ${topic}.`);
      const asking = { stream: true, body: { stream_options: { include_usage: true } } };
      const { one, other } = await twoWays(target, messages, { stream: true }, asking);
      must(!one.chunks.some((chunk) => chunk.usage), 'a caller who did not ask was told the usage');
      const last = other.chunks.at(-1);
      must(last.choices.length === 0 && last.usage?.total_tokens === 18, `the last chunk of the hit is ${JSON.stringify(last)}`);
      const again = await target.ask({ messages, stream: true });
      must(!again.chunks.some((chunk) => chunk.usage), 'a caller of the hit who did not ask was told the usage');
    },
  },
  {
    name: 'ids of answers',
    must: 'no two answers have the same id, as clients and traces take it for a name',
    async run(target, topic) {
      const { one, other } = await twoWays(target, messagesFor(`Who maintains ${topic}?`), {}, {});
      must(other.body.id && other.body.id !== one.body.id, `both have the id "${one.body.id}"`);
    },
  },
  {
    name: 'the same question many times at once',
    must: 'each gets a whole answer, and they all get the same',
    async run(target, topic) {
      target.upstream.script = { delayMs: 5 };
      const request = { messages: messagesFor(`What is new in ${topic}?`), stream: true };
      const before = target.upstream.calls.length;
      const replies = await Promise.all(Array.from({ length: 8 }, () => target.ask(request)));
      must(
        replies.every(({ text }) => text.endsWith('which no other answer is.')),
        'some answers are not whole',
      );
      if (target.upstream.calls.length - before === 8) throw new NotApplicable('each asked the model: whole, but not shared');
      must(new Set(replies.map(({ text }) => text)).size === 1, 'they got different answers');
    },
  },
];
