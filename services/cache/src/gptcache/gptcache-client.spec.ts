// GPTCache's own Python client, unchanged, against our server.
import { describeWithPythonClients } from '@docmind/testing';
import { expect, it } from 'vitest';
import { startCacheService } from '../cache-service.fixture.js';

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

describeWithPythonClients('gptcache', "GPTCache's client", (python) => {
  it('puts and gets, exactly and in other words', async () => {
    const { url } = await startCacheService();
    const answer = '35 days, überall 😀';
    expect(JSON.parse(await python.run('-c', SCRIPT, url))).toEqual([null, 200, answer, answer, null, 200, null]);
  });
});
