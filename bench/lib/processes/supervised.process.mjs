// The five services as `docmind up --processes` hosts them, and who runs them now, so that somebody can kill them.
import { loadStackConfig, startProcesses } from '@docmind/stack';
import { ServiceLogger } from '@docmind/telemetry';
import { answerWith, ready } from './child.mjs';
import { descendantNamed } from './process-tree.mjs';

const logger = new ServiceLogger({ service: 'stack', level: 'fatal', format: 'json' });
const stack = await startProcesses({ config: loadStackConfig(), overrides: {}, logger });
process.once('SIGTERM', () => void stack.close().then(() => process.exit(0)));
answerWith({ pids: () => ({ ...stack.pids(), nats: descendantNamed(process.pid, 'nats-server') }) });
ready({ urls: stack.urls });
