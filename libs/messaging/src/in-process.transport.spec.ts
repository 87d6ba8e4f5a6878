import { InProcessTransport } from './in-process.transport.js';
import { messageTransportContract } from './message-transport.contract.js';

messageTransportContract('InProcessTransport', async () => new InProcessTransport());
