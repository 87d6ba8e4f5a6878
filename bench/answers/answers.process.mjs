// All five services in this process, as `docmind up` hosts them. A tap keeps what was found for a question and what the model wrote of it.
import { InProcessTransport } from '@docmind/messaging';
import { loadStackConfig, startEmbedded } from '@docmind/stack';
import { answerWith, ready } from '../lib/processes/child.mjs';

let found = [];
let drafts = [];

const Client = Object.getPrototypeOf(new InProcessTransport().client);
const { call, stream } = Client;

Client.call = async function tappedCall(contract, ...args) {
  const reply = await call.call(this, contract, ...args);
  if (contract.subject === 'persistence.document.search') found.push(...reply.passages.map(({ text }) => text));
  return reply;
};

Client.stream = async function* tappedStream(contract, ...args) {
  const frames = stream.call(this, contract, ...args);
  if (contract.subject !== 'inference.chat.stream') return yield* frames;
  let text = '';
  try {
    for await (const frame of frames) {
      text += frame.type === 'delta' ? frame.content : '';
      yield frame;
    }
  } finally {
    drafts.push(text);
  }
};

const { urls } = await startEmbedded(loadStackConfig());
answerWith({
  /** Since it was last asked. */
  seen: () => {
    const seen = { found: [...new Set(found)], drafts };
    found = [];
    drafts = [];
    return seen;
  },
});
ready({ urls });
