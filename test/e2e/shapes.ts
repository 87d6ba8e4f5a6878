import { until } from '@docmind/testing';
import { type Service, type StackProcess, START_LIMIT_MS } from './stack-process.js';

/** One of the two ways to run the same stack, and what a crash means in it. */
export interface Shape {
  readonly name: string;
  /** Options of `docmind up`. */
  readonly options: readonly string[];
  /** kill -9 of the service, or of whatever process it lives in. */
  readonly kill: (stack: StackProcess, service: Service) => Promise<void>;
  /** Waits for whoever brings it back. */
  readonly recover: (stack: StackProcess) => Promise<void>;
}

export const oneProcess: Shape = {
  name: 'one process',
  options: [],
  kill: (stack) => stack.running.killAtOnce(),
  // Nobody watches over the one process: its person starts it again.
  recover: (stack) => stack.startAgain(),
};

export const fiveProcesses: Shape = {
  name: 'five processes over NATS',
  options: ['--processes'],
  kill: async (stack, service) => {
    const [pid = 0] = stack.pidsOf(mainOf(service));
    process.kill(pid, 'SIGKILL');
    await until(() => !stack.pidsOf(mainOf(service)).includes(pid), `${service} to be gone`, START_LIMIT_MS);
  },
  recover: (stack) => stack.untilReady(),
};

export function mainOf(service: Service): RegExp {
  return new RegExp(`services/${service}/dist/main\\.js$`);
}
