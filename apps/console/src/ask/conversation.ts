// The conversation that is on the page: its turns, and what is asked of which documents.
import type { AskedDocuments, MessageList, QueryReply, QueryRequest, Session, StoredMessage } from '@docmind/contracts';
import { signal } from '@preact/signals';
import { ask as askDoor } from '../door/answer-stream.js';
import { getJson, sendJson } from '../door/door.js';
import { listenToTabs, tellTabs } from '../door/tabs.js';
import { go, route } from '../shell/route.js';

/** What is known of an answer, whether it has just come or was kept with its conversation. */
export type ShownReply = Pick<QueryReply, 'answer' | 'sources' | 'validation'> & Partial<QueryReply>;

export interface Turn {
  readonly key: string;
  readonly question: string;
  /** Of an answer that is still coming: what has come. */
  readonly text: string;
  readonly state: 'asking' | 'done' | 'stopped' | 'failed';
  readonly reply?: ShownReply;
  /** Asked here, not read from what was kept. */
  readonly isNew?: boolean;
  readonly problem?: unknown;
}

export interface Conversation {
  readonly sessionId?: string;
  readonly turns: readonly Turn[];
  readonly state: 'ready' | 'loading' | 'failed';
  readonly problem?: unknown;
}

const PAGE = 200;
const LONGEST_TITLE = 120;
/** Of an answer that was kept by a version that didn't keep what was checked. */
const UNKNOWN: QueryReply['validation'] = { grounded: false, mode: 'chat', answers: 'unchecked', sentences: [], problems: [] };
const EMPTY: Conversation = { turns: [], state: 'ready' };

export const conversation = signal<Conversation>(EMPTY);
export const scope = signal<AskedDocuments>({});
/** What is being written; kept here so that an earlier question can be put into it. */
export const draft = signal('');

let running: AbortController | undefined;
let turnsMade = 0;
/** Another tab has asked while this one is answered. */
let isBehind = false;

export function startNew(): void {
  running?.abort();
  conversation.value = EMPTY;
}

export function stop(): void {
  running?.abort();
}

export function isAnswering(): boolean {
  return conversation.value.turns.at(-1)?.state === 'asking';
}

/** @param onSession told the conversation's id once it has one */
export async function ask(question: string, onSession: (id: string) => void, cache: QueryRequest['cache'] = 'use'): Promise<void> {
  const controller = new AbortController();
  running = controller;
  const key = `turn-${(turnsMade += 1)}`;
  const { turns } = conversation.value;
  conversation.value = { ...conversation.value, turns: [...turns, { key, question, text: '', state: 'asking', isNew: true }] };
  const change = (next: Partial<Turn>) => changeTurn(key, next);
  try {
    const sessionId = await sessionFor(question);
    onSession(sessionId);
    const request = { question, sessionId, cache, ...scope.value };
    const take = (text: string) => change({ text: (turnOf(key)?.text ?? '') + text });
    const reply = await askDoor(request, { text: take }, controller.signal);
    change({ state: 'done', reply });
    tellTabs({ changed: 'conversation', id: sessionId });
    if (isBehind) void reload(sessionId);
  } catch (thrown) {
    if (controller.signal.aborted) change({ state: 'stopped' });
    else change({ state: 'failed', problem: thrown });
  } finally {
    if (running === controller) running = undefined;
  }
}

/** The same question again, in place of its last try. */
export function retry(turn: Turn, onSession: (id: string) => void, cache: QueryRequest['cache'] = 'use'): Promise<void> {
  const isLast = conversation.value.turns.at(-1)?.key === turn.key;
  if (isLast && turn.state !== 'done') conversation.value = { ...conversation.value, turns: conversation.value.turns.slice(0, -1) };
  return ask(turn.question, onSession, cache);
}

export async function open(id: string): Promise<void> {
  if (conversation.value.sessionId === id) return;
  running?.abort();
  conversation.value = { sessionId: id, turns: [], state: 'loading' };
  await reload(id);
}

/** Another tab has asked in the same conversation, or has deleted it. */
listenToTabs(({ changed, id }) => {
  if (id === undefined || id !== conversation.value.sessionId) return;
  if (changed === 'gone') leave();
  else if (changed === 'conversation' && isAnswering()) isBehind = true;
  else if (changed === 'conversation') void reload(id);
});

function leave(): void {
  startNew();
  if (route.value.page === 'ask') go('ask');
}

async function reload(id: string): Promise<void> {
  isBehind = false;
  const next = await load(id).catch((thrown: unknown): Conversation => {
    return { sessionId: id, turns: [], state: 'failed', problem: thrown };
  });
  if (conversation.value.sessionId === id) conversation.value = next;
}

async function load(id: string): Promise<Conversation> {
  return { sessionId: id, turns: await loadTurns(id), state: 'ready' };
}

export async function loadTurns(id: string): Promise<Turn[]> {
  const messages: StoredMessage[] = [];
  for (let next: number | undefined = 0; next !== undefined;) {
    const path = `/sessions/${encodeURIComponent(id)}/messages?limit=${PAGE}&offset=${next}`;
    const page: MessageList = await getJson<MessageList>(path);
    messages.push(...page.messages);
    next = page.next;
  }
  return turnsOf(messages);
}

function turnsOf(messages: readonly StoredMessage[]): Turn[] {
  const turns: Turn[] = [];
  let question = '';
  for (const { id, role, content, metadata } of messages) {
    if (role === 'user') question = content;
    if (role !== 'assistant') continue;
    turns.push({ key: `message-${id}`, question, text: content, state: 'done', reply: replyOf(content, metadata) });
    question = '';
  }
  return turns;
}

function replyOf(answer: string, metadata: StoredMessage['metadata']): ShownReply {
  const kept = metadata?.reply as Partial<QueryReply> | undefined;
  const sources = (metadata?.sources ?? []) as QueryReply['sources'];
  return { ...kept, answer, sources, validation: kept?.validation ?? UNKNOWN };
}

async function sessionFor(question: string): Promise<string> {
  const { sessionId } = conversation.value;
  if (sessionId !== undefined) return sessionId;
  const title = question.slice(0, LONGEST_TITLE);
  const { id } = await sendJson<Session>('POST', '/sessions', { data: { title } });
  conversation.value = { ...conversation.value, sessionId: id };
  return id;
}

function turnOf(key: string): Turn | undefined {
  return conversation.value.turns.find((turn) => turn.key === key);
}

function changeTurn(key: string, next: Partial<Turn>): void {
  const turns = conversation.value.turns.map((turn) => (turn.key === key ? { ...turn, ...next } : turn));
  conversation.value = { ...conversation.value, turns };
}
