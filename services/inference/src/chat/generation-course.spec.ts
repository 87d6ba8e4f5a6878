import { AppError } from '@docmind/errors';
import { newRequestContext, type SpanAttributes, type Spans } from '@docmind/messaging';
import { describe, expect, it } from 'vitest';
import { GenerationCourse } from './generation-course.js';

const token = { isToken: true, tokens: 1, usage: undefined };
const course = () => new GenerationCourse({ model: 'm', tokens: 10 }, newRequestContext());

describe('what is recorded of a generation', () => {
  it('whose caller has read enough: its tokens so far, and no error', () => {
    const stopped = course();
    stopped.note(token);
    stopped.note(token);
    expect(stopped.outcome()).toMatchObject({ errorCode: undefined, stoppedAfterTokens: 2 });
  });

  it('that its caller stops by a signal, so that the engine throws: the same', () => {
    const stopped = course();
    stopped.note(token);
    stopped.failed(new AppError('CANCELLED', 'nobody wants it'));
    expect(stopped.outcome()).toMatchObject({ errorCode: undefined, stoppedAfterTokens: 1 });
  });

  it('whose caller left before it began, or that broke off: an error', () => {
    const left = course();
    left.failed(new AppError('CANCELLED', 'nobody wants it'));
    expect(left.outcome()).toMatchObject({ errorCode: 'CANCELLED', stoppedAfterTokens: undefined });
    const broken = course();
    broken.note(token);
    broken.failed(new AppError('UNAVAILABLE', 'the engine died'));
    expect(broken.outcome()).toMatchObject({ errorCode: 'UNAVAILABLE', stoppedAfterTokens: undefined });
  });

  it('that ended by itself: the usage', () => {
    const whole = course();
    whole.note(token);
    whole.note({ isToken: false, usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 } });
    whole.isComplete = true;
    expect(whole.outcome()).toMatchObject({ errorCode: undefined, stoppedAfterTokens: undefined, usage: { total_tokens: 2 } });
  });
});

describe('the span of a generation', () => {
  const PROMPT = 'Where does the keeper live?';
  function spanOf(withText: boolean): SpanAttributes {
    const attributes: Record<string, unknown> = {};
    const span = {
      traceparent: '',
      set: (more: SpanAttributes) => void Object.assign(attributes, more),
      fail: () => undefined,
      end: () => undefined,
    };
    const spans: Spans = { withText, start: () => span };
    const made = new GenerationCourse(
      { model: 'm', tokens: 10, messages: [{ role: 'user', content: PROMPT }] },
      newRequestContext({ spans }),
    );
    for (const text of ['In the', ' tower.']) made.note({ ...token, text });
    made.note({ isToken: false, usage: { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 } });
    made.isComplete = true;
    made.endSpan(made.outcome());
    return attributes as SpanAttributes;
  }

  it('has the tokens that the engine counted, and no text', () => {
    const attributes = spanOf(false);
    expect(attributes).toMatchObject({ 'gen_ai.usage.input_tokens': 5, 'gen_ai.usage.output_tokens': 2 });
    expect(JSON.stringify(attributes)).not.toMatch(/keeper|tower/);
  });

  it('has prompt and answer where they are asked for', () => {
    expect(spanOf(true)).toMatchObject({
      'gen_ai.input.messages': JSON.stringify([{ role: 'user', parts: [{ type: 'text', content: PROMPT }] }]),
      'gen_ai.output.messages': JSON.stringify([{ role: 'assistant', parts: [{ type: 'text', content: 'In the tower.' }] }]),
    });
  });
});
