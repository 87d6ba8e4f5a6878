import { growsTooFast, runOf } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { packOf } from '../detection/pack-choice.js';
import { english } from '../english/english.pack.js';

const kindOf = (question: string) => packOf(question).questions.answerKindOf(question);

describe('the kind of thing that is asked for', () => {
  it.each([
    ['Wann wurde das Bootshaus gebaut?', 'time'],
    ['Bis wann muss ich kündigen?', 'time'],
    ['Wer hat den Schlüssel für die Werkstatt?', 'person'],
    ['Warum ist das Tor nachts zu?', 'reason'],
    ['Wie viele Plätze hat der Saal?', 'amount'],
    ['Wo steht der Grill?', 'place'],
    ['Darf ich im Hof grillen?', undefined],
    ['Quand le bail se termine-t-il ?', 'time'],
    ['Qui garde la clé de la cave ?', 'person'],
    ['Combien coûte le badge ?', 'amount'],
    ['Pourquoi la porte est-elle fermée ?', 'reason'],
    ['Chez qui est la clé ?', 'person'],
    ['La piscine ouvre quand ?', 'time'],
    ["Jusqu'à quand la piscine est-elle ouverte ?", 'time'],
    ["Que faire quand l'alarme sonne ?", undefined],
    ["Quand l'alarme sonne, que faut-il faire ?", undefined],
    ['Le locataire qui part paie-t-il le ménage ?', undefined],
    ['¿Cuándo abre la piscina?', 'time'],
    ['¿Quién guarda la llave del trastero?', 'person'],
    ['¿Cuánto cuesta la llave?', 'amount'],
    ['¿Por qué está cerrada la puerta?', 'reason'],
    ['泳池什么时候开放？', 'time'],
    ['押金是多少？', 'amount'],
    ['谁负责钥匙？', 'person'],
    ['プールはいつ開きますか。', 'time'],
    ['鍵は誰が持っていますか。', 'person'],
    ['保証金はいくらですか。', 'amount'],
  ])('%s: %s', (question, kind) => expect(kindOf(question)).toBe(kind));
});

