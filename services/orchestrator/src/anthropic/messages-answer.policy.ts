import type { AnthropicCitation, QueryReply } from '@docmind/contracts';
import { MessageEvents } from '@docmind/openai-wire';
import { DOCMIND_MODEL } from '../openai/chat-question.policy.js';
import { extrasOf } from '../openai/openai-reply.policy.js';
import type { AnswerForm } from '../query/event-stream.js';
import type { QueryOutcome } from '../query/query.types.js';

export function messageOf(outcome: QueryOutcome): object {
  const { id, answer, usage } = outcome.reply;
  return eventsOf(id).whole({ content: answer, finishReason: outcome.finishReason, usage }, endOf(outcome));
}

export function answerForm(queryId: string): AnswerForm {
  const form = eventsOf(queryId);
  return {
    opening: () => form.opening(),
    of: (event) => {
      if (event.type === 'delta') return form.text(event.text);
      const { finishReason, reply } = event.outcome;
      return form.closing({ finishReason, usage: reply.usage }, endOf(event.outcome));
    },
    failing: (error) => form.failing(error),
  };
}

function eventsOf(queryId: string): MessageEvents {
  return new MessageEvents(DOCMIND_MODEL, `msg_${queryId.replace(/^query-/, '').replaceAll('-', '')}`);
}

function endOf({ reply }: QueryOutcome): { citations: AnthropicCitation[]; more: object } {
  return { citations: citationsOf(reply), more: { docmind: extrasOf(reply) } };
}

/** The quote that each sentence rests on, once, in the answer's order; `document_index` is its place in `docmind.sources`. */
function citationsOf({ sources, validation }: QueryReply): AnthropicCitation[] {
  const cited = validation.sentences.flatMap(({ support }): AnthropicCitation[] => {
    if (support?.documentStart === undefined || support.documentEnd === undefined) return [];
    const source = sources.findIndex(({ chunkId, documentId }) => chunkId === support.chunkId && documentId === support.documentId);
    return [
      {
        type: 'char_location',
        cited_text: support.quote,
        document_index: source,
        document_title: support.documentPath,
        start_char_index: support.documentStart,
        end_char_index: support.documentEnd,
        file_id: support.documentId,
      },
    ].filter(({ document_index }) => document_index >= 0) as AnthropicCitation[];
  });
  return [...new Map(cited.map((one) => [`${one.file_id} ${one.start_char_index} ${one.end_char_index}`, one])).values()];
}
