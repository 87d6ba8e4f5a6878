import { type ChatReply, type ChatRequest, inferenceChatComplete } from '@docmind/contracts';
import { MessageClient, newRequestContext } from '@docmind/messaging';
import { askJudge } from '../grounding/judge/chat-model.judge.js';
import { oddsOf } from '../grounding/judge/judge.policy.js';
import { ANSWER_ITEMS, JUDGE_ITEMS, type JudgeItem, TOOL_ITEM } from './self-test-items.js';
import { type Abilities, ANSWER_SHARE, containsOne, JUDGE_SHARE, Tally } from './self-test.policy.js';

const ITEM_LIMIT_MS = 120_000;
const ANSWER_TOKENS = 40;
const TOOL_TOKENS = 60;

/** One model's self-test: some thirty short requests, fewer where it is plain that the model can't. */
export class SelfTestRun {
  constructor(
    private readonly client: MessageClient,
    private readonly model: string,
    private readonly signal: AbortSignal,
  ) {}

  /** @throws AppError where the engine can't be asked: that says nothing about the model */
  async abilities(): Promise<Abilities> {
    const answers = await this.answers();
    const judges = await this.judges();
    const callsTools = await this.callsTools();
    const says = `answers ${answers}, knows an answer ${judges.yes} and a near miss ${judges.no}`;
    return { answers: answers.isPassed, judges: judges.yes.isPassed && judges.no.isPassed, callsTools, says };
  }

  private async answers(): Promise<Tally> {
    const tally = new Tally(ANSWER_ITEMS.length, Math.ceil(ANSWER_ITEMS.length * ANSWER_SHARE));
    for (const { text, question, contains } of ANSWER_ITEMS) {
      const prompt = `Answer from the text, in one short sentence.\nText: ${text}\nQuestion: ${question}\nAnswer:`;
      const { content } = await this.ask({ messages: [{ role: 'user', content: prompt }], max_tokens: ANSWER_TOKENS });
      tally.note(containsOne(content, contains));
      if (tally.isLost) break;
    }
    return tally;
  }

  private async judges(): Promise<{ yes: Tally; no: Tally }> {
    const of = (answers: boolean): Tally => {
      const items = JUDGE_ITEMS.filter((item) => item.answers === answers).length;
      return new Tally(items, Math.ceil(items * JUDGE_SHARE));
    };
    const [yes, no] = [of(true), of(false)];
    for (const item of JUDGE_ITEMS) {
      (item.answers ? yes : no).note(await this.isRight(item));
      if (yes.isLost || no.isLost) break;
    }
    return { yes, no };
  }

  private async isRight({ answers, ...judged }: JudgeItem): Promise<boolean> {
    const odds = oddsOf(await askJudge(this.client, this.model, judged, this.context()));
    return odds !== undefined && odds > 0 === answers;
  }

  /** An engine that refuses tools calls none. */
  private async callsTools(): Promise<boolean> {
    const { question, tool, argument } = TOOL_ITEM;
    const messages = [{ role: 'user' as const, content: question }];
    try {
      const { toolCalls = [] } = await this.ask({ messages, tools: [tool], max_tokens: TOOL_TOKENS });
      return toolCalls.some(
        ({ function: called }) => called.name === tool.function.name && called.arguments.toLowerCase().includes(argument),
      );
    } catch (thrown) {
      if (this.signal.aborted) throw thrown;
      return false;
    }
  }

  private ask(request: Omit<ChatRequest, 'model'>): Promise<ChatReply> {
    return this.client.call(inferenceChatComplete, { model: this.model, temperature: 0, ...request } as ChatRequest, this.context());
  }

  private context() {
    return newRequestContext({ signal: this.signal, deadline: Date.now() + ITEM_LIMIT_MS });
  }
}
