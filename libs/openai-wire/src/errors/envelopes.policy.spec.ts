import { AppError } from '@docmind/errors';
import { expect, it } from 'vitest';
import { envelopeIn, refusalIn } from './envelopes.policy.js';

const fault = new AppError('INVALID_ARGUMENT', 'no', { details: { faults: [{ field: 'messages', problem: 'needs one' }] } });

it('tells one failure in three ways', () => {
  expect(envelopeIn('openai', fault)).toEqual({
    error: { message: 'no', type: 'invalid_request_error', param: 'messages', code: 'invalid_argument' },
  });
  expect(envelopeIn('ollama', fault)).toEqual({ error: 'no' });
  expect(envelopeIn('docmind', fault)).toEqual({ error: fault.toWire() });
});

it("uses OpenAI's own code where one was given", () => {
  const unknown = new AppError('NOT_FOUND', 'no such model', { details: { openAiCode: 'model_not_found' } });
  expect(envelopeIn('openai', unknown)).toMatchObject({ error: { code: 'model_not_found', param: null } });
});

it.each([
  ['{"error":{"message":"a"}}', 'a'],
  ['{"error":"b"}', 'b'],
  ['{"message":"c"}', 'c'],
  ['<html>', undefined],
  ['null', undefined],
])('finds the message in %s', (body, message) => {
  expect(refusalIn(body).message).toBe(message);
});

it("finds an engine's own code and parameter, where they are words", () => {
  const told = (error: object) => refusalIn(JSON.stringify({ error: { message: 'no', ...error } })).told;
  expect(told({ code: 'context_length_exceeded', param: 'messages' })).toEqual({
    openAiCode: 'context_length_exceeded',
    openAiParam: 'messages',
  });
  expect(told({ code: 400, param: null })).toEqual({});
  const kept = new AppError('INVALID_ARGUMENT', 'no', { details: told({ code: 'bad_tool', param: 'tools[0]' }) });
  expect(envelopeIn('openai', kept)).toMatchObject({ error: { code: 'bad_tool', param: 'tools[0]' } });
});
