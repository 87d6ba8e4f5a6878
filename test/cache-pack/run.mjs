// node test/cache-pack/run.mjs --url http://127.0.0.1:8899/v1: the pack against any OpenAI-compatible cache.
import { parseArgs } from 'node:util';
import { CASES, runCase, startUpstream, Target } from './pack.mjs';

const USAGE = `Runs the cache pack against an OpenAI-compatible cache. Start the cache with the pack's own model behind it:
it listens on http://127.0.0.1:<upstream-port>/v1 while the pack runs.

  --url <url>                 the cache, with its version: http://127.0.0.1:8899/v1
  --upstream-port <port>      where the pack's model listens (default 9955)
  --key-a, --key-b <key>      API keys of two tenants
  --key-operator <key>        a key of tenant a that may export and import
  --namespace-header <name>   the header that names a namespace (ours: x-docmind-cache-namespace)
  --model <name>              the model to ask for (default pack-model)
  --only <text>               cases whose name holds this text

For ours: CACHE_UPSTREAM_URL=http://127.0.0.1:9955/v1. Exits 1 when a case is broken.`;

const OPTIONS = ['url', 'upstream-port', 'key-a', 'key-b', 'key-operator', 'namespace-header', 'model', 'only'];

function readOptions() {
  const options = Object.fromEntries([...OPTIONS.map((name) => [name, { type: 'string' }]), ['help', { type: 'boolean' }]]);
  const { values } = parseArgs({ options });
  if (values.help || !values.url) throw new Error(USAGE);
  return values;
}

function targetFor(values, upstream) {
  const keys = { a: values['key-a'], b: values['key-b'], operator: values['key-operator'] };
  return new Target(
    {
      url: values.url.replace(/\/+$/, ''),
      ...(values.model ? { model: values.model } : {}),
      keys: Object.fromEntries(Object.entries(keys).filter(([, key]) => key !== undefined)),
      namespaceHeader: values['namespace-header'],
    },
    upstream,
  );
}

/** A cache that answers from elsewhere would pass many cases without being tested. */
async function assertConnected(target) {
  const content = `Is anybody there? ${Date.now()}`;
  const reply = await target
    .ask({ messages: [{ role: 'user', content }] })
    .catch((error) => ({ status: 0, text: String(error.cause ?? error), asked: 0 }));
  if (reply.asked > 0 && reply.text.startsWith('Answer ')) return;
  throw new Error(
    `The cache at ${target.options.url} did not ask the pack's model (status ${reply.status}). Point its upstream to ${target.upstream.url}.`,
  );
}

async function main() {
  const values = readOptions();
  const upstream = await startUpstream({ port: Number(values['upstream-port'] ?? 9955) });
  try {
    const target = targetFor(values, upstream);
    await assertConnected(target);
    const counts = { holds: 0, broken: 0, 'not applicable': 0 };
    for (const each of CASES.filter(({ name }) => name.includes(values.only ?? ''))) {
      const { verdict, why } = await runCase(target, each);
      counts[verdict] += 1;
      console.log(`${verdict.padEnd(14)}  ${each.name}`);
      if (verdict !== 'holds') console.log(`${''.padEnd(14)}  must: ${each.must}\n${''.padEnd(14)}  ${why}`);
    }
    console.log(`${counts.holds} hold, ${counts.broken} broken, ${counts['not applicable']} not applicable`);
    process.exitCode = counts.broken > 0 ? 1 : 0;
  } finally {
    await upstream.close();
  }
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 2;
});
