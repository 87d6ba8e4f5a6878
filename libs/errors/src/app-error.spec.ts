import { ERROR_CODES } from '@docmind/contracts';
import { describe, expect, it } from 'vitest';
import { AppError } from './app-error.js';
import { ERROR_CATALOGUE } from './error-catalogue.js';

describe('AppError', () => {
  it.each(ERROR_CODES)('%s takes its status and its nature from the catalogue', (code) => {
    const error = new AppError(code, 'why');
    expect(error.httpStatus).toBe(ERROR_CATALOGUE[code].httpStatus);
    expect(error.retryable).toBe(ERROR_CATALOGUE[code].retryable);
  });

  it('may say that this one is not worth another try', () => {
    expect(new AppError('UNAVAILABLE', 'the disk is gone', { retryable: false }).retryable).toBe(false);
  });

  it('keeps its cause for the log and out of what crosses a wire', () => {
    const cause = new Error('connect /var/run/secret.sock');
    const error = new AppError('UNAVAILABLE', 'the store is down', { cause });
    expect(error.cause).toBe(cause);
    expect(JSON.stringify(error.toWire())).toBe('{"code":"UNAVAILABLE","message":"the store is down","retryable":true}');
  });

  it('arrives on the other side as it left', () => {
    const error = new AppError('RESOURCE_EXHAUSTED', 'the queue is full', { details: { retryAfterSeconds: 3 }, retryable: false });
    const arrived = AppError.fromWire(JSON.parse(JSON.stringify(error.toWire())));
    expect(arrived).toBeInstanceOf(AppError);
    expect(arrived.toWire()).toEqual(error.toWire());
  });

  it.each([undefined, null, 'text', {}, { code: 'TEAPOT', message: 'x', retryable: true }])('reads %j as INTERNAL', (value) => {
    expect(AppError.fromWire(value)).toMatchObject({ code: 'INTERNAL', retryable: false });
  });
});
