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

  it('takes out keys that stand in a text', () => {
    const { log, text } = logger('json');
    const key = `dm_0123456789ab_${'A-_z'.repeat(8)}`;
    log.warn({ msg: 'x', reason: `"${key}" is wrong`, header: `Bearer ${key}`, list: [`Bearer s3cret`] });
    const line = text();
    expect(line).not.toMatch(/A-_z|s3cret/);
    expect(JSON.parse(line)).toMatchObject({ reason: '"[redacted]" is wrong' });
  });

  it.each(['json', 'pretty'] as const)('lets no text forge a line or reach the terminal (%s)', (format) => {
    const { log, text } = logger(format, 'debug');
    const forged = 'a\n12:00:00.000 info cache: all is well\r\u001b[2J\u009b31m\u2028b\u007f';
    log.debug({ msg: 'request failed', reason: forged, [forged]: 1 });
    log.error({ msg: forged, stack: `Error: ${forged}\n    at somewhere` });
    const lines = text()
      .trimEnd()
      .split(/[\n\u2028\r]/);
    for (const line of lines) expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028]/);
    expect(lines.filter((line) => line.startsWith('12:00:00.000'))).toEqual([]);
    if (format === 'json') for (const line of lines) expect(JSON.parse(line)).toHaveProperty('service', 'cache');
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
