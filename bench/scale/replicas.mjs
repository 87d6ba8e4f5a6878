// So many replicas of what can be doubled, over one NATS, one Redis, one persistence and one engine.
import { join } from 'node:path';
import { cpuMs, treeRssBytes } from '../lib/processes/process-tree.mjs';
import { startEngine, startNatsServer, startRedis, startReplica } from '../lib/processes/services.mjs';

export const DOUBLED = ['orchestrator', 'inference', 'cache'];
/** An answer of some fifty tokens at a hundred a second. */
const ENGINE_DELAY_MS = 500;
const MIB = 1024 * 1024;

export class Replicas {
  constructor(scope) {
    this.scope = scope;
    this.running = Object.fromEntries(DOUBLED.map((name) => [name, []]));
  }

  /** @param {number} count of each */
  async start(count) {
    const { scope } = this;
    this.engine = await startEngine(scope, { delayMs: ENGINE_DELAY_MS });
    [this.nats, this.redis] = [await startNatsServer(scope), await startRedis(scope)];
    this.env = {
      REDIS_URL: this.redis.url,
      CHECKPOINT_DB_PATH: join(scope.folder(), 'checkpoints.db'),
      MODEL_SELF_TEST: 'off',
      // Nobody waits for a place, and nobody gives up: what limits is the processor.
      ...{ MAX_CONCURRENT_QUERIES: '256', TOOL_TIMEOUT_MS: '600000', AGENT_TIMEOUT_MS: '600000', QUERY_TIMEOUT_MS: '600000' },
      // A lookup that waits for a processor is not taken for a Redis that is away.
      CACHE_STORE_TIMEOUT_MS: '10000',
    };
    this.persistence = await this.one('persistence');
    for (const name of DOUBLED) for (let n = 0; n < count; n++) this.running[name].push(await this.one(name));
  }

  async shrinkTo(count) {
    const leaving = DOUBLED.flatMap((name) => this.running[name].splice(count));
    await Promise.all(leaving.map((one) => one.stop()));
  }

  get doors() {
    return this.running.orchestrator.map(({ url }) => url);
  }

  get all() {
    return DOUBLED.flatMap((name) => this.running[name]);
  }

  /** Processor time so far, of each replica. */
  cpu() {
    const services = DOUBLED.map((name) => [name, this.running[name].map(({ pid }) => cpuMs(pid))]);
    const others = { persistence: this.persistence, nats: this.nats, redis: this.redis, engine: this.engine };
    return Object.fromEntries([...services, ...Object.entries(others).map(([name, { pid }]) => [name, [cpuMs(pid)]])]);
  }

  rssMiB() {
    const measured = { ...Object.fromEntries(DOUBLED.map((name) => [name, this.running[name][0]])), persistence: this.persistence };
    return Object.fromEntries(Object.entries(measured).map(([name, { pid }]) => [name, treeRssBytes(pid) / MIB]));
  }

  /** What has passed NATS, and the engine, so far. */
  async passed() {
    const { in_msgs: messages, in_bytes: bytes } = await (await fetch(`${this.nats.monitorUrl}/varz`)).json();
    const asked = await this.engine.ask('asked');
    return { messages, bytes, generations: asked.generations, promptBytes: asked.bytes };
  }

  one(name) {
    return startReplica(this.scope, name, { natsUrl: this.nats.url, engineUrl: this.engine.url, env: this.env });
  }
}
