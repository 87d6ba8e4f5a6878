import { afterAll, beforeAll, describe } from 'vitest';
import { Door } from './door.js';
import { describeEnd, describeFaults } from './faults.js';
import { describeHost } from './host.js';
import { describeJourneys } from './journeys.js';
import { describeQuotes } from './quotes.js';
import { oneProcess } from './shapes.js';
import { StackProcess } from './stack-process.js';

describe('docmind up', () => {
  let stack: StackProcess;
  beforeAll(async () => {
    stack = await StackProcess.start(oneProcess.options);
  });
  afterAll(() => stack?.remove());

  describeJourneys(() => stack);
  describeQuotes(() => new Door(stack));
  describeHost(() => stack);
  describeFaults(oneProcess, () => stack);
  describeEnd(() => stack);
});
