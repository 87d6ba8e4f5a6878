// Tabs of one browser tell each other what they have changed, so that all show the same.
export interface TabNews {
  /** `gone` is the conversation of that id. */
  readonly changed: 'conversation' | 'conversations' | 'gone' | 'documents';
  readonly id?: string;
}

const channel = new BroadcastChannel('docmind');

export function tellTabs(news: TabNews): void {
  channel.postMessage(news);
}

/** @returns what ends the listening */
export function listenToTabs(listener: (news: TabNews) => void): () => void {
  const hear = ({ data }: MessageEvent) => listener(data as TabNews);
  channel.addEventListener('message', hear);
  return () => channel.removeEventListener('message', hear);
}
