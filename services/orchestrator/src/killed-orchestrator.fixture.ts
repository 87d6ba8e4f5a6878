// An orchestrator that is killed: `node killed-orchestrator.fixture.ts FOLDER [SUBJECT]`. It says where it listens, and when a call of SUBJECT has come, which
// is never answered. What it adds to a session goes to a file at once, because the fakes forget it with the process.
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '@docmind/config';
import { type ChatRequest, inferenceChatStream, persistenceChatAppend } from '@docmind/contracts';
import { InProcessTransport } from '@docmind/messaging';
import { FakeServices, startFakeServices } from '@docmind/testing';
import { orchestratorConfigSchema } from './config/config.js';
import { startOrchestrator } from './start-orchestrator.js';

const [folder = '.', held] = process.argv.slice(2);
const BACKUPS = 'Daily snapshots are kept 35 days; weekly a year. Restores are tested every quarter by the platform team.';

/** Says what it was asked, before it is held. */
class ToldServices extends FakeServices {
  override async check(contract: { subject: string }): Promise<void> {
    console.log(`called ${contract.subject}`);
    if (contract.subject === persistenceChatAppend.subject) appendFileSync(join(folder, 'turns'), `${this.lastAnswer}\n`);
    await super.check(contract);
  }

  /** Another in each life, so that it can be told which one gave an answer. */
  private get lastAnswer(): string {
    return held === undefined ? 'second life' : 'first life';
  }
}

const fakes = new ToldServices();
fakes.know({ name: 'backups.md', text: BACKUPS });
fakes.answer = async function* (_request: ChatRequest) {
  yield held === undefined ? 'Daily snapshots are kept 35 days.' : 'Daily snapshots are kept for 35 days.';
};
if (held !== undefined) fakes.hold({ subject: held });
if (held === inferenceChatStream.subject) fakes.answer = [];
const transport = new InProcessTransport();
await startFakeServices(fakes, transport);
const config = loadConfig(orchestratorConfigSchema, { ORCHESTRATOR_PORT: '0', DOCMIND_DATA_DIR: folder, LOG_LEVEL: 'error' });
const { url } = await startOrchestrator(config, transport);
console.log(`listens ${url}`);
