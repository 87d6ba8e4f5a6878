import { PassThrough } from 'node:stream';
import { newRequestContext, requestFacts } from '@docmind/messaging';
import { describe, expect, it } from 'vitest';
import { type LogFormat, type LogLevel, ServiceLogger } from './service-logger.js';

function logger(format: LogFormat, level: LogLevel = 'info') {
  const stream = new PassThrough();
  const text = () => String(stream.read() ?? '');
  return { log: new ServiceLogger({ service: 'cache', level, format, stream }), text };
}

describe('ServiceLogger', () => {
  it('writes one JSON object a line, with the request it belongs to', () => {
    const { log, text } = logger('json');
    const request = newRequestContext({ requestId: 'r1', traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` });
    log.warn({ msg: 'cache fault', ...requestFacts(request), durationMs: 3 });
    expect(JSON.parse(text())).toEqual({
      time: expect.any(String),
      level: 'warn',
      service: 'cache',
      msg: 'cache fault',
      durationMs: 3,
      requestId: 'r1',
      trace_id: 'a'.repeat(32),
    });
  });

  it('takes secrets out, wherever they are', () => {
    const { log, text } = logger('json');
    log.error({ msg: 'x', apiKey: 'hunter2', nested: { password: 'hunter2', list: ['redis://u:hunter2@h'] }, inputTokens: 4 });
    const line = text();
    expect(line).not.toContain('hunter2');
    expect(JSON.parse(line)).toMatchObject({ inputTokens: 4 });
  });

  it('is readable on a terminal, stack below', () => {
    const { log, text } = logger('pretty');
    log.error('it broke', 'Error: it broke\n    at somewhere', 'NestFactory');
    expect(text()).toMatch(/^\d\d:\d\d:\d\d\.\d{3} error cache: it broke context=NestFactory\nError: it broke\n {4}at somewhere/);
    log.log(new Error('as an error'));
    expect(text()).toContain('info cache: as an error');
  });

  it('keeps to its level', () => {
    const { log, text } = logger('json', 'warn');
    log.log({ msg: 'no' });
    log.debug({ msg: 'no' });
    log.verbose({ msg: 'no' });
    expect(text()).toBe('');
    log.fatal({ msg: 'yes' });
    expect(text()).toContain('yes');
  });
});
