// GPTCache's own Python client, unchanged, against our server. `npm test` installs it; scripts/gptcache-client.mjs says where it is.
import { execFile, spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { repositoryRoot } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { startCacheService } from '../cache-service.fixture.js';

const found = spawnSync(process.execPath, [join(repositoryRoot(), 'scripts', 'gptcache-client.mjs')], { encoding: 'utf8' });
const python = found.status === 0 ? found.stdout.trim() : undefined;
if (python === undefined && process.env.CI) throw new Error(found.stderr);

const SCRIPT = `
import json, sys
from gptcache.client import Client

client = Client(uri=sys.argv[1])
asked = "How long are daily snapshots kept?"
print(json.dumps([
    client.get(asked),
    client.put(asked, "35 days, \\u00fcberall \\U0001f600"),
    client.get(asked),
    client.get("For how many days are daily snapshots kept?"),
    client.get("How long are weekly snapshots kept?"),
    client.put("An empty answer", ""),
    client.get("An empty answer"),
]))
`;

describe.skipIf(python === undefined)(
  python === undefined ? `GPTCache's client: ${found.stderr.trim().split('\n').at(-1)}` : "GPTCache's client",
  () => {
    it('puts and gets, exactly and in other words', async () => {
      const { url } = await startCacheService();
      // Without a PATH there is no pip that it could run.
      const env = { PATH: dirname(python as string) };
      const { stdout } = await promisify(execFile)(python as string, ['-c', SCRIPT, url], { env });
      const answer = '35 days, überall 😀';
      expect(JSON.parse(stdout)).toEqual([null, 200, answer, answer, null, 200, null]);
    });
  },
);
