import { expect, it } from 'vitest';
import { localCollectionRequest } from './collection-asked.js';

it.each([
  ['Welche Dokumente hast du?', 'de'],
  ['Zeig mir alle meine Dateien', 'de'],
  ['Quels documents as-tu ?', 'fr'],
  ['Quels sont mes fichiers ?', 'fr'],
  ['¿Qué documentos tienes?', 'es'],
  ['Muéstrame mis archivos', 'es'],
])('%s asks for a list', (text, language) => {
  expect(localCollectionRequest(text)).toEqual({ language, request: { asks: 'list' } });
});

it.each([
  ['Worum geht es in der Hausordnung?', 'de', 'about', 'Hausordnung'],
  ["Worum geht's im Mietvertrag?", 'de', 'about', 'Mietvertrag'],
  ['Fasse protokoll.md zusammen', 'de', 'summary', 'protokoll.md'],
  ['Kannst du das Dokument lease.pdf zusammenfassen?', 'de', 'summary', 'lease.pdf'],
  ['Gib mir eine Zusammenfassung von "bericht 2024.md"', 'de', 'summary', '"bericht 2024.md'],
  ['De quoi parle le règlement ?', 'fr', 'about', 'règlement'],
  ['Résume bail.pdf', 'fr', 'summary', 'bail.pdf'],
  ['Pouvez-vous résumer le document bail.pdf ?', 'fr', 'summary', 'bail.pdf'],
  ['¿De qué trata el contrato?', 'es', 'about', 'contrato'],
  ['Hazme un resumen del informe.md', 'es', 'summary', 'informe.md'],
])('%s', (text, language, asks, of) => {
  expect(localCollectionRequest(text)).toEqual({ language, request: { asks, of } });
});

it.each([
  ['Vergleiche alt.md mit neu.md', 'de', ['alt.md', 'neu.md']],
  ['Quelle est la différence entre le bail.md et le contrat.md ?', 'fr', ['bail.md', 'contrat.md']],
  ['¿Cuál es la diferencia entre a.md y b.md?', 'es', ['a.md', 'b.md']],
])('%s', (text, language, of) => {
  expect(localCollectionRequest(text)).toEqual({ language, request: { asks: 'compare', of } });
});

it.each([
  'Welche Unterlagen brauche ich?',
  'Was steht im Mietvertrag über Haustiere?',
  'Kannst du mir helfen?',
  'Fasse dich kurz',
  'Que dit le contrat sur les animaux ?',
  'Quels documents faut-il pour le permis ?',
  '¿Qué documentos necesito para el alquiler?',
  '¿Qué dice el contrato sobre las mascotas?',
  'Was ist das?',
  'What documents do you have?',
  '',
  '?',
])('not: %s', (text) => expect(localCollectionRequest(text)).toBeUndefined());
