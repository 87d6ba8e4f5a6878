// Imported before a service by a benchmark: samples its stacks between the questions `profileStart` and `profileStop`.
import { Session } from 'node:inspector/promises';
import { answerWith } from './child.mjs';

const SAMPLE_EVERY_US = 200;
const session = new Session();

answerWith({
  async profileStart() {
    session.connect();
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: SAMPLE_EVERY_US });
    await session.post('Profiler.start');
  },
  /** In Chrome's `.cpuprofile` form. */
  async profileStop() {
    const { profile } = await session.post('Profiler.stop');
    session.disconnect();
    return profile;
  },
});
