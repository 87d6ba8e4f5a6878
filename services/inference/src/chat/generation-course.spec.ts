import { AppError } from '@docmind/errors';
import { describe, expect, it } from 'vitest';
import { GenerationCourse } from './generation-course.js';

const token = { isToken: true, tokens: 1, usage: undefined };
const course = () => new GenerationCourse({ model: 'm', tokens: 10 });

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