describe('a sentence', () => {
  const holds = (question: string, sentence: string): boolean => {
    const kind = kindOf(question);
    if (kind === undefined) throw new Error('nothing is asked for');
    return packOf(sentence).questions.holdsKind(kind, sentence, 0);
  };

  it.each([
    ['Wann wurde das Bootshaus gebaut?', 'Das Bootshaus wurde 1962 gebaut.'],
    ['Wann ist Ruhe im Haus?', 'Die Nachtruhe beginnt um 22 Uhr.'],
    ['Wann muss ich kündigen?', 'Die Kündigung ist drei Monate vor dem Ende der Pacht zu schreiben.'],
    ['Wann wird gemäht?', 'Der Rasen wird montags und nach der Ernte gemäht.'],
    ['When does the rent come due?', 'Die Miete ist am 3. Werktag fällig.'],
    ['Wer hat den Schlüssel?', 'Den Schlüssel verwahrt Frau Okonjo aus dem zweiten Stock.'],
    ['Wer hat den Schlüssel?', 'Der Schlüssel liegt beim Hausmeister.'],
    ['Wie viele Plätze hat der Saal?', 'Der Saal hat vierzig Plätze.'],
    ['Warum ist das Tor zu?', 'Das Tor ist nachts zu, weil sonst Füchse in den Hof kommen.'],
    ['Quand le bail se termine-t-il ?', 'Le bail se termine le 31 mars.'],
    ['Quand rend-on la caution ?', 'La caution est rendue dans les deux mois.'],
    ['Qui garde la clé ?', 'La clé est chez la gardienne.'],
    ['Combien de mètres faut-il savoir nager ?', 'Il faut savoir nager cinquante mètres.'],
    ['¿Cuándo abre la piscina?', 'La piscina abre el 1 de junio.'],
    ['¿Quién guarda la llave?', 'La llave está en la portería con el conserje y la administradora.'],
    ['泳池什么时候开放？', '泳池每天早上七点开放。'],
    ['プールはいつ開きますか。', 'プールは午前9時に開きます。'],
    ['Wann endet der Vertrag?', 'Er läuft zum Quartalsende aus.'],
    ['Wann kommt die Post?', 'Die Post kommt gegen zehn.'],
    ['Wann kommt der Müll?', 'Der Restmüll wird vierzehntägig abgeholt.'],
    ['Wie viele Zimmer hat die Wohnung?', 'Die Wohnung hat zweieinhalb Zimmer.'],
    ['Wie viele Schlüssel bekommt man?', 'Es gibt nur einen Schlüssel.'],
    ['Wer war das?', 'Das war Goethe.'],
    ['Wer putzt das Treppenhaus?', 'Das macht die Reinigungsfirma.'],
    ['Quand le parc ferme-t-il ?', 'Le parc ferme au coucher du soleil.'],
    ['Qui garde la clé ?', 'Le concierge garde la clé.'],
    ['Qui arrose les plantes ?', 'Ma sœur arrose les plantes.'],
    ['Qui paie les travaux ?', 'La copropriété paie les travaux.'],
    ['Combien de clés y a-t-il ?', 'Il y a une clé par logement.'],
    ['¿Cuándo abre la piscina?', 'La piscina abre a las siete.'],
    ['¿Quién riega las plantas?', 'Las plantas las riega mi hermana.'],
    ['¿Quién paga el arreglo?', 'El arreglo lo paga la dueña.'],
    ['¿Cuántas habitaciones tiene la casa?', 'La casa tiene veintiuna habitaciones.'],
  ])('that may answer %j: %s', (question, sentence) => expect(holds(question, sentence)).toBe(true));

  it.each([
    ['Wann wurde das Bootshaus gebaut?', 'Das Bootshaus ist aus Lärchenholz und hat ein Dach aus Blech.'],
    ['Wann endet der Mietvertrag?', 'Die Kündigungsfrist beträgt drei Monate.'],
    ['When does the lease end?', 'Either party may end the lease with three months’ notice in writing.'],
    ['When was the boathouse built?', 'The boathouse has two slipways and a drying room.'],
    ['When does the course begin?', 'The course takes 12 weeks.'],
    ['Wie hoch ist die Kaution?', 'Die Kaution wird auf ein Sparbuch gelegt.'],
    ['Warum ist das Tor nachts zu?', 'Das Tor ist geschlossen.'],
    ['Quand le bail se termine-t-il ?', 'Le préavis est de trois mois.'],
    ['Combien coûte le badge ?', 'Le badge ouvre la porte du garage.'],
    ['Qui garde la clé ?', 'La clé ouvre la porte de la cave.'],
    ['¿Cuándo termina el contrato?', 'El preaviso es de tres meses.'],
    ['¿Cuánto cuesta la llave?', 'La llave abre la puerta del garaje.'],
    ['泳池什么时候开放？', '泳池的水是温的。'],
    ['Wie viele Schlüssel bekommt man?', 'Einen Schlüssel verwahrt ein Nachbar.'],
    ['¿Cuándo abre la piscina?', 'La piscina tiene las siete calles pintadas.'],
    ['租期什么时候结束？', '需要三个月书面通知。'],
    ['押金是多少？', '押金会退还。'],
    ['プールはいつ開きますか。', 'プールの水は温かいです。'],
  ])('that lacks what is asked for by %j: %s', (question, sentence) => expect(holds(question, sentence)).toBe(false));

  it('of how often', () => {
    expect(english.questions.holdsKind('amount', 'The filter is cleaned weekly.', 0)).toBe(true);
  });
});

it('is read by the language that most of its letters are of', () => {
  expect(packOf('The Yuan dynasty (元朝) was founded in 1271 by Kublai Khan.').tag).toBe('en');
  expect(packOf('Premium会员的价格是多少？').tag).toBe('zh');
  expect(packOf('GitHub Actions の設定').tag).toBe('ja');
});

it.each(['drei Monate ', 'trois mois', 'in 3 ', 'et qui ', '三个月', '3か月', 'A. ', ' - ', 'von Der '])(
  'takes time in proportion to the text: runs of "%s"',
  (part) => {
    const read = (text: string): void => {
      for (const question of ['Wann?', 'Wer war das?', 'Quand est-ce ?', '¿Cuándo es?', '什么时候？', 'いつですか。']) {
        const { answerKindOf, holdsKind, hasNumber } = packOf(question).questions;
        answerKindOf(text);
        hasNumber(text);
        holdsKind('time', text, 0);
        holdsKind('person', text, 0);
        holdsKind('reason', text, 0);
      }
    };
    expect(growsTooFast(read, runOf(part))).toBe(false);
  },
);
