import { BadRequestException, ForbiddenException, HttpException, InternalServerErrorException, NotFoundException } from '@nestjs/common';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AppError } from './app-error.js';
import { invalidArgument, toAppError } from './to-app-error.js';

const schema = z.object({ name: z.string().min(1, 'must not be empty'), turns: z.array(z.object({ role: z.string() })) });

describe('toAppError', () => {
  it('leaves an AppError as it is', () => {
    const error = new AppError('NOT_FOUND', 'no such session');
    expect(toAppError(error)).toBe(error);
  });

  it('names every faulty field at once', () => {
    const { error } = schema.safeParse({ name: '', turns: [{ role: 1 }] });
    const translated = toAppError(error);
    expect(translated.code).toBe('INVALID_ARGUMENT');
    expect(translated.message).toMatch(/^The request is not valid: name: must not be empty; turns\.0\.role: /);
    expect(translated.details?.faults).toMatchObject([{ field: 'name', problem: 'must not be empty' }, { field: 'turns.0.role' }]);
  });

  it('names what is wrong within the shape that a value fits furthest', () => {
    const block = z.discriminatedUnion('type', [
      z.object({ type: z.literal('text'), text: z.string() }),
      z.object({ type: z.literal('image') }),
    ]);
    const schema = z.object({ messages: z.array(z.object({ content: z.union([z.string(), z.array(block)]) })) });
    const messageOf = (content: unknown) => invalidArgument(schema.safeParse({ messages: [{ content }] }).error as z.ZodError).message;
    expect(messageOf([{ type: 'document' }])).toContain(
      "messages.0.content.0.type: Invalid discriminator value. Expected 'text' | 'image'",
    );
    expect(messageOf([{ type: 'text', text: 3 }])).toContain('messages.0.content.0.text: Invalid input: expected string, received number');
    expect(messageOf(3)).toContain('messages.0.content: Invalid input');
    const inOwnWords = z.union([z.string(), z.array(z.string())], 'must be a text or some').safeParse([[1]]);
    expect(invalidArgument(inOwnWords.error as z.ZodError).message).toContain('(body): must be a text or some');
  });

  it('names a field that is not known, which may have come in an address', () => {
    const { error } = z.strictObject({ limit: z.string() }).safeParse({ limit: '1', cursor: 'x' });
    expect(invalidArgument(error as z.ZodError).message).toBe('The request is not valid: cursor: Unrecognized key: "cursor"');
  });

  it('calls a fault of the whole body by that name, and the subject by the given one', () => {
    const { error } = schema.safeParse('text');
    expect(invalidArgument(error as z.ZodError, 'The reply').message).toMatch(/^The reply is not valid: \(body\): /);
  });

  it.each([AbortSignal.abort().reason as Error, Object.assign(new Error('x'), { code: 'ABORT_ERR' })])(
    'takes an abort for CANCELLED',
    (thrown) => {
      expect(toAppError(thrown)).toMatchObject({ code: 'CANCELLED', cause: thrown });
    },
  );

  it.each([
    [new BadRequestException('no boundary'), 'INVALID_ARGUMENT', 'no boundary'],
    [new ForbiddenException('wrong host'), 'PERMISSION_DENIED', 'wrong host'],
    [new NotFoundException('Cannot GET /x'), 'NOT_FOUND', 'Cannot GET /x'],
    [new HttpException('slow down', 429), 'RESOURCE_EXHAUSTED', 'slow down'],
    [Object.assign(new Error('Body is too large'), { statusCode: 413 }), 'PAYLOAD_TOO_LARGE', 'Body is too large'],
    [Object.assign(new Error('no key'), { statusCode: 401 }), 'UNAUTHENTICATED', 'no key'],
  ])('translates the framework error %s to %s', (thrown, code, message) => {
    expect(toAppError(thrown)).toMatchObject({ code, message });
  });

  it.each([
    [Object.assign(new Error('write /home/x'), { code: 'ENOSPC' }), /disk is full/],
    [Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' }), /disk is full/],
    [Object.assign(new Error('query failed'), { driverError: { code: 'SQLITE_READONLY_DBMOVED' } }), /can’t be written/],
    [Object.assign(new Error('open /home/x'), { code: 'EROFS' }), /can’t be written/],
    [Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_WRITE' }), /disk failed/],
  ])('says in words what the disk refused: %s', (thrown, words) => {
    const error = toAppError(thrown);
    expect(error).toMatchObject({ code: 'UNAVAILABLE', httpStatus: 503, message: expect.stringMatching(words) as string });
    expect(JSON.stringify(error.toWire())).not.toContain('/home');
  });

  it.each([
    new Error('ENOENT: /home/someone/.docmind/key'),
    new InternalServerErrorException('password=x'),
    Object.assign(new Error('select * from secrets'), { statusCode: 500 }),
    'a string',
    null,
  ])('tells a caller nothing of what it does not know: %s', (thrown) => {
    expect(toAppError(thrown)).toMatchObject({
      code: 'INTERNAL',
      message: 'Something went wrong on our side; the log has it under this request id',
      cause: thrown,
    });
  });
});
