import type { Session } from '@docmind/contracts';
import { asText } from '../ask/answer-parts.policy.js';
import { loadTurns } from '../ask/conversation.js';
import { t } from '../words/words.js';
import { titleOf } from './title.policy.js';

/** As Markdown: what was asked, what was answered, and the words of the documents below each answer. */
export async function exportConversation(session: Session): Promise<void> {
  const title = titleOf(session);
  const turns = await loadTurns(session.id);
  const parts = turns.map(({ question, reply, text }) => {
    const answer = reply ? asText(reply, reply.validation.sentences, t('copy.sources')) : text;
    return `## ${question}\n\n${answer}\n`;
  });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([`# ${title}\n\n${parts.join('\n')}`], { type: 'text/markdown' }));
  link.download = `${title.replace(/[^\p{L}\p{N}]/gu, '-').slice(0, 60)}.md`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
}
