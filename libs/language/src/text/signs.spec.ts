import { describe, expect, it } from 'vitest';
import { holdsSigns, unreadSignIn } from './signs.js';

describe('holdsSigns', () => {
  it.each([
    'What does a = b do?',
    'What does = do?',
    'Is i < 5 or i <= 5?',
    'What is 7 // 2?',
    'What is 7 / 2?',
    'What is 5 - 3?',
    'What is n-1?',
    'What is 10 % 3?',
    'What does x++ do?',
    'What is a && b?',
    'What is n!?',
    'What is 5!?',
    'What does !ready mean?',
    'What does main() return?',
    'What is the root of x²?',
    'Is 3 × 4 12?',
    'What does $HOME hold?',
    'What does .* match?',
    'What does `ls` do?',
  ])('in %s', (text) => expect(holdsSigns(text)).toBe(true));

  it.each([
    'Is it open 24/7?',
    'Is -10 °C too cold?',
    'Which file(s) may I send, and/or delete?',
    'How much is 5 % of $50?',
    'Is the well-known C++ or C# course free?',
    'What is on /etc/hosts - and why?',
    'How do I use --force with R&D data?',
    'Is it for 10-20 people (or more)?',
    'Wait! Is it closed?!',
  ])('not in %s', (text) => expect(holdsSigns(text)).toBe(false));
});

describe('unreadSignIn', () => {
  it.each([
    ['如何打开通知？', '如'],
    ['アプリを開く', 'ア'],
    ['알림을 켜는 방법', '알'],
    ['วิธีเปิดการแจ้งเตือน', 'ว'],
    ['Как включить уведомления?', 'К'],
    ['What is 东京?', '东'],
    ['Is it 🔔 or not?', '🔔'],
    ['What is μ?', 'μ'],
  ])('of %s is %s', (text, sign) => expect(unreadSignIn(text)).toBe(sign));

  it.each(['Is the café “open” — today… at 20 °C, for €5?', ''])('of %s is none', (text) => expect(unreadSignIn(text)).toBeUndefined());
});
