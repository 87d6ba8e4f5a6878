import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { LOG_START, type LogPage, type LogPlace, type ReplicaEvent, ReplicaLog, type ReplicaRecord } from '../log/replica-log.port.js';

const HEAD = 'docmind:cache:{log}:head';
const RECORDS = 'docmind:cache:{log}:records';
const EPOCHS = 'docmind:cache:{log}:epochs';
const NEWS = 'docmind:cache:{log}:news';
/** With a vector of 384 numbers in each, some 25 MB of Redis's memory. A replica that was away for longer starts empty. */
const KEPT_RECORDS = 10_000;
const PAGE_RECORDS = 200;

/** The numbers have no gap: a lost head begins a new log, and a record that is missing shows. */
const APPEND = `
  local at = redis.call('HINCRBY', KEYS[1], 'at', 1)
  redis.call('HSET', KEYS[1], 'mark', ARGV[1])
  if at == 1 then redis.call('DEL', KEYS[2]) end
  redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[2], at .. '-0', 'mark', ARGV[1], 'record', ARGV[3])
  if ARGV[4] ~= '' and tonumber(ARGV[5]) > tonumber(redis.call('HGET', KEYS[3], ARGV[4]) or '0') then
    redis.call('HSET', KEYS[3], ARGV[4], ARGV[5])
  end
  redis.call('PUBLISH', ARGV[6], at)
  return at`;

type StreamEntry = [id: string, fields: string[]];
interface Found {
  readonly place: LogPlace;
  readonly record: Omit<ReplicaRecord, 'at'>;
}

/** A stream in Redis that any replica appends to and all read, and a notice when it grows. */
export class RedisReplicaLog extends ReplicaLog {
  readonly isShared = true;
  readonly origin = randomUUID();

  constructor(
    private readonly redis: Redis,
    /** Names the data folder, over restarts of the process. */
    private readonly replica: () => string,
    private readonly keptRecords = KEPT_RECORDS,
  ) {
    super();
  }

  async append(event: ReplicaEvent): Promise<void> {
    const record = JSON.stringify({ origin: this.origin, replica: this.replica(), event });
    const { tenant, epoch } = event.kind === 'invalidated' ? event.change : { tenant: '', epoch: undefined };
    const told = epoch === undefined ? ['', '0'] : [tenant, String(epoch)];
    await this.redis.eval(APPEND, 3, HEAD, RECORDS, EPOCHS, randomUUID(), this.keptRecords, record, ...told, NEWS);
  }

  async readAfter(place: LogPlace): Promise<LogPage> {
    const head = await this.head();
    if (isSame(head, place)) return { lost: false, records: [], place };
    if (head.at <= place.at) return { lost: true };
    const news = place.at === 0 ? await this.fromTheFirst() : await this.since(place);
    if (!news) return { lost: true };
    const records = news.map((found) => ({ at: found.place.at, ...found.record }));
    return { lost: false, records, place: news.at(-1)?.place ?? place };
  }

  async start(): Promise<LogPlace> {
    const [first] = await this.range('-', 1);
    return first === undefined || first.place.at === 1 ? LOG_START : first.place;
  }

  async epochs(): Promise<ReadonlyMap<string, number>> {
    const epochs = await this.redis.hgetall(EPOCHS);
    return new Map(Object.entries(epochs).map(([tenant, epoch]) => [tenant, Number(epoch)]));
  }

  onNews(listener: () => void): void {
    const subscriber = this.redis.duplicate({ enableOfflineQueue: true, commandTimeout: undefined });
    this.redis.once('end', () => subscriber.disconnect());
    // The other connection meets the same faults and reports them. The next read makes up for a notice that is missed.
    subscriber.on('error', () => undefined);
    subscriber.on('message', listener);
    subscriber.subscribe(NEWS).catch(() => undefined);
  }

  async close(): Promise<void> {
    this.redis.disconnect();
  }

  private async head(): Promise<LogPlace> {
    const [at, mark] = await this.redis.hmget(HEAD, 'at', 'mark');
    return at && mark ? { at: Number(at), mark } : LOG_START;
  }

  private async fromTheFirst(): Promise<Found[] | undefined> {
    const found = await this.range('-', PAGE_RECORDS);
    return found[0]?.place.at === 1 ? found : undefined;
  }

  /** The place itself is read too: only if it is still the same has nothing been lost since. */
  private async since(place: LogPlace): Promise<Found[] | undefined> {
    const [known, ...news] = await this.range(`${place.at}-0`, PAGE_RECORDS + 1);
    return known && isSame(known.place, place) ? news : undefined;
  }

  private async range(from: string, count: number): Promise<Found[]> {
    const entries = (await this.redis.xrange(RECORDS, from, '+', 'COUNT', count)) as StreamEntry[];
    return entries.map(([id, [, mark = '', , record = '{}']]) => ({
      place: { at: Number.parseInt(id, 10), mark },
      record: JSON.parse(record) as Omit<ReplicaRecord, 'at'>,
    }));
  }
}

function isSame(left: LogPlace, right: LogPlace): boolean {
  return left.at === right.at && left.mark === right.mark;
}
