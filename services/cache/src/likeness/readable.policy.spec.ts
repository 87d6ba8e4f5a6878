import { type DetectLanguage, languageDetector } from '@docmind/language';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadCalibration } from './calibration-file.js';
import { HitJudge } from './hit-judge.js';

const judge = new HitJudge(loadCalibration('bge-small-en-v1.5-int8'), 0.01, { shift: 0 });
let detect: DetectLanguage;
beforeAll(async () => {
  detect = await languageDetector();
});
const whyNot = (question: string, isFirstTurn = true): string | undefined => judge.whyNotComparable({ question, isFirstTurn }, detect);

describe('a question is looked for by likeness', () => {
  it.each([
    'How do I turn notifications on?',
    'For how many days are daily snapshots kept?',
    'What is the phone number of the café in Zürich?',
    'Is -10 °C too cold for the battery?',
    'How do I sort a list in C++?',
  ])('%s', (question) => expect(whyNot(question)).toBeUndefined());

  it('that points at something, once something was said', () => {
    expect(whyNot('Does it support IPv6?', true)).toMatch(/"it" points at something/);
    expect(whyNot('Does it support IPv6?', false)).toBeUndefined();
  });
});

describe('a question is compared with equal ones only', () => {
  it.each([
    ['如何打开通知？', /no words for "如"/],
    ['通知をオンにする方法は？', /no words for "通"/],
    ['알림을 켜려면 어떻게 하나요?', /no words for/],
    ['เปิดการแจ้งเตือนอย่างไร', /no words for/],
    ['Как включить уведомления?', /no words for/],
    ['How do I turn 通知 on?', /no words for "通"/],
    ['How do I turn 🔔 on?', /no words for "🔔"/],
    ['Wie schalte ich Benachrichtigungen ein?', /German, and likeness was measured in English only/],
    ['¿Cómo activo las notificaciones?', /Spanish/],
    ['Comment activer les notifications ?', /French/],
    ['What does x == y do?', /each sign counts/],
    ['What does this circuit do?', /"this circuit" points/],
    ['How do I fix my problem?', /"my problem" points/],
  ])('%s', (question, why) => expect(whyNot(question)).toMatch(why));
});
