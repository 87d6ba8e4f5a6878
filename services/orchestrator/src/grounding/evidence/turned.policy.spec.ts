import { packOf } from '@docmind/language';
import { describe, expect, it } from 'vitest';
import { passage } from '../passages.fixture.js';
import { candidatesOf, type Candidate } from './candidates.policy.js';
import { turnedFrom } from './turned.policy.js';

const isTurned = (question: string, text: string, heading = 'Notes'): boolean =>
  turnedFrom(question, packOf(question))(candidatesOf([passage(text, { heading })])[0] as Candidate);

describe('a sentence that says it of something else', () => {
  it.each([
    ['What is delivered in August?', 'Compost is delivered in February.'],
    ['Who teaches yoga on Fridays?', 'Yoga is on Tuesday evenings with Petra Lind.'],
    ['What does the boat cost in October?', 'From May to September the boat costs 20 euros.'],
    ['How much do members pay per year?', 'Members pay 15 pounds a month.'],
    ['What is the annual fee?', 'The monthly fee is 15 pounds.'],
    ['Wer putzt am Samstag?', 'Montags bis freitags putzt die Firma Blank.'],
    ['Was kostet der Platz pro Monat?', 'Der Jahresbeitrag für einen Platz sind 80 Euro.'],
    ["Quand a lieu l'audition d'automne ?", "L'audition de printemps a lieu le 12 avril."],
    ['¿Cuánto cuesta la plaza al año?', 'La plaza cuesta 12 euros al mes.'],
    ['Who trained Tom Berg?', 'Tom Berg trained Ida Holm.'],
    ['Who took over from Rosa Whitlock?', 'Rosa Whitlock took the shop over from Graham Pell.'],
    ['Who replaced Rosa Whitlock?', 'Rosa Whitlock became manager in 2021, when she followed Graham Pell.'],
    ['Who sold us the old piano?', 'We sold the old piano to the chapel and bought another one from a dealer.'],
    ['To whom did Tomas Ferrer sell the café?', 'Tomas Ferrer bought the café from the Addisons.'],
    ['Who did the choir sell the new piano to?', 'We sold the old piano to the chapel and bought the new one in York.'],
    ['Wer ist der Nachfolger von Karin Busch?', 'Vorsitzende ist Karin Busch; sie ist Nachfolgerin von Detlef Krohn.'],
    ['Von wem haben wir die Matte bekommen?', 'Die Matte haben wir an den Kindergarten verschenkt.'],
    ['Qui a succédé à Mme Sorel ?', "Mme Sorel dirige l'école ; elle a succédé à M. Aubry."],
    ['¿Quién sustituyó a Lucía Barrios?', 'La directora es Lucía Barrios, que sustituyó a Ramón Ortega.'],
    ['Who replaced Rosa Whitlock?', 'Graham Pell was replaced in 2021 by Rosa Whitlock.'],
    ['Who trained Ida Holm?', 'Tom Berg was trained in Leeds by Ida Holm.'],
    ['Who hired Dora Finch?', 'Dora Finch hired Max Orme as boatman.'],
    ['Who did Paul Kemp introduce to the committee?', 'Iris Vane introduced Paul Kemp to the committee.'],
    ['Wer vertritt den Gärtner?', 'Der Gärtner vertritt im Urlaub den Hausmeister.'],
    ['¿Quién sustituyó a Ramón Ortega?', 'Lucía Barrios fue sustituida en 2022 por Ramón Ortega.'],
    ["What goes to the cleaner's before the tour?", "Before the tour the coach is booked; after the tour the coats go to the cleaner's."],
  ])('%s %s', (question, text) => expect(isTurned(question, text)).toBe(true));

  it.each([
    ['What does the boat cost in July?', 'From May to September the boat costs 20 euros.'],
    ['Is the pool open on Sundays?', 'The pool is open from Monday to Saturday.'],
    ['When is the pool open on Saturdays?', 'At weekends the pool opens at eight.'],
    ['When is the May issue printed?', 'It goes to the printer on 20 April.'],
    ['What is delivered in August?', 'Compost is delivered twice.'],
    ['How long may I keep it, a month?', 'It may be kept for six weeks.'],
    ['What happens if I am a day late?', 'A fee of 2 euros a week is charged.'],
    ['Was kostet das Boot im Juli?', 'Von Juni bis August kostet das Boot 20 Euro.'],
    ['Who may march with the band?', 'Members may march with the band in June.'],
    ['Who did Rosa Whitlock follow?', 'Rosa Whitlock became manager in 2021, when she followed Graham Pell.'],
    ['Who was replaced by Rosa Whitlock?', 'Rosa Whitlock replaced Graham Pell.'],
    ['Who trained Tom Berg?', 'Tom Berg was trained by Ida Holm.'],
    ['Who pays Bob Miles?', 'The wages of Bob Miles are paid by the council.'],
    ['From whom did Tomas Ferrer buy the café?', 'The café is run by Tomas Ferrer, who bought it from the Addisons.'],
    ['Von wem hat Herr Dorn den Garten übernommen?', 'Herr Dorn hat den Garten von Frau Welz übernommen.'],
    ['Wer hat den Garten von Frau Welz übernommen?', 'Den Garten hat Herr Dorn von Frau Welz übernommen.'],
    ['À qui Mme Sorel a-t-elle succédé ?', "Mme Sorel dirige l'école ; elle a succédé à M. Aubry."],
    ['Who replaced Graham Pell?', 'Graham Pell was replaced in 2021 by Rosa Whitlock.'],
    ['Who trained Tom Berg?', 'Tom Berg was trained in Leeds by Ida Holm.'],
    ['Who coached our juniors?', 'Our juniors were coached last winter by Fay Dunn.'],
    ['Who repaired the club boiler in March?', 'In March Tom Ellis repaired the club boiler.'],
    ['Who followed Rosa Pell at Acme?', 'At Acme Ann Holt followed Rosa Pell.'],
    ['Who did Dora Finch hire in May?', 'Dora Finch hired Max Orme as boatman.'],
    ['Wer vertritt Frau Busch im Juli?', 'Im Juli vertritt Herr Kolbe Frau Busch.'],
    ['Wer vertritt den Hausmeister?', 'Den Hausmeister vertritt im Urlaub Frau Kern.'],
    ['Wer hat Karl Weiß abgelöst?', 'Karl Weiß wurde 2021 durch Eva Lohse abgelöst.'],
    ['Qui a remplacé M. Aubry ?', "M. Aubry a été remplacé l'an dernier par Mme Sorel."],
    ['¿Quién sustituyó a Lucía Barrios?', 'Lucía Barrios fue sustituida en 2022 por Ramón Ortega.'],
    ['What is the mooring rent in February?', 'Since January the mooring rent has been 412 pounds.'],
    ['What does a guest row cost in November?', 'From 1 October a guest row costs 9 pounds.'],
    ['Wie hoch ist die Pacht im Februar?', 'Seit Januar beträgt die Pacht 212 Euro.'],
    ['Combien coûte la place en février ?', 'Depuis janvier la place coûte 30 euros.'],
    ['¿Cuánto cuesta la plaza en febrero?', 'Desde enero la plaza cuesta 30 euros.'],
    ['How many days a week is the boathouse open?', 'The boathouse is open every day except Sunday.'],
    ['An wie vielen Tagen in der Woche ist das Haus offen?', 'Das Haus ist täglich offen.'],
    ['What must be booked before the tour?', "Before the tour the coach is booked; after the tour the coats go to the cleaner's."],
  ])('not: %s %s', (question, text) => expect(isTurned(question, text)).toBe(false));

  it('goes by the sentence itself where the one before speaks of every day', () => {
    const text = 'The boathouse is open every day. The sauna is heated on Fridays.';
    const [, second] = candidatesOf([passage(text, { heading: 'Notes' })]);
    expect(turnedFrom('What is heated on Mondays?', packOf('What is heated on Mondays?'))(second as Candidate)).toBe(true);
  });

  it('goes by what the sentence stands under', () => {
    expect(isTurned('What is on in December?', 'The fair closes on 6 January.', 'Markets in December')).toBe(false);
  });
});
