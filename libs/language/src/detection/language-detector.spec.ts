import { beforeAll, describe, expect, it } from 'vitest';
import { type DetectLanguage, languageDetector, nameOfLanguage } from './language-detector.js';

describe('languageDetector', () => {
  let detect: DetectLanguage;
  beforeAll(async () => {
    detect = await languageDetector();
  });

  it.each([
    ['en', 'How long are daily snapshots kept?'],
    ['en', "What is Dr Müller's phone number?"],
    ['de', 'Wie schalte ich Benachrichtigungen ein?'],
    ['fr', 'Comment activer les notifications ?'],
    ['es', '¿Cómo activo las notificaciones?'],
    ['it', 'Come attivo le notifiche?'],
    ['nl', 'Is het kantoor open?'],
    ['pl', 'Jak włączyć powiadomienia?'],
    ['', '12 34'],
    ['', 'hi'],
    ['', 'Deposit?'],
    ['en', 'Hello there'],
    ['de', 'Guten Tag'],
  ])('finds %s in %s', (language, text) => expect(detect(text)).toBe(language));

  it('names a language', () => expect(nameOfLanguage('de')).toBe('German'));
});
