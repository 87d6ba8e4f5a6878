import { Injectable } from '@nestjs/common';
import { AnswerKeeping } from '../../answers/answer-keeping.js';
import { CacheMonitor } from '../../monitoring/cache-monitor.js';
import type { CacheableRequest } from '../request/proxy-request.policy.js';
import type { ReadAnswer } from '../upstream/chat-answer.policy.js';

/** Keeps what the upstream answered, where it is an answer that may be kept. Never throws. */
@Injectable()
export class AnswerRecorder {
  constructor(
    private readonly keeping: AnswerKeeping,
    private readonly monitor: CacheMonitor,
  ) {}

  async keep({ scope, question, wishes }: CacheableRequest, answer: ReadAnswer): Promise<void> {
    if (wishes.keepNothing || 'why' in answer) return;
    const { text, meta } = answer;
    const request = {
      ...{ scope, question: question.question, answer: text, citations: [], temperature: question.temperature },
      ...{ finishReason: 'stop', grounded: true, agent: wishes.agent, meta: { ...meta } },
    };
    await this.monitor.orElse('store', undefined, () => this.keeping.store(request));
  }
}
