import { describe, expect, it } from 'vitest';
import { asksForCode, holdsCode } from './codes.js';

describe('codes', () => {
  it.each([
    'What is the alarm code of the boathouse?',
    "What is the hotline's number?",
    'What is the password?',
    "What's the PIN for the safe?",
    'Wie lautet der Türcode?',
    'Wie ist die Telefonnummer von Frau Lohse?',
    'Quel est le mot de passe ?',
    '¿Cuál es la contraseña?'.slice(1),
  ])('are asked for: %s', (question) => expect(asksForCode(question)).toBe(true));

  it.each([
    'Who changes the alarm code?',
    'What is the code switch made of?',
    'How often is the password changed?',
    'Wie groß ist das Zimmer?',
  ])('are not asked for: %s', (question) => expect(asksForCode(question)).toBe(false));

  it.each([
    'The garden gate code is 4711.',
    'The password is swordfish.',
    'Sign in as `admin`.',
    'Das Kennwort lautet Sonnenblume.',
    'Number: see C3.',
  ])('are held by: %s', (sentence) => expect(holdsCode(sentence)).toBe(true));

  it.each([
    'The alarm code of the boathouse is changed every Friday by Greta Holm.',
    'The password is changed twice a year.',
    'The code is kept by the warden.',
    'Das Passwort ist im Büro zu erfragen.',
  ])('are not held by: %s', (sentence) => expect(holdsCode(sentence)).toBe(false));
});
